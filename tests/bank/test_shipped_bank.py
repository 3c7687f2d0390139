"""The bank that ships keeps the promises of its README: sourced, fair, spread out and from daily life."""

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from question_bank.inspection import inspect
from tests.bank import files

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "question_bank" / "banks" / "digital-transformation"
SHARED_FACTS = REPOSITORY.parent / "shared" / "FACTS_VI.md"
OWN_FACT = "DX"  # facts found for this bank beyond the shared table
FACT_ROW = re.compile(r"^\| ([A-Z]{2}\d{3}) \| (.+?) \| (https?://\S+) \|")
CATCH_ALL = re.compile(
    r"tất cả (các )?(đáp án|phương án|ý)|cả (a|ba|3|bốn) (đáp án|phương án|ý)|đều (đúng|sai)$"
)

TODAY = date(2026, 11, 22)  # the day of the second reading; time alone makes no test fail
LEAST_ITEMS = 400
USES_OF_A_FACT = 3
FAR_LONGER = 8  # letters by which a right choice may exceed the longest wrong one before it gives itself away
NEAR_DUPLICATE = 0.6  # share of common word pairs; honest pairs of questions on one fact stay below

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


def percent(part: int, whole: int) -> float:
    """The part in per cent of the whole."""
    return 100 * part / whole


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


def word_pairs(item: Question) -> frozenset[tuple[str, str]]:
    """Neighbouring words of question and right answer, by which near duplicates are known."""
    return frozenset(pairwise(words(" ".join([item["text"], *right_texts(item)]))))


def has_sound_key(item: Question) -> bool:
    """Whether the key names existing choices, as many as the kind of question allows."""
    right, choices = item["right"], item["choices"]
    wanted = {"single": {1}, "truefalse": {1}, "multi": {2, 3}}[item["kind"]]
    return (
        right == sorted(set(right)) and set(right) <= set(range(1, len(choices) + 1)) and len(right) in wanted
    )


def table() -> str:
    """Questions by topic, difficulty and kind, positions of the key and the most cited sources."""
    cells = Counter((item["topic"], item["difficulty"], item["kind"]) for item in BANK)
    rows = [
        f"{topic:24} {level:4} {kind:10} {count:4}" for (topic, level, kind), count in sorted(cells.items())
    ]
    keys = Counter(item["right"][0] for item in SINGLE)
    hosts = Counter(urlsplit(item["source"]).hostname for item in BANK)
    return "\n".join(
        [
            *rows,
            f"{len(BANK)} questions, {len(FACTS)} facts, {len(hosts)} hosts of sources",
            "key positions of single choice: " + ", ".join(f"{key}: {keys[key]}" for key in sorted(keys)),
            "most cited hosts: " + ", ".join(f"{host} {count}" for host, count in hosts.most_common(6)),
        ]
    )


def test_the_bank_is_large_and_every_topic_has_all_difficulties_and_kinds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{table()}\n")
    topics = {item["topic"] for item in BANK}
    assert len(BANK) >= LEAST_ITEMS
    assert len(topics) == 5
    for topic in topics:
        mine = [item for item in BANK if item["topic"] == topic]
        assert {item["difficulty"] for item in mine} == {"de", "vua", "kho"}, topic
        assert {item["kind"] for item in mine} == {"single", "multi", "truefalse"}, topic


def test_slugs_are_unique() -> None:
    assert [slug for slug, uses in Counter(item["slug"] for item in BANK).items() if uses > 1] == []


def test_every_question_offers_distinct_choices_and_a_sound_key() -> None:
    for item in BANK:
        choices = item["choices"]
        assert len(choices) == (2 if item["kind"] == "truefalse" else 4), item["slug"]
        assert len({choice.casefold().strip() for choice in choices}) == len(choices), item["slug"]
        assert has_sound_key(item), item["slug"]


def test_every_question_says_why_and_where_it_is_from() -> None:
    for item in BANK:
        assert len(words(item["explanation"])) >= 6, item["slug"]
        assert urlsplit(item["source"]).scheme in {"http", "https"}, item["slug"]
        assert item["source"] in {FACTS[fact][1] for fact in item["facts"]}, item["slug"]
        assert item["valid_on"].year >= 2026, item["slug"]


def test_texts_are_composed_unicode_without_catch_all_choices() -> None:
    for item in BANK:
        for text in (item["text"], item["explanation"], *item["choices"]):
            assert text == unicodedata.normalize("NFC", text).strip(), item["slug"]
            assert not CATCH_ALL.search(text.casefold()), item["slug"]


def test_no_fact_carries_more_than_three_questions() -> None:
    uses = Counter(fact for item in BANK for fact in item["facts"])
    assert {fact: count for fact, count in uses.items() if count > USES_OF_A_FACT} == {}


@pytest.mark.skipif(not SHARED_FACTS.exists(), reason="the shared fact table is not part of the repository")
def test_facts_are_those_of_the_shared_table() -> None:
    shared = facts(SHARED_FACTS)
    copied = {fact: row for fact, row in FACTS.items() if not fact.startswith(OWN_FACT)}
    assert {fact: shared.get(fact) for fact in copied} == copied


def test_much_is_daily_life_and_little_is_numbers() -> None:
    assert percent(sum(item["situation"] for item in BANK), len(BANK)) >= 40
    assert percent(sum(item["asks_number"] for item in BANK), len(BANK)) <= 10


def test_most_questions_have_one_right_choice() -> None:
    kinds = Counter(item["kind"] for item in BANK)
    assert 65 <= percent(kinds["single"], len(BANK)) <= 85
    assert 5 <= percent(kinds["multi"], len(BANK)) <= 15
    assert 8 <= percent(kinds["truefalse"], len(BANK)) <= 20


def test_the_key_favours_no_position() -> None:
    positions = Counter(item["right"][0] for item in SINGLE)
    assert all(20 <= percent(positions[position], len(SINGLE)) <= 30 for position in range(1, 5))
    truths = [item["right"][0] for item in BANK if item["kind"] == "truefalse"]
    assert 40 <= percent(truths.count(1), len(truths)) <= 60


def test_the_right_choice_is_seldom_the_longest_and_never_by_much() -> None:
    assert percent(sum(excess(item) > 0 for item in SINGLE), len(SINGLE)) <= 35
    assert [item["slug"] for item in SINGLE if excess(item) > FAR_LONGER] == []


def test_nothing_in_the_bank_would_make_a_careful_editor_look_twice() -> None:
    reports = [files.parsed(file.name, file.read_bytes()) for file in sorted(FOLDER.glob("*.toml"))]
    items = [item for report in reports for item in report.items]
    assert len(items) == len(BANK)
    assert [fault for report in reports for fault in (*report.errors, *report.warnings)] == []
    assert inspect(items, today=TODAY) == []


def test_no_two_questions_are_nearly_the_same() -> None:
    known = [(item["slug"], word_pairs(item)) for item in BANK]
    near = [
        (one, other)
        for (one, first), (other, second) in combinations(known, 2)
        if len(first & second) / len(first | second) >= NEAR_DUPLICATE
    ]
    assert near == []
