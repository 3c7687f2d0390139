"""What the rules page says of sittings, of their end, and of more time."""

from datetime import time

import pytest

from quiz.rules.calendar import Sitting
from quiz.rules.clauses import AtClose, TimeRule
from quiz.rules.contest import Contest, Extension
from quiz.rules.sentences.rulebook import sections
from tests.rules.arrange import MINUTE, contest, week

EVENINGS = week(sittings=(Sitting("toi", time(19), time(0)),))
CUTS = {
    "vi": "Lượt thi bắt đầu trong một buổi thi dừng khi buổi thi đó kết thúc",
    "en": "An attempt begun in a sitting ends with that sitting",
}


def said(one: Contest, lang: str) -> str:
    return "\n".join(sentence for part in sections(one, lang) for sentence in part.sentences)


@pytest.mark.parametrize(
    ("lang", "hours"), [("vi", "buổi thi 19:00–24:00, hằng ngày"), ("en", "sitting 19:00–24:00, every day")]
)
def test_a_sitting_until_midnight_ends_at_24(lang: str, hours: str) -> None:
    assert hours in said(contest(EVENINGS), lang)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_that_a_sitting_cuts_is_said_where_it_does(lang: str) -> None:
    finish = AtClose.FINISH
    assert CUTS[lang] in said(contest(EVENINGS), lang)
    assert CUTS[lang] in said(contest(EVENINGS, time=TimeRule(limit=None, at_close=finish)), lang)
    assert CUTS[lang] not in said(contest(EVENINGS, time=TimeRule(at_close=finish)), lang)
    assert CUTS[lang] not in said(contest(), lang)


@pytest.mark.parametrize(
    ("lang", "unit", "person"),
    [
        ("vi", "mọi giờ đóng muộn hơn 30 phút", "và mọi giờ đóng của người đó muộn hơn chừng ấy"),
        ("en", "every close is 30 minutes later", "and every close that much later"),
    ],
)
def test_more_time_is_said_to_move_every_close(lang: str, unit: str, person: str) -> None:
    more = (
        Extension("tuan-1", 30 * MINUTE, "mất điện", unit="xa"),
        Extension("tuan-1", 5 * MINUTE, "máy hỏng", participant="P1"),
    )
    told = said(contest(extensions=more), lang)
    assert unit in told
    assert person in told
