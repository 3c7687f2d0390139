"""A form or file full of faults is told of as many as possible at once, each at its field as it was typed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.contest import Contest, Table
from quiz.rules.rulebook import RulebookFaults, read_toml
from quiz.rules.text import Text
from quiz.store.contests import ContestState
from tests.filled_forms import posted

PAGE = "/office/c/thu/rulebook/form"
TIERS = (Prize("nhat", Text("Nhất"), 1), Prize("nhi", Text("Nhì"), 2))
# Faults of the first, second and third look at a rulebook; none of them follows from another.
TYPED = {
    "title-vi": "",
    "title-en": "",
    "time_zone": "Asia/Hanoi",
    "languages": "xx yy",
    "rounds-0-opens": "31/02/2026 08:00",
    "rounds-0-number": "một",
    "rounds-0-grace": "-5 phút",
    "rounds-1-own-time_limit": "mười phút",
    "clauses-paper-questions": "-3",
    "clauses-time-limit": "0",
    "clauses-attempts-per_round": "0",
    "clauses-scoring-wrong": "abc",
    "clauses-prediction-minimum": "100",
    "clauses-prediction-maximum": "1",
    "clauses-prizes-tiers-1-slug": "nhat",
    "clauses-prizes-tiers-0-count": "-1",
    "eligibility-age_min": "80",
    "eligibility-age_max": "70",
    "registration-phone_shared_by": "0",
    "collectives-0-metric": "ratio / 0 + evil()",
    "collectives-0-then_by": "foo",
    "publication-frozen_before": "mai",
}
RIGHT = {"clauses-prediction-minimum", "eligibility-age_min"}


@pytest.fixture
def many(state: ContestState) -> Contest:
    """The contest with two prizes and a table, so that there are lines to go wrong."""
    table = Table("bang", Text("Bảng"), groups=("xa",))
    clauses = replace(state.contest.clauses, prizes=PrizePlan(TIERS))
    return replace(state.contest, collectives=(table,), clauses=clauses)


def told(organiser: FlaskClient, contest: Contest, typed: dict[str, str]) -> str:
    return organiser.post(PAGE, data={**posted(contest, **typed), "do": "preview", "reason": "sửa"}).text


def field(name: str) -> str:
    """The field in whose frame this one stands: a sentence has one a language."""
    return re.sub("-(vi|en)$", "", name)


def named(page: str) -> set[str]:
    return set(re.findall(r'<li><a href="#([^"]+)">', page))


def test_one_look_tells_of_the_faults_of_all_three(organiser: FlaskClient, many: Contest) -> None:
    page = told(organiser, many, TYPED)
    assert named(page) == {field(one) for one in TYPED if one not in RIGHT}
    for name in named(page) - {"title"}:
        assert re.search(rf'name="{name}" aria-invalid="true"', page), name
    assert 'name="title-vi" aria-invalid="true" aria-describedby="title-fault-1 "' in page


@pytest.mark.parametrize(
    "alone",
    [{"time_zone": "Asia/Hanoi"}, {"title-vi": "", "title-en": ""}, {"rounds-0-opens": "mai"}, {"slug": ""}],
)
def test_one_fault_brings_no_other(organiser: FlaskClient, many: Contest, alone: dict[str, str]) -> None:
    assert named(told(organiser, many, alone)) == {field(one) for one in alone}


@pytest.mark.parametrize(
    ("name", "typed", "example"),
    [
        ("rounds-0-opens", "31/02/2026 08:00", "08/09/2022 09:30"),
        ("rounds-0-grace", "nửa giờ", "30 phút"),
        ("clauses-scoring-right", "một rưỡi", "0,5"),
        ("rounds-0-number", "một", "10"),
        ("rounds-1-own-time_limit", "mười phút", "30 phút"),
    ],
)
def test_a_fault_quotes_what_was_typed_with_an_example_of_the_form(
    organiser: FlaskClient, many: Contest, name: str, typed: str, example: str
) -> None:
    assert f"“{typed}” không dùng được; ví dụ đúng: {example}." in told(organiser, many, {name: typed})


def test_a_file_tells_in_one_look_too() -> None:
    with pytest.raises(RulebookFaults) as refused:
        read_toml(
            "slug = 'a'\ntitle = ''\ntime_zone = 'Asia/Hanoi'\n[[rounds]]\nslug = '1'\nnumber = 1\n"
            "title = 'x'\nopens = 'mai'\ncloses = '2026-03-09 24:00'\n[attempts]\nper_day = 0\n"
            "[time]\nlimit = 0\n[registration]\nphone_shared_by = 0\n"
        )
    assert {one.key: one.line for one in refused.value.faults} == {
        "title": 2,
        "time_zone": 3,
        "rounds[1].opens": 8,
        "attempts.per_day": 11,
        "time.limit": 13,
        "registration.phone_shared_by": 15,
    }
