"""What the crowd reads from pages, and that it notices another page than it asked for."""

from __future__ import annotations

import pytest

from loadtests import pages
from loadtests.pages import WrongPageError

SHEET = """
<div id="play" data-attempt="abc" data-left="5000"></div>
<form id="sheet" method="post" action="/c/x/a/abc/">
  <input type="hidden" name="csrf_token" value="t&amp;t"><input type="hidden" name="base" value="0">
  <input type="radio" name="q1" value="1"><input type="radio" name="q1" value="2" checked>
  <input type="checkbox" name="q2" value="1"><input type="checkbox" name="q2" value="2">
  <input id="prediction" name="prediction" value="">
</form>
<form id="other"><input type="hidden" name="csrf_token" value="other"></form>
"""


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    form = pages.form(SHEET, "sheet", "/elsewhere")
    assert form.action == "/c/x/a/abc/"
    assert form.kept == {"csrf_token": "t&t", "base": "0", "prediction": ""}
    assert form.questions == ["q1", "q2"]
    assert form.choices["q2"] == ["1", "2"]
    assert form.several == {"q2"}
    assert form.checked == {"q1": ["2"]}


def test_a_form_without_action_goes_to_its_own_page() -> None:
    assert pages.form(SHEET, "other", "/here").action == "/here"


def test_hidden_answers_of_the_check_page_are_given_not_kept() -> None:
    html = '<form id="hand-in"><input type="hidden" name="q1" value="2"><input name="key" value="k"></form>'
    form = pages.form(html, "hand-in", "/")
    assert (form.given, form.kept) == ({"q1": ["2"]}, {"key": "k"})


@pytest.mark.parametrize("name", ["start", "shee"])
def test_a_page_without_the_form_is_the_wrong_page(name: str) -> None:
    with pytest.raises(WrongPageError):
        pages.form(SHEET, name, "/")


def test_a_page_without_its_mark_is_the_wrong_page() -> None:
    with pytest.raises(WrongPageError):
        pages.expect(SHEET, 'id="hand-in"')
    with pytest.raises(WrongPageError):
        pages.told(SHEET, "done")


def test_the_home_page_names_the_round() -> None:
    assert pages.open_round('<a href="/c/x/register?next=/c/x/r/week-1/">', "x") == "week-1"
    with pytest.raises(WrongPageError):
        pages.open_round('<a href="/c/y/r/week-1/">', "x")


@pytest.mark.parametrize(("said", "score"), [("8 (đúng 8/10 câu)", 8.0), ("1.234,5", 1234.5)])
def test_scores_are_read_in_vietnamese_figures(said: str, score: float) -> None:
    assert pages.score(f"<dt>Điểm</dt><dd>{said}</dd>") == score


def test_a_receipt_that_tells_no_score_has_none() -> None:
    receipt = "<dt>Lượt thi số</dt><dd>2</dd>"
    assert (pages.attempt_number(receipt), pages.score(receipt)) == (2, None)
