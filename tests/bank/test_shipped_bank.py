"""The bank that ships keeps the promises of its README: sourced, fair, spread out and from daily life."""

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "question_bank" / "banks" / "digital-transformation"
SHARED_FACTS = REPOSITORY.parent / "shared" / "FACTS_VI.md"
FACT_ROW = re.compile(r"^\| ([A-Z]{2}\d{3}) \| (.+?) \| (https?://\S+) \|")

LEAST_ITEMS = 80
USES_OF_A_FACT = 3
FAR_LONGER = 8
NEAR_DUPLICATE = 0.75  # share of common word pairs; the closest honest pair of questions stays below

Question = dict[str, Any]


def load() -> list[Question]:
    """Every question of the folder, each with its topic."""
    files = sorted(FOLDER.glob("*.toml"))
    banks = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    return [{**item, "topic": bank["topic"]} for bank in banks for item in bank["item"]]


def facts(path: Path) -> dict[str, tuple[str, str]]:
    """Statement and source by fact id of a Markdown table."""
    rows = [FACT_ROW.match(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row[1]: (row[2], row[3]) for row in rows if row}


BANK = load()
SINGLE = [item for item in BANK if item["kind"] == "single"]
FACTS = facts(FOLDER / "FACTS.md")


def share(marked: int, total: int) -> float:
    """Per cent."""
    return 100 * marked / total


def right_texts(item: Question) -> list[str]:
    """The texts of the right choices."""
    return [item["choices"][position - 1] for position in item["right"]]


def excess(item: Question) -> int:
    """Letters by which the right choice is longer than the longest wrong one."""
    right = right_texts(item)[0]
    return len(right) - max(len(choice) for choice in item["choices"] if choice != right)


def words(text: str) -> list[str]:
    """Words in small letters, without punctuation, diacritics kept."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())


def pairs(item: Question) -> frozenset[tuple[str, str]]:
    """Neighbouring words of question and right answer, by which near duplicates are known."""
    found = words(" ".join([item["text"], *right_texts(item)]))
    return frozenset(pairwise(found))


def table() -> str:
    """Questions by topic, difficulty and kind."""
    cells = Counter((item["topic"], item["difficulty"], item["kind"]) for item in BANK)
    rows = [
        f"{topic:24} {level:4} {kind:10} {count:4}" for (topic, level, kind), count in sorted(cells.items())
    ]
    keys = Counter(item["right"][0] for item in SINGLE)
    sources = Counter(urlsplit(item["source"]).hostname for item in BANK)
    tail = [
        f"{len(BANK)} questions, {len(FACTS)} facts, {len(sources)} hosts of sources",
        "key positions of single choice: " + ", ".join(f"{key}: {keys[key]}" for key in sorted(keys)),
        "most cited hosts: " + ", ".join(f"{host} {count}" for host, count in sources.most_common(6)),
    ]
    return "\n".join(rows + tail)


def test_the_bank_is_large_and_covers_five_topics_three_difficulties_and_three_kinds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{table()}\n")
    assert len(BANK) >= LEAST_ITEMS
    assert len({item["topic"] for item in BANK}) == 5
    for topic in {item["topic"] for item in BANK}:
        mine = [item for item in BANK if item["topic"] == topic]
        assert {item["difficulty"] for item in mine} == {"de", "vua", "kho"}, topic
        assert {item["kind"] for item in mine} == {"single", "multi", "truefalse"}, topic


def test_slugs_are_unique() -> None:
    assert [slug for slug, uses in Counter(item["slug"] for item in BANK).items() if uses > 1] == []


@pytest.mark.parametrize("item", BANK, ids=lambda item: str(item["slug"]))
def test_a_question_has_distinct_choices_and_a_valid_key(item: Question) -> None:
    choices, right = item["choices"], item["right"]
    assert len(choices) == (2 if item["kind"] == "truefalse" else 4)
    assert len({" ".join(words(choice)) or choice for choice in choices}) == len(choices)
    assert right == sorted(set(right))
    assert set(right) <= set(range(1, len(choices) + 1))
    assert 1 < len(right) < 4 if item["kind"] == "multi" else len(right) == 1


@pytest.mark.parametrize("item", BANK, ids=lambda item: str(item["slug"]))
def test_a_question_says_why_and_where_from(item: Question) -> None:
    assert len(words(item["explanation"])) >= 6
    assert urlsplit(item["source"]).scheme in {"http", "https"}
    assert item["source"] in {FACTS[fact][1] for fact in item["facts"]}
    assert item["valid_on"].year >= 2026


def test_texts_are_composed_unicode_without_all_or_none_of_the_above() -> None:
    banned = re.compile(
        r"tất cả (các )?(đáp án|phương án|ý)|cả (a|ba|3|bốn) (đáp án|phương án|ý)|đều (đúng|sai)$"
    )
    for item in BANK:
        for text in (item["text"], item["explanation"], *item["choices"]):
            assert text == unicodedata.normalize("NFC", text).strip(), item["slug"]
            assert not banned.search(text.casefold()), item["slug"]


def test_no_fact_carries_more_than_three_questions() -> None:
    uses = Counter(fact for item in BANK for fact in item["facts"])
    assert {fact: count for fact, count in uses.items() if count > USES_OF_A_FACT} == {}


@pytest.mark.skipif(not SHARED_FACTS.exists(), reason="the shared fact table is not part of the repository")
def test_facts_are_those_of_the_shared_table() -> None:
    shared = facts(SHARED_FACTS)
    own = {fact for fact in FACTS if fact.startswith("DX")}
    assert {fact: FACTS[fact] for fact in FACTS.keys() - own} == {
        fact: shared.get(fact) for fact in FACTS.keys() - own
    }


def test_much_is_daily_life_and_little_is_numbers() -> None:
    assert share(sum(item["situation"] for item in BANK), len(BANK)) >= 40
    assert share(sum(item["asks_number"] for item in BANK), len(BANK)) <= 10


def test_most_questions_have_one_right_choice() -> None:
    kinds = Counter(item["kind"] for item in BANK)
    assert 65 <= share(kinds["single"], len(BANK)) <= 85
    assert 5 <= share(kinds["multi"], len(BANK)) <= 15
    assert 8 <= share(kinds["truefalse"], len(BANK)) <= 20


def test_the_key_favours_no_position() -> None:
    positions = Counter(item["right"][0] for item in SINGLE)
    assert all(20 <= share(positions[position], len(SINGLE)) <= 30 for position in range(1, 5))
    truths = [item["right"][0] for item in BANK if item["kind"] == "truefalse"]
    assert 35 <= share(truths.count(1), len(truths)) <= 65


def test_the_right_choice_is_seldom_the_longest() -> None:
    longest = [item["slug"] for item in SINGLE if excess(item) > 0]
    assert share(len(longest), len(SINGLE)) <= 35


def test_a_right_choice_does_not_stand_out_by_its_length() -> None:
    assert [item["slug"] for item in SINGLE if excess(item) > FAR_LONGER] == []


def test_no_two_questions_are_nearly_the_same() -> None:
    known = [(item["slug"], pairs(item)) for item in BANK]
    near = [
        (one, other)
        for (one, first), (other, second) in combinations(known, 2)
        if len(first & second) / len(first | second) >= NEAR_DUPLICATE
    ]
    assert near == []
