"""The comparison of ledger and database finds each way in which an acknowledgement can be broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loadtests import reconcile, stories
from loadtests.pack import Row
from loadtests.pack import read as read_pack
from loadtests.reconcile import Findings, compare
from tests.loadtests.crowd_files import ANSWERS, BEGINS, Lines, export, lines, pack, row, write


def found(*rows: Row, told: Lines | None = None, closes: float = BEGINS + 1_000) -> Findings:
    return compare(stories.gather(told or lines()), pack(*rows, closes=closes))


def kinds(findings: Findings) -> dict[str, int]:
    return {kind: len(said) for kind, said in findings.said.items() if said}


def test_what_was_acknowledged_and_is_there_agrees() -> None:
    assert found(row()).agrees
    assert found(row()).acknowledged == found(row()).in_database == 1


def test_an_acknowledged_attempt_that_is_not_there_is_lost() -> None:
    assert kinds(found()) == {"lost": 1}


@pytest.mark.parametrize(
    "other",
    [
        {"answers": "1,,"},
        {"prediction": 8},
        {"score": 3.0},
        {"number": 2},
        {"receipt_digest": "00"},
        {"valid": False},
    ],
)
def test_whatever_differs_from_what_was_told_is_wrong(other: dict[str, Any]) -> None:
    assert "wrong" in kinds(found(row(**other)))


def test_two_rows_of_one_attempt_are_double() -> None:
    assert "double" in kinds(found(row(), row()))


def test_a_gap_in_somebodys_numbers_is_double() -> None:
    assert "double" in kinds(found(row(), row(attempt="two", number=3)))


def test_two_receipts_of_one_attempt_are_double() -> None:
    other = {**lines()[-2], "receipt": "ANOTHER"}
    assert "double" in kinds(found(row(), told=[*lines(), other]))


def test_an_attempt_that_nobody_asked_for_is_a_phantom() -> None:
    assert kinds(found(row(), row(attempt="two", participant="P2"))) == {"phantom": 1}


def test_an_attempt_during_the_run_in_a_round_that_the_crowd_did_not_play_is_a_phantom() -> None:
    stranger = row(attempt="two", participant="P2", round="week-2")
    assert kinds(found(row(), stranger)) == {"phantom": 1}
    exported = pack(row(), stranger)
    assert compare(stories.gather(lines()), exported, others=["week-2"]).agrees


@pytest.mark.parametrize("started", [BEGINS - 60, BEGINS + 60])
def test_what_others_play_elsewhere_before_and_after_the_run_does_not_matter(started: float) -> None:
    assert found(row(), row(attempt="two", participant="P2", round="week-2", started=started)).agrees


def test_an_attempt_in_a_round_whose_starts_were_never_answered_may_have_been_asked_for() -> None:
    asked = {"at": BEGINS + 9, "event": "intent", "act": "start", "round": "week-2", "person": "a-1"}
    findings = found(row(), row(attempt="two", participant="P2", round="week-2"), told=[*lines(), asked])
    assert findings.agrees
    assert findings.only_sent == 1


def test_a_start_whose_answer_never_came_may_have_made_an_attempt() -> None:
    asked = {"at": BEGINS + 9, "event": "intent", "act": "start", "round": "week-1", "person": "a-1"}
    findings = found(row(), row(attempt="two", participant="P2"), told=[*lines(), asked])
    assert findings.agrees
    assert findings.only_sent == 1


def test_attempts_from_before_the_run_do_not_matter() -> None:
    assert found(row(), row(attempt="old", participant="P9", started=BEGINS - 60)).agrees


@pytest.mark.parametrize(
    ("other", "closes"),
    [
        ({"late": True}, BEGINS + 1_000),
        ({"started": BEGINS + 700, "submitted": BEGINS + 701}, BEGINS + 500),
        ({"submitted": BEGINS + 601}, BEGINS + 1_000),
    ],
)
def test_times_outside_the_round_and_wrong_marks_are_late(other: dict[str, Any], closes: float) -> None:
    assert "late" in kinds(found(row(**other), closes=closes))


DAY = 86_400


@pytest.mark.parametrize(
    "other",
    [
        {"submitted": BEGINS + DAY, "deadline": BEGINS + DAY + 3_600},
        {"submitted": BEGINS + 1_010, "deadline": BEGINS + 1_020, "late": True},
        {"submitted": BEGINS + 63},
        {"submitted": BEGINS + 1.0},
        {"started": BEGINS - 1.5},
        {"started": BEGINS + 3.2, "submitted": BEGINS + 3.2},
        {"late": True, "deadline": BEGINS + 600},
    ],
)
def test_no_attempt_lies_outside_its_round_or_outside_what_its_owner_saw(other: dict[str, Any]) -> None:
    told = [line | {"at": line["at"] + 1} if line.get("act") == "hand_in" else line for line in lines()]
    assert "late" in kinds(found(row(**other), told=told))
    assert found(row(submitted=BEGINS + 4.05), told=told).agrees


def test_of_a_repeated_hand_in_and_start_the_first_that_arrived_counts() -> None:
    asked = {"at": BEGINS + 0.2, "event": "intent", "act": "start", "round": "week-1", "person": "a-0"}
    hand_in = next(line for line in lines() if line.get("act") == "hand_in")
    again = [hand_in | {"at": BEGINS + 30, "event": event} for event in ("intent", "ack")]
    start = [{**line, "at": BEGINS + 60} for line in lines() if line.get("act") == "start"]
    told = [*lines()[:1], asked, *lines()[1:], *again, *start]
    assert found(row(started=BEGINS + 0.5), told=told).agrees
    unanswered = [
        line for line in told if line["event"] != "ack" or line["act"] != "hand_in" or line in again
    ]
    assert found(row(submitted=BEGINS + 15), told=unanswered).agrees
    assert "late" in kinds(found(row(submitted=BEGINS + 15), told=told))


def test_where_the_rulebook_lets_attempts_finish_they_may_end_after_the_close(
    tmp_path: Path,
) -> None:
    folder = export(tmp_path / "pack", ANSWERS)
    assert read_pack(folder).windows["week-1"].ends == 2_000
    rules = folder / "rulebooks" / "1.json"
    changed = json.loads(rules.read_text())
    changed["document"]["time"]["at_close"] = "finish"
    changed["document"]["extensions"] = [{"round": "week-1", "extra": 300}, {"round": "week-2", "extra": 900}]
    rules.write_text(json.dumps(changed))
    assert read_pack(folder).windows["week-1"].ends == 2_900


def test_a_hand_in_after_the_attempts_own_time_is_rightly_marked_late() -> None:
    assert found(row(late=True, deadline=BEGINS + 3)).agrees


def test_a_hand_in_refused_in_time_is_late() -> None:
    told = lines()[:-2]
    told.append({**told[-1], "event": "refused", "why": "409"})
    assert kinds(found(row(), told=told)) == {"late": 1}


def test_a_saved_answer_must_be_there_though_nobody_handed_in() -> None:
    told = lines()[:5]
    assert found(row(), told=told).agrees
    assert kinds(found(row(answers="", prediction=None), told=told)) == {"wrong": 1}


def test_a_save_without_an_answer_may_be_there_or_not() -> None:
    told = lines()[:5]
    told.append({**told[-1], "event": "intent", "answers": [4, 2, 0], "prediction": 9})
    assert found(row(), told=told).agrees


def test_one_person_under_two_codes_is_wrong() -> None:
    second = [{**line, "attempt": "two"} for line in lines()[1:] if line["act"] in ("start", "hand_in")]
    assert "wrong" in kinds(found(row(), row(attempt="two", participant="P2"), told=[*lines(), *second]))


def test_a_crowd_that_only_looked_at_boards_has_nothing_to_lose(tmp_path: Path) -> None:
    looked = write(tmp_path / "ledger", [{"at": BEGINS, "event": "begin", "shape": "board-crowd"}])
    assert reconcile.main([str(looked), str(export(tmp_path / "pack", ANSWERS))]) == 0
    assert reconcile.main([str(write(tmp_path / "empty", [])), str(tmp_path / "pack")]) == 2


def test_the_command_ends_with_1_when_a_single_acknowledged_answer_has_vanished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = write(tmp_path / "ledger", lines()), write(tmp_path / "cut", lines()[:1])
    assert reconcile.main([str(written[0]), str(export(tmp_path / "pack", ANSWERS))]) == 0
    assert reconcile.main([str(written[0]), str(export(tmp_path / "bad", ""))]) == 1
    assert reconcile.main([str(written[1]), str(tmp_path / "pack")]) == 2
    assert "wrong: one" in capsys.readouterr().err


def test_a_result_that_the_pack_withholds_ends_with_1_and_one_that_is_not_made_yet_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told, folder = write(tmp_path / "ledger", lines()), export(tmp_path / "pack", ANSWERS)
    assert reconcile.main([str(told), str(folder)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["places_unknown"] == ["week-1: no place is compared, for it has no result yet (closed)"]
    rounds = json.loads((folder / "rounds.json").read_text())
    (folder / "rounds.json").write_text(json.dumps([rounds[0] | {"state": "final"}]))
    assert reconcile.main([str(told), str(folder)]) == 1
    assert "places: week-1 is final" in capsys.readouterr().err


@pytest.mark.parametrize(
    "spoiled",
    ["pack/attempts.csv", "pack/rounds.json", "pack/rulebooks/1.json", "pack/papers/week-1.1.json"],
)
def test_a_pack_that_is_not_whole_is_named_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spoiled: str
) -> None:
    folder, told = export(tmp_path / "pack", ANSWERS), write(tmp_path / "ledger", lines())
    (tmp_path / spoiled).unlink()
    assert reconcile.main([str(told), str(folder)]) == 3
    assert reconcile.main([str(told), str(tmp_path / "none")]) == 3
    assert "cannot be compared" in capsys.readouterr().err


@pytest.mark.parametrize("broken", ['{"at":1,"ev', "[]", '{"at": 1}'])
def test_a_broken_line_of_the_ledger_is_named_and_a_blank_one_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    folder, told = export(tmp_path / "pack", ANSWERS), write(tmp_path / "ledger", lines())
    (told / "1.jsonl").write_text("\n\n")
    assert reconcile.main([str(told), str(folder)]) == 0
    (told / "1.jsonl").write_text(f"\n{broken}\n")
    assert reconcile.main([str(told), str(folder)]) == 3
    assert "1.jsonl, line 2: " in capsys.readouterr().err
