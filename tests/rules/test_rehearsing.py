"""Which copy of a contest is rehearsed, with how many people, and how long the word of a rehearsal counts."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quiz.rules.checks.rulebook import contradictions
from quiz.rules.contest import Joined
from quiz.rules.registration import Eligibility
from quiz.rules.rehearsal_doubts import ENOUGH, Asked, Doubt, Past, Served, asked_of, doubts
from quiz.rules.rehearsing import Expected, Shape, copy_of, load, proof, rounded_up
from quiz.rules.rulebook import from_document, read_toml, to_document
from quiz.rules.timing import Phase, phase
from tests import make

ROOT = Path(__file__).resolve().parents[2]
BOOKS = sorted((*ROOT.glob("quiz/rulebooks/*.toml"), *ROOT.glob("tests/rulebooks/*/rulebook.toml")))
NOW = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
HOURS = timedelta(hours=3)
SIZE = Expected(participants=12_000, attempts=20_000)
USED = Served("postgresql", 4)
LIKE_IT = replace(ENOUGH, think=10.0, served=USED)
NEW = Past(True, "papers", "build", NOW - timedelta(days=1), SIZE, LIKE_IT)


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_round_of_every_rulebook_is_open_in_its_copy(book: Path) -> None:
    contest = read_toml(book.read_text(encoding="utf-8"))
    for one in contest.rounds:
        copy = copy_of(contest, one.slug, now=NOW, needed=HOURS)
        assert contradictions(copy) == []
        assert from_document(to_document(copy)) == copy
        for moment in (NOW, NOW + HOURS - timedelta(seconds=1)):
            assert phase(copy.round(one.slug), moment, copy.zone) is Phase.OPEN


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_invented_people_may_enter_the_copy_of_every_contest(book: Path) -> None:
    contest = read_toml(book.read_text(encoding="utf-8"))
    copy = copy_of(contest, contest.rounds[0].slug, now=NOW, needed=HOURS)
    asked = {one.name for one in copy.registration.fields if one.required}
    assert asked <= {"name", "birth_date", "phone", "unit", "block"}
    assert copy.eligibility == Eligibility()
    assert all(one.joined is Joined.CHOICE and one.eligibility is None for one in copy.blocks)


def test_what_attempts_are_judged_by_stays_as_it_is() -> None:
    contest = make.contest()
    copy = copy_of(contest, "tuan-2", now=NOW, needed=HOURS)
    for clause in ("time", "attempts", "scoring", "prediction", "ranking", "prizes"):
        assert getattr(copy.clauses, clause) == getattr(contest.clauses, clause)
    assert copy.round("tuan-1").closes <= copy.round("tuan-2").opens


def test_a_load_is_the_real_hour_at_its_density_for_a_shorter_while() -> None:
    expected = Expected(participants=50_000, attempts=100_000)
    long, short = (load(Shape.DEADLINE, expected, minutes) for minutes in (60, 6))
    assert (long.attempts, long.participants) == (15_000, 7_500)
    assert (short.attempts, short.participants) == (1_500, 750)


def test_everybody_is_new_at_the_opening() -> None:
    found = load(Shape.OPENING, Expected(50_000, 100_000), 6)
    assert found.participants == found.attempts == 1_500


def test_a_small_contest_is_still_played_by_somebody() -> None:
    assert load(Shape.DEADLINE, Expected(3, 5), 0.1).attempts == 20


@pytest.mark.parametrize(("count", "told"), [(7, 7), (42, 42), (156, 160), (156_724, 160_000), (0, 0)])
def test_what_earlier_rounds_had_is_told_to_two_figures(count: int, told: int) -> None:
    assert rounded_up(count) == told


@pytest.mark.parametrize(
    ("last", "found"),
    [
        (None, (Doubt.NEVER,)),
        (NEW, ()),
        (replace(NEW, passed=False), (Doubt.FAILED,)),
        (replace(NEW, digest="other"), (Doubt.OTHER_PAPER,)),
        (replace(NEW, build="other"), (Doubt.OTHER_BUILD,)),
        (replace(NEW, finished_at=NOW - timedelta(days=8)), (Doubt.OLD,)),
        (replace(NEW, size=Expected(11_999, 20_000)), (Doubt.SMALL,)),
        (replace(NEW, size=Expected(12_000, 19_999)), (Doubt.SMALL,)),
        (replace(NEW, asked=replace(LIKE_IT, minutes=4.9)), (Doubt.SHORT,)),
        (replace(NEW, asked=replace(LIKE_IT, p95=1_001)), (Doubt.LOOSE,)),
        (replace(NEW, asked=replace(LIKE_IT, hand_in_p99=2_001)), (Doubt.LOOSE,)),
        (replace(NEW, asked=replace(LIKE_IT, minutes=10, p95=500)), ()),
        (replace(NEW, asked=replace(LIKE_IT, served=Served("sqlite", 4))), (Doubt.OTHER_DATABASE,)),
        (replace(NEW, asked=replace(LIKE_IT, served=Served("postgresql", 8))), (Doubt.OTHER_WORKERS,)),
        (replace(NEW, asked=replace(LIKE_IT, think=0.0)), ()),
        (replace(NEW, asked=ENOUGH), ()),
    ],
)
def test_a_rehearsal_counts_for_its_papers_its_build_its_hardness_and_a_week(
    last: Past | None, found: tuple[Doubt, ...]
) -> None:
    assert doubts(last, digest="papers", build="build", size=SIZE, used=USED, now=NOW) == found


def test_the_first_round_has_no_other_size_to_be_compared_with() -> None:
    tiny = replace(NEW, size=Expected(1, 1))
    assert doubts(tiny, digest="papers", build="build", size=None, used=USED, now=NOW) == ()


def test_how_hard_a_rehearsal_was_is_read_back_as_it_was_kept() -> None:
    for hard in (replace(LIKE_IT, minutes=0.1), ENOUGH):
        assert asked_of({"asked": asdict(hard)}) == hard
    assert asked_of({"checks": []}) == ENOUGH


def test_what_was_kept_before_servers_were_is_still_read() -> None:
    old = {"minutes": 0.1, "p95": 900.0, "hand_in_p99": 1_900.0}
    assert asked_of({"asked": old}) == Asked(0.1, 900.0, 1_900.0)


def test_a_proof_fits_one_token_one_nonce_and_what_is_told_with_it() -> None:
    proofs = {
        proof("token", "nonce", {"papers": 1, "open": ["tuan-1"]}),
        proof("other", "nonce", {"papers": 1, "open": ["tuan-1"]}),
        proof("token", "other", {"papers": 1, "open": ["tuan-1"]}),
        proof("token", "nonce", {"papers": 2, "open": ["tuan-1"]}),
        proof("token", "nonce", {"papers": 1, "open": ["tuan-2"]}),
    }
    assert len(proofs) == 5
