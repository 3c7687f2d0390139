"""Every sentence that people read exists in both languages, with the same values in it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import quiz
from question_bank.codes import Code
from quiz.rules.refusals.contest import Refusal
from tests.english import is_vietnamese

ROOT = Path(__file__).parents[2]
WEB = ROOT / "quiz/web"
CATALOG = WEB / "translations/en/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
CALL = re.compile(r"""\b_\((["']).*?\1(?=[,)])|\bngettext\((["']).*?\2, (["']).*?\3,|{#.*?#}""", re.DOTALL)
OF_A_LANGUAGE = re.compile(r"(?<=[{_])(vi|en)(?=})")  # a value that is a sentence itself comes in two


def values_in(*sentences: str) -> list[list[str]]:
    """The places for values in each sentence."""
    return [sorted(set(PLACEHOLDER.findall(OF_A_LANGUAGE.sub("", one)))) for one in sentences]


def forms(words: Any) -> tuple[str, ...]:
    """Singular and plural, or the one form."""
    return (words,) if isinstance(words, str) else tuple(words or ())


def sentences(catalog: Catalog) -> dict[tuple[Any, ...], Message]:
    """The messages of a catalog, without its header."""
    return {(one.context, *forms(one.id)): one for one in catalog if one.id}


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalog as it is written."""
    with CATALOG.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What today's templates and views say, collected as `make translations` does."""
    found = tmp_path_factory.mktemp("sentences") / "messages.pot"
    settings = ["--mapping-file", str(ROOT / "pyproject.toml"), "--keywords", "_l"]
    collect = ["pybabel", "-q", "extract", *settings, "--output-file", str(found), str(WEB)]
    CommandLineInterface().run(collect)  # type: ignore[no-untyped-call]
    with found.open("rb") as file:
        return read_po(file)


def test_the_catalog_holds_the_sentences_of_the_pages_and_no_others(english: Catalog, said: Catalog) -> None:
    wanted, known = set(sentences(said)), set(sentences(english))
    assert wanted - known == set(), "make translations, then write their English"
    assert known - wanted == set(), "make translations removes what nobody says any more"
    assert english.obsolete == {}


def test_every_sentence_is_translated_with_its_values(english: Catalog) -> None:
    for key, one in sentences(english).items():
        written = forms(one.string)
        assert written, key
        assert all(written), key
        assert not one.fuzzy, key
        wanted = values_in(*forms(one.id))
        assert all(found in wanted for found in values_in(*written)), key


def test_english_sentences_hold_no_vietnamese_letters(english: Catalog) -> None:
    assert [
        one.string for one in sentences(english).values() if any(map(is_vietnamese, forms(one.string)))
    ] == []


def test_the_catalog_names_no_person_and_no_machine() -> None:
    header = CATALOG.read_text(encoding="utf-8").partition("\n\n")[0]
    assert not re.search(r"@|/home|/work|/tmp", header)


def test_the_compiled_catalog_is_the_written_one(english: Catalog) -> None:
    with CATALOG.with_suffix(".mo").open("rb") as file:
        compiled = sentences(read_mo(file))
    written = {key: forms(one.string) for key, one in sentences(english).items()}
    assert {key: forms(one.string) for key, one in compiled.items()} == written, "make catalogs"


def refusals() -> list[type[Refusal]]:
    """Every "no" of the product."""
    for module in pkgutil.walk_packages(quiz.__path__, "quiz."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found, left = set[type[Refusal]](), [Refusal]
    while left:
        one = left.pop()
        left += one.__subclasses__()
        found.add(one)
    return sorted((one for one in found if one.__module__.startswith("quiz.")), key=lambda one: one.__name__)


@pytest.mark.parametrize("refusal", refusals(), ids=lambda one: one.__name__)
def test_a_refusal_says_the_same_in_both_languages(refusal: type[Refusal]) -> None:
    assert ("vi" in vars(refusal)) == ("en" in vars(refusal))
    assert refusal.vi.strip()
    assert refusal.en.strip()
    of_vi, of_en = values_in(refusal.vi, refusal.en)
    assert of_vi == of_en
    assert not is_vietnamese(refusal.en)


@pytest.mark.parametrize("code", Code, ids=lambda one: one.name)
def test_a_fault_of_a_question_file_says_the_same_in_both_languages(code: Code) -> None:
    vi, en = code.value
    assert vi.strip()
    assert en.strip()
    of_vi, of_en = values_in(vi, en)
    assert of_vi == of_en
    assert not is_vietnamese(en)


def test_templates_and_scripts_speak_only_through_the_catalog() -> None:
    for file in (*WEB.glob("templates/**/*.html"), *WEB.glob("static/*.js")):
        own = CALL.sub("", file.read_text(encoding="utf-8")).replace("Tiếng Việt", "")
        assert [line for line in own.splitlines() if is_vietnamese(line)] == [], file.name
