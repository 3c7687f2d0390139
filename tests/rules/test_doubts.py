"""The rules page warns in whole sentences that name the rounds they speak of, each once."""

import pytest

from quiz.rules.clauses import RankingRule, StillTied
from quiz.rules.contest import Contest
from quiz.rules.keys import Key, RankKey
from quiz.rules.sentences.rulebook import reviewed, sections, sentences
from quiz.rules.text import Text
from tests.rules.arrange import contest, week

SHARES = RankingRule(chain=(RankKey(Key.SCORE),))
FOR_ALL = contest(week(1), week(2), ranking=SHARES)
FOR_ONE = contest(week(1), week(2), week(3, ranking=SHARES))
FOR_TWO = contest(week(1, ranking=SHARES), week(2, ranking=SHARES), week(3))
ALONE = contest(week(1, title=Text("Vòng loại", "Heats")), ranking=SHARES)


@pytest.mark.parametrize(
    ("one", "vi", "en"),
    [
        (FOR_ALL, "Ở mọi vòng, chuỗi không có", "In every round, the chain has"),
        (FOR_ONE, "Ở “Tuần 3”, chuỗi không có", "In “Week 3”, the chain has"),
        (FOR_TWO, "Ở “Tuần 1”, “Tuần 2”, chuỗi không có", "In “Week 1”, “Week 2”, the chain has"),
        (ALONE, "Ở “Vòng loại”, chuỗi không có", "In “Heats”, the chain has"),
    ],
)
def test_a_chain_without_a_last_key_is_said_once_with_its_rounds(one: Contest, vi: str, en: str) -> None:
    for lang, start, within in (("vi", vi, "tiêu chí cuối"), ("en", en, "no final key")):
        [said] = [sentence for sentence in sentences(one, lang) if within in sentence]
        assert said.partition(". ")[2].startswith(start)


def test_everybody_reads_what_applies_and_organisers_also_what_to_look_at_again() -> None:
    public, office = (told(FOR_ALL, "vi") for told in (sections, reviewed))
    assert office[:-1] == public
    assert office[-1].title == "Ban tổ chức nên xem lại"


def test_a_tie_that_people_decide_is_not_said_to_be_shared() -> None:
    decided = contest(week(1), ranking=RankingRule(chain=SHARES.chain, still_tied=StillTied.DECIDE))
    assert not [said for said in sentences(decided, "en") if "no final key" in said]
