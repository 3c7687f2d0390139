"""Questions put together from rendered parts: written as they are, and ticked for one person only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.rules.drawing import SheetLine
from quiz.rules.paper import Kind, Question
from quiz.rules.text import Text
from quiz.store.engine import writing
from quiz.web import fragments
from quiz.web.fragments import Placed
from tests import citizens, make
from tests.phone import NOW, Phone, application, opened

PLAIN = Question(
    "a/1",
    Kind.SINGLE,
    Text("50 % của <b>100</b> là %(total)s?", "50 % of <b>100</b> is %(total)s?"),
    (Text("50 %"), Text("<i>5</i>"), Text("{{ 500 }}")),
)
PICTURED = Question(
    "b/1",
    Kind.MULTI,
    Text('Hình nào?<img src="media/abc.png" alt="">'),
    (Text("<b>Một</b>"), Text('<img src="media/def.png" alt="hai">')),
    markup="html",
)
MINE, YOURS = "/c/thu/a/mine/picture/", "/c/thu/a/yours/picture/"


@pytest.fixture
def _on_a_page(engine: Engine, tmp_path: Path) -> Iterator[None]:
    with citizens.visitor(engine, tmp_path).application.test_request_context("/"):
        yield


def placed(question: Question, order: tuple[int, ...], *chosen: int, position: int = 1) -> Placed:
    """A question on somebody's sheet."""
    return Placed(position, SheetLine(0, order), chosen, fragments.of_question(question, "vi"))


@pytest.mark.usefixtures("_on_a_page")
@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
class TestParts:
    """The parts of a question on the pages of a sheet."""

    def test_a_question_is_shown_letter_by_letter_whatever_signs_it_holds(self) -> None:
        page = fragments.fieldsets((placed(PLAIN, (2, 0, 1)),), MINE)
        assert "50 % của &lt;b&gt;100&lt;/b&gt; là %(total)s?" in page
        assert '<span class="count">Câu 1/1</span>' in page
        assert page.index("{{ 500 }}") < page.index("<span>50 %</span>") < page.index("&lt;i&gt;5&lt;/i&gt;")

    def test_the_tick_stands_at_the_displayed_place(self) -> None:
        page = fragments.fieldsets((placed(PLAIN, (2, 0, 1), 2),), MINE)
        assert '<input type="radio" name="q1" value="2" checked><span>50 %</span>' in page
        assert page.count(" checked") == 1

    def test_pictures_are_asked_for_under_the_address_of_the_sheet(self) -> None:
        one = placed(PICTURED, (0, 1), 2)
        assert f'src="{MINE}abc.png"' in fragments.fieldsets((one,), MINE)
        assert f'src="{YOURS}def.png"' in fragments.rows((one,), "/c/thu/a/yours/", YOURS, "–")
        assert "media/" not in fragments.fieldsets((one,), MINE)

    def test_the_check_page_names_every_chosen_answer_or_none(self) -> None:
        both, none = placed(PICTURED, (1, 0), 1, 2), placed(PLAIN, (0, 1, 2), position=2)
        page = fragments.rows((both, none), "/c/thu/a/x/", MINE, "Chưa trả lời")
        assert f'<strong class="given"><img src="{MINE}def.png" alt="hai">; <b>Một</b></strong>' in page
        assert page.count('class="missing"') == 1
        assert '<strong class="given">Chưa trả lời</strong>' in page
        assert 'href="/c/thu/a/x/#q2"' in page


def test_two_people_with_one_paper_each_see_their_own_answers(engine: Engine) -> None:
    app = application(engine)
    state, person = opened(engine)
    with writing(engine) as db:
        other = make.participant(db, state, phone="0988888888", now=NOW)
    mine, yours = Phone(app, person.token), Phone(app, other.token)
    start = f"/c/{state.slug}/r/tuan-1/"
    my_sheet, your_sheet = mine.post(start, start).location, yours.post(start, start).location
    mine.post(my_sheet, my_sheet, {"q1": "2", "q2": "1", "then": "save"})
    yours.post(your_sheet, your_sheet, {"q1": "1", "then": "save"})
    for _again in range(2):
        assert [mine.get(my_sheet).text.count(" checked"), yours.get(your_sheet).text.count(" checked")] == [
            2,
            1,
        ]
        assert mine.hidden(f"{my_sheet}check", "hand-in")["q1"] == "2"
        assert yours.hidden(f"{your_sheet}check", "hand-in")["q1"] == "1"
    assert yours.get(my_sheet).status_code == 404
