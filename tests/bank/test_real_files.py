"""Sixty-seven real files of organisers, schools and publishers give the result that their index states.

The files belong to others and stand beside the repository; without them these tests say so and stay out.
"""

import csv
import json
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from question_bank import Report
from quiz.cli import main
from tests.bank.files import parsed

FOLDER = Path(__file__).parents[3] / "shared" / "question_files"
INDEX = FOLDER / "INDEX.tsv"
KINDS = {"single": "single", "multi": "multi", "truefalse": "true/false"}
# questions that the index says must be reported and not taken in
ERRORS = {"aiken/qas-aiken_1.txt": 1, "csv/qas-kahoot.csv": 1, "json/opentdb-fail-1.json": 1}

pytestmark = pytest.mark.skipif(not INDEX.exists(), reason="the real files are not beside this checkout")


def rows() -> list[dict[str, str]]:
    """The rows of the index."""
    if not INDEX.exists():
        return []
    with INDEX.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@cache
def report(name: str) -> Report:
    """What reading one of the files gives."""
    return parsed(name, (FOLDER / name).read_bytes())


def expected_counts(outcome: str) -> dict[str, int]:
    """The numbers that the index states, by our names."""
    stated = re.split(r"[;(]", outcome)[0]
    found = {kind: re.search(rf"(\d+) {name}", stated) for kind, name in KINDS.items()}
    return {kind: int(hit.group(1)) if hit else 0 for kind, hit in found.items()}


def expected_skips(outcome: str) -> Counter[str]:
    """The skipped types that the index states."""
    listed = re.search(r"skipped (\d+) \((.*)\)$", outcome)
    if listed is None:
        return Counter()
    parts = re.findall(r"(\d+) ([^,]+?)(?=, \d+ |$)", listed.group(2)) or [listed.groups()]
    return Counter({kind: int(count) for count, kind in parts})


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_a_real_file_gives_the_result_of_its_index(row: dict[str, str]) -> None:
    got = report(row["file"])
    assert got.to_document("en")["imported"] == expected_counts(row["expected_outcome"])
    assert Counter(skipped.type for skipped in got.skipped) == expected_skips(row["expected_outcome"])
    assert len(got.errors) == ERRORS.get(row["file"], 0)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_every_fault_of_a_real_file_names_its_place_in_both_languages(row: dict[str, str]) -> None:
    got = report(row["file"])
    if not got.items and not got.skipped:
        return  # a refusal is about the whole file
    faults = [*got.errors, *got.warnings, *(skipped.fault for skipped in got.skipped)]
    for lang, whole in (("vi", "cả tệp"), ("en", "the whole file")):
        assert all(fault.where.sentence(lang) != whole for fault in faults)
        assert not any(re.search(r"\{\w+\}", fault.sentence(lang)) for fault in faults)


def test_the_table_of_expected_and_got_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for row in rows():
        wanted, got = expected_counts(row["expected_outcome"]), report(row["file"])
        counted = got.counted()
        skipped = len(got.skipped), sum(expected_skips(row["expected_outcome"]).values())
        errors = len(got.errors), ERRORS.get(row["file"], 0)
        same = (wanted, skipped[1], errors[1]) == (counted, skipped[0], errors[0])
        told = (
            (tuple(wanted.values()), skipped[1], errors[1]),
            (tuple(counted.values()), skipped[0], errors[0]),
        )
        lines.append(
            f"{row['file']:48} expected {told[0]!s:24} got {told[1]!s:24} {'=' if same else 'DIFFERS'}"
        )
    with capsys.disabled():
        sys.stdout.write("\n(single, multi, true/false), skipped, errors\n" + "\n".join(lines) + "\n")
    assert len(lines) == 67
    assert not [line for line in lines if line.endswith("DIFFERS")]


@pytest.mark.full
@pytest.mark.timeout(300)
def test_the_command_gives_the_same_from_its_closed_process() -> None:
    for row in rows():
        told = CliRunner().invoke(main, ["bank", "check", "--json", str(FOLDER / row["file"])])
        document = json.loads(told.stdout)
        assert document["imported"] == expected_counts(row["expected_outcome"]), row["file"]
        skips = Counter(one["type"] for one in document["skipped"])
        assert skips == expected_skips(row["expected_outcome"]), row["file"]
        assert len(document["errors"]) == ERRORS.get(row["file"], 0), row["file"]


def test_numbers_in_cells_read_as_they_are_shown() -> None:
    first = report("xlsx/meesudzu-mau-them-cau-hoi.xlsx").items[0]
    assert [choice.text for choice in first.choices] == ["2", "1", "3", "4"]
    assert (first.right, first.difficulty) == ((1,), "de")


def test_keys_of_a_template_are_numbers_of_options() -> None:
    items = report("xlsx/nukeviet-importquestion.xlsx").items
    assert [item.right for item in items] == [(1, 2), (1,), (1,), (2,)]


def test_time_limits_of_kahoot_are_kept() -> None:
    assert {item.seconds for item in report("xlsx/kahoot-thai-30.xlsx").items} <= {10, 20, 30}


def test_four_options_in_one_cell_are_told_apart() -> None:
    assert {len(item.choices) for item in report("xlsx/dauthau-50.xlsx").items} == {4}


def test_an_underlined_letter_is_the_key() -> None:
    items = report("docx/hutech-Test_CauHoiDon.docx").items
    assert [item.right for item in items] == [(2,), (3,), (2,)]


def test_a_shared_passage_stands_before_its_questions() -> None:
    items = report("docx/hutech-mixed.docx").items
    assert ["def fibonacci(n):" in item.text for item in items] == [False, False, True, True, True]


def test_entities_of_the_trivia_database_are_decoded_once() -> None:
    assert '"Archie"' in report("json/opentdb-api-3.json").items[2].text


def test_pictures_of_a_package_come_along_under_names_of_our_own() -> None:
    pictures = [
        picture for item in report("qti-1.2/canvas-test_qti_1.2.zip").items for picture in item.pictures
    ]
    assert pictures
    assert all(re.fullmatch(r"[0-9a-f]{32}\.(png|jpg)", picture.name) for picture in pictures)
