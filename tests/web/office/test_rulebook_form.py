"""The rulebook's form loses nothing of any rulebook: what goes in comes out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine
from wtforms import Form

from quiz.actions import planning
from quiz.rulebooks import templates
from quiz.rules.clauses import Clauses
from quiz.rules.contest import Contest
from quiz.rules.rulebook import read_toml, to_document
from quiz.rules.text import Text
from quiz.store import contests
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from quiz.web.office.rulebook.parts import rulebook_form, stated
from quiz.web.office.rulebook.reading import contest_of
from quiz.web.office.rulebook.sections import SECTIONS
from quiz.web.office.rulebook.words import WORDS, choice
from tests import make
from tests.filled_forms import posted, sent

PROFILES = {one.parent.name: one for one in sorted(Path("tests/rulebooks").glob("*/rulebook.toml"))}
BOOKS = {name: one.read_text("utf-8") for name, one in PROFILES.items()} | {
    name: one.text for name, one in templates().items()
}


def _kinds(form: type[Form]) -> Iterator[Any]:
    """Every field of a form and of one line of each of its lists."""
    fields: list[Any] = list(form())
    for one in fields:
        yield one
        if hasattr(one, "entries"):
            yield from _kinds(one.append_entry().form_class)
        elif hasattr(one, "form"):
            yield from _kinds(one.form_class)


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_rulebook_goes_through_the_form_unchanged(name: str, lang: str) -> None:
    contest = read_toml(BOOKS[name])
    assert to_document(contest_of(sent(contest, lang))) == to_document(contest)


def text_in(page: str) -> str:
    """The rulebook that a page of confirmation carries on."""
    found = re.search(r'<textarea name="text" hidden>\n?(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


PAGE = "/office/c/thu/rulebook/form"


def test_the_form_of_a_running_contest_opens_with_what_applies(organiser: FlaskClient) -> None:
    shown = organiser.get(PAGE)
    assert shown.status_code == 200
    assert "Cuộc thi thử" in shown.text
    assert 'value="10 phút"' in shown.text


def test_lines_come_and_go_and_nothing_typed_is_lost(organiser: FlaskClient, state: ContestState) -> None:
    typed = posted(state.contest, **{"clauses-paper-questions": "mười hai", "reason": "thử"})
    more = organiser.post(PAGE, data={**typed, "do": "add:clauses-prizes-tiers"})
    assert more.status_code == 200
    assert 'name="clauses-prizes-tiers-1-slug"' in more.text
    assert [one in more.text for one in ("mười hai", "Giải Nhất", 'value="thử"')] == [True] * 3
    fewer = organiser.post(PAGE, data={**typed, "do": "remove:rounds-0"})
    assert 'name="rounds-1-slug"' not in fewer.text
    assert 'value="tuan-2"' in fewer.text
    turned = organiser.post(PAGE, data={**typed, "do": "down:clauses-ranking-chain-0"}).text
    keys = re.findall(r'ranking-chain-\d-key".*?<option value="(\w+)" selected>', turned)
    assert keys[:2] == ["duration", "score"]


def test_a_new_round_is_like_the_last_a_week_later(organiser: FlaskClient, state: ContestState) -> None:
    typed = posted(state.contest)
    shown = organiser.post(PAGE, data={**typed, "do": "add:rounds"}).text
    last, later = (
        f"{(state.rounds[1].opens_at + passed).astimezone(state.contest.zone):%d/%m/%Y %H:%M}"
        for passed in (timedelta(0), make.WEEK)
    )
    assert typed["rounds-1-opens"] == [last]
    assert 'name="rounds-2-opens"' in shown
    assert later in shown
    broken = organiser.post(PAGE, data={**typed, "rounds-1-opens": "99/99/2026", "do": "add:rounds"})
    assert broken.text.count("99/99/2026") == 2


@pytest.mark.parametrize("act", ["add:rounds-0-weekdays", "add:slug", "remove:rounds-99", "up:x-y", "add:"])
def test_an_unknown_line_changes_nothing(organiser: FlaskClient, state: ContestState, act: str) -> None:
    assert organiser.post(PAGE, data={**posted(state.contest), "do": act}).status_code == 200


def test_a_fault_stands_at_its_field_in_both_languages(organiser: FlaskClient, state: ContestState) -> None:
    typed = {"clauses-paper-questions": "0", "rounds-1-closes": "hôm sau", "rounds-0-other": "[paper\n"}
    answer = organiser.post(
        PAGE, data={**posted(state.contest, **typed), "do": "preview", "reason": "sửa lịch"}
    )
    assert answer.status_code == 422
    assert 'href="#rounds-1-closes">Vòng 2 › Đóng lúc</a>' in answer.text
    assert 'href="#rounds-0-other"' in answer.text
    assert answer.text.count("cannot be used") == 1
    assert 'aria-describedby="rounds-1-closes-hint rounds-1-closes-fault-1 "' in answer.text


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("clauses-scoring-right", "nan"),
        ("clauses-scoring-right", "1e400"),
        ("clauses-qualification-minimum_score", "nan"),
        ("collectives-0-cap", "inf"),
        ("clauses-prizes-tiers-0-weight", "nan"),
        ("rounds-0-other", "[scoring]\nright = nan"),
        ("clauses-prizes-tiers-0-count", "-2"),
        ("clauses-scoring-wrong", "99"),
        ("rounds-0-opens", "01/01/0001 00:00"),
        ("rounds-1-closes", "31/12/9999 24:00"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_told_at_its_field_and_stays_typed(
    organiser: FlaskClient, state: ContestState, field: str, typed: str
) -> None:
    sent_on = {**posted(state.contest, **{field: typed}), "do": "preview", "reason": "sửa bảng"}
    answer = organiser.post(PAGE, data=sent_on)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert typed in html.unescape(answer.text)
    assert 'value="sửa bảng"' in answer.text


def test_a_draw_without_its_seed_is_told_at_the_field_of_the_seed(
    organiser: FlaskClient, state: ContestState
) -> None:
    sent_on = {**posted(state.contest, **{"clauses-ranking-chain-2-key": "draw"}), "do": "preview"}
    answer = organiser.post(PAGE, data={**sent_on, "reason": "bốc thăm"})
    assert answer.status_code == 422
    assert 'href="#clauses-ranking-draw_seed"' in answer.text
    assert "draw_seed = " in answer.text
    seeded = organiser.post(PAGE, data={**sent_on, "clauses-ranking-draw_seed": "xo-so", "reason": "thử"})
    assert seeded.status_code == 200


def test_a_fault_of_a_rounds_own_clause_stands_in_its_box(
    organiser: FlaskClient, state: ContestState
) -> None:
    typed = {"rounds-0-other": "[attempts]\nper_round = 0\n"}
    sent_on = {**posted(state.contest, **typed), "do": "preview", "reason": "sửa"}
    assert 'href="#rounds-0-other"' in organiser.post(PAGE, data=sent_on).text


def test_a_change_is_shown_in_both_languages_and_applied_like_a_file(
    organiser: FlaskClient, state: ContestState
) -> None:
    typed = {"clauses-time-limit": "15 phút", "reason": "công văn số 7"}
    shown = organiser.post(PAGE, data={**posted(state.contest, **typed), "do": "preview"})
    assert shown.status_code == 200
    assert ["15 phút" in shown.text, "15 minutes" in shown.text] == [True, True]
    text = text_in(shown.text)
    sent_on = {"text": text, "reason": "công văn số 7", "seen": state.rulebook_number}
    again = organiser.post(PAGE, data={**sent_on, "do": "text"})
    assert 'value="15 phút"' in again.text
    assert organiser.post("/office/c/thu/rulebook", data=sent_on).status_code == 409, "not yet confirmed"
    confirmed = {**sent_on, "weight": "amendment"}
    assert organiser.post("/office/c/thu/rulebook", data=confirmed).status_code == 303
    assert "15 phút" in organiser.get(PAGE).text


def test_what_attempts_stand_on_is_refused_in_the_form_too(
    organiser: FlaskClient, state: ContestState
) -> None:
    typed = {"clauses-paper-questions": "4", "reason": "thử", "do": "preview"}
    answer = organiser.post(PAGE, data=posted(state.contest, **typed))
    assert answer.status_code == 409
    assert 'name="clauses-paper-questions"' in answer.text


def test_a_form_filled_before_somebody_elses_change_does_not_undo_it(
    organiser: FlaskClient, engine: Engine, state: ContestState
) -> None:
    typed = {"clauses-ranking-precision": "millisecond", "reason": "thử", "do": "preview"}
    old = posted(state.contest, seen=str(state.rulebook_number), **typed)
    assert organiser.post(PAGE, data=old).status_code == 200
    changed = replace(state.contest, help_line=Text("0219 3 999 999"))
    with writing(engine) as db:
        planning.load(db, changed, reason="đổi số máy", author_id=None, now=make.NOW)
    refused = organiser.post(PAGE, data=old)
    assert refused.status_code == 409
    assert "Trang bạn mở đã cũ" in refused.text
    assert '<option value="millisecond" selected>' in refused.text


def test_a_new_contest_is_written_in_the_form_from_a_template(organiser: FlaskClient, engine: Engine) -> None:
    assert organiser.get("/office/new/form?template=two-blocks").status_code == 200
    assert organiser.get("/office/new/form?template=khong-co").status_code == 404
    typed = posted(make.contest("moi"), title="", do="preview")
    told = organiser.post("/office/new/form", data=typed)
    assert told.status_code == 200
    assert "10 minutes" in told.text
    text = text_in(told.text)
    assert organiser.post("/office/new", data={"text": text}).status_code == 303
    with reading(engine) as db:
        made = contests.load(db, "moi")
    assert made is not None
    assert to_document(made.contest) == to_document(make.contest("moi"))


def test_every_field_and_every_choice_is_said_in_words() -> None:
    asked = list(_kinds(rulebook_form()))
    assert {one.description for one in asked} - set(WORDS) == set()
    chosen = {option.label for one in asked for option in getattr(one, "choices", ())}
    assert {one for one in chosen if choice(one).en == ""} == set()


def test_every_part_of_a_rulebook_has_its_section() -> None:
    named = {name.split("-")[0] for section in SECTIONS for name in section.names}
    clauses = {name.split("-")[1] for section in SECTIONS for name in section.names if "-" in name}
    assert named == set(stated(Contest))
    assert clauses == set(stated(Clauses))
