"""What rounds and blocks state for themselves, in the form: fields, a box, and faults at their place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from quiz.rules.contest import Block
from quiz.rules.rulebook import read_toml, to_document
from quiz.rules.text import Text
from quiz.store.contests import ContestState
from quiz.web.office.rulebook.parts import rulebook_form
from quiz.web.office.rulebook.reading import contest_of
from quiz.web.office.rulebook.word import EXAMPLES
from tests import make
from tests.filled_forms import posted, sent

PAGE = "/office/c/thu/rulebook/form"
SMALL = """slug = "thu"
title = "Cuộc thi thử"
[[rounds]]
slug = "tuan-1"
number = 1
title = "Tuần 1"
opens = "2026-03-02 08:00"
closes = "2026-03-08 24:00"
"""


def test_what_a_round_often_has_of_its_own_stands_in_fields_and_the_rest_in_its_box() -> None:
    text = SMALL + ("[rounds.paper]\nquestions = 7\n[rounds.attempts]\nper_day = 2\nper_contest = 9\n")
    rounds: Any = sent(read_toml(text))["rounds"]
    [one] = rounds.entries
    own = one.form["own"].form
    assert [own["paper_questions"].data, own["attempts_per_day"].data, own["time_limit"].data] == [
        "7",
        "2",
        "",
    ]
    assert one.form["other"].data.splitlines() == ["[attempts]", "per_contest = 9"]


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("time_limit", "15 phút", ("time", "limit", 900)),
        ("attempts_per_day", "none", ("attempts", "per_day", None)),
        ("scoring_right", "2,5", ("scoring", "right", "2.5")),
        ("paper_banks", "ngan-hang-a\r\nngan-hang-b", ("paper", "banks", ["ngan-hang-a", "ngan-hang-b"])),
    ],
)
def test_a_field_of_a_round_changes_that_round_alone(
    name: str, said: str, kept: tuple[str, str, Any]
) -> None:
    contest = make.contest()
    form = rulebook_form()(MultiDict({**posted(contest), f"rounds-0-own-{name}": said}))
    first, second = to_document(contest_of(form))["rounds"]
    clause, key, value = kept
    assert [first[clause][key], second[clause]] == [value, None]


def test_a_key_stated_in_a_field_and_in_the_box_is_a_fault(
    organiser: FlaskClient, state: ContestState
) -> None:
    typed = {"rounds-0-own-paper_questions": "7", "rounds-0-other": "[paper]\nquestions = 8"}
    answer = organiser.post(PAGE, data={**posted(state.contest, **typed), "do": "preview", "reason": "sửa"})
    assert 'href="#rounds-0-own-paper_questions"' in answer.text
    assert "chỉ ghi ở một nơi" in answer.text


def test_a_fault_in_a_field_of_a_round_stands_there(organiser: FlaskClient, state: ContestState) -> None:
    typed = {"rounds-1-own-time_limit": "lâu lâu", "rounds-0-own-paper_questions": "0"}
    answer = organiser.post(PAGE, data={**posted(state.contest, **typed), "do": "preview", "reason": "sửa"})
    assert 'href="#rounds-1-own-time_limit"' in answer.text


def test_a_fault_in_a_box_names_its_line_and_key(organiser: FlaskClient, state: ContestState) -> None:
    typed = {"rounds-0-other": "[ranking]\n\nprecision = 'giờ'\n"}
    answer = organiser.post(PAGE, data={**posted(state.contest, **typed), "do": "preview", "reason": "sửa"})
    assert "dòng 3, ranking.precision: giá trị" in answer.text
    assert "line 3, ranking.precision:" in answer.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[paper]\nquestions = ?\n", "không đúng cú pháp TOML (dòng 2, cột 13)"),
        ("[paper]\nquestions = 4\n[prises]\n", "dòng 3, prises: không có khoá này"),
    ],
)
def test_a_box_that_cannot_be_read_says_where(
    organiser: FlaskClient, state: ContestState, said: str, told: str
) -> None:
    sent_on = {**posted(state.contest, **{"rounds-0-other": said}), "do": "preview", "reason": "sửa"}
    answer = organiser.post(PAGE, data=sent_on).text
    assert [told in answer, 'href="#rounds-0-other"' in answer] == [True, True]


@pytest.mark.parametrize("word", EXAMPLES)
def test_the_example_beside_a_box_works_as_it_stands(word: str) -> None:
    contest = replace(make.contest(), blocks=(Block("can-bo", Text("Cán bộ", "Officials")),))
    name = {"Round.other": "rounds-0-other", "Block.other": "blocks-0-other"}[word]
    form = rulebook_form()(MultiDict({**posted(contest), name: EXAMPLES[word]}))
    assert contest_of(form).rules_for("tuan-1", "can-bo").clauses.prizes.tiers[0].slug == "nhat"


def test_a_wrong_date_does_not_hide_a_wrong_clause_nor_the_other_way_round(
    organiser: FlaskClient, state: ContestState
) -> None:
    typed = {
        "clauses-paper-questions": "0",
        "rounds-0-own-attempts_per_round": "0",
        "clauses-qualification-minimum_score": "9000",
        "rounds-1-closes": "01/01/2020 10:00",
        "rounds-0-parent": "khong-co",
        "registration-phone_shared_by": "0",
    }
    answer = organiser.post(PAGE, data={**posted(state.contest, **typed), "do": "preview", "reason": "sửa"})
    shown = {name for name in typed if f'<a href="#{name}">' in answer.text}
    assert shown == set(typed) - {"clauses-qualification-minimum_score"}, (
        "what questions and marks decide waits"
    )


def test_one_wrong_key_is_one_fault(organiser: FlaskClient, state: ContestState) -> None:
    for name, said in (
        ("clauses-paper-questions", "hai"),
        ("rounds-0-opens", "hôm qua"),
        ("rounds-0-slug", ""),
    ):
        typed = posted(state.contest, **{name: said})
        answer = organiser.post(PAGE, data={**typed, "do": "preview", "reason": "sửa"})
        assert re.findall(r'<li><a href="#([^"]+)">', answer.text) == [name]


def test_the_rules_are_numbered_through_like_those_of_the_public_page(
    organiser: FlaskClient, state: ContestState
) -> None:
    numbers = re.compile(r'<ol start="(\d+)">')
    public = numbers.findall(organiser.get("/c/thu/rules").text)
    assert len(public) > 3
    own = numbers.findall(organiser.get("/office/c/thu/rulebook").text)
    assert own[: len(public)] == public, "the organisers' doubts come last"
    drafted = organiser.post("/office/new/form", data=posted(state.contest, do="preview")).text
    assert numbers.findall(drafted) == own * 2, "in both languages"
