"""The rules page says how many prizes there are, how often they are given, and which units may win."""

import pytest

from quiz.rules.awards import Prize, PrizePlan
from quiz.rules.contest import Block, Combine, Contest, Overall, Table, TableScope
from quiz.rules.sentences.rulebook import sections
from quiz.rules.text import Text
from tests.rules.arrange import contest, week

TIERS = (Prize("nhat", Text("Nhất", "First"), 1, 300),)


def said(book: Contest, lang: str = "en") -> list[str]:
    return [one for part in sections(book, lang) for one in part.sentences]


@pytest.mark.parametrize(
    ("scope", "given"),
    [
        (TableScope.ROUND, "prizes given once in each round (2 times)"),
        (TableScope.CONTEST, "prizes given once, for the whole contest"),
        (
            TableScope.BOTH,
            "prizes given once in each round and once more for the whole contest (3 times)",
        ),
    ],
)
def test_it_is_said_how_often_the_prizes_of_units_are_given(scope: TableScope, given: str) -> None:
    table = Table("xa", Text("Xã", "Communes"), groups=("xa",), scope=scope, prizes=TIERS)
    told = said(contest(week(1), week(2), collectives=(table,)))
    assert f"Communes: {given}: First, 300 VND." in told


def test_it_is_said_that_every_round_and_every_block_has_its_prizes() -> None:
    plan, overall = PrizePlan(TIERS), Overall(Combine.BEST, prizes=PrizePlan(TIERS))
    assert "Prizes of each round: First, 300 VND." in said(contest(prizes=plan))
    blocks = (Block("can-bo", Text("Cán bộ")), Block("nguoi-dan", Text("Người dân")))
    told = said(contest(prizes=plan, blocks=blocks, overall=overall))
    assert "Prizes of each round and block: First, 300 VND." in told
    assert "Prizes of each block over the whole contest: First, 300 VND." in told
    vietnamese = said(contest(prizes=plan, blocks=blocks, overall=overall), "vi")
    assert any(one.startswith("Giải thưởng của mỗi vòng, mỗi khối: ") for one in vietnamese)
    assert any(one.startswith("Giải thưởng chung cuộc của mỗi khối: ") for one in vietnamese)


def test_several_prizes_of_a_kind_are_told_with_their_number_in_english() -> None:
    tier = Prize("nhi", Text("Giải nhì", "Second prize"), 2, amount=3_000_000)
    told = contest(prizes=PrizePlan((tier,)))
    assert "Prizes of each round: Second prize × 2, 3,000,000 VND each." in said(told)
    assert "Giải thưởng của mỗi vòng: 2 Giải nhì × 3.000.000 đồng." in said(told, "vi")


@pytest.mark.parametrize(
    ("metric", "en", "vi"),
    [
        ("ratio", "a unit of which nobody took part validly", "không có người nào dự thi hợp lệ"),
        ("jury", "the jury alone decides", "trao cả cho đơn vị không có người dự thi"),
    ],
)
def test_it_is_said_whether_a_unit_where_nobody_took_part_may_win(metric: str, en: str, vi: str) -> None:
    table = Table("xa", Text("Xã", "Communes"), metric=metric, prizes=TIERS)
    one = contest(collectives=(table,))
    assert any(en in sentence for sentence in said(one))
    assert any(vi in sentence for sentence in said(one, "vi"))
    unprized = contest(collectives=(Table("xa", Text("Xã", "Communes"), metric=metric),))
    assert not any(en in sentence for sentence in said(unprized))
