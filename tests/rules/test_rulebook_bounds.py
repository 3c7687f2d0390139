"""Numbers, lengths and days that no contest can mean are refused where a rulebook is written."""

import pytest

from quiz.rules.rulebook import RulebookFaults, from_document, read_toml, to_document
from tests.rules.test_rulebook import SMALL, faults

TABLE = "[[collectives]]\nslug = 'a'\ntitle = 'A'\ngroups = ['xa']\n"


@pytest.mark.parametrize(
    ("clause", "key"),
    [
        ("[scoring]\nright = {}", "scoring.right"),
        ("[scoring]\nbonus_cap = {}", "scoring.bonus_cap"),
        ("[rounds.scoring]\nblank = {}", "rounds[1].scoring.blank"),
        ("[qualification]\nminimum_score = {}", "qualification.minimum_score"),
        (TABLE + "metric = 'ratio'\ncap = {}", "collectives[1].cap"),
        ("[prizes]\ntiers = [{{slug='a', title='A', count=1, weight={}}}]", "prizes.tiers[1].weight"),
        ("[paper]\nquestions = {}", "paper.questions"),
        ("[time]\nlimit = {}", "time.limit"),
    ],
)
@pytest.mark.parametrize("number", ["nan", "-inf", "inf", "1e400", "-1e400", "1000000000001", "9" * 30])
def test_a_number_that_is_none_or_beyond_all_contests_is_a_fault(clause: str, key: str, number: str) -> None:
    found = faults(f"{SMALL}\n{clause.format(number)}\n")
    assert [one[1] for one in found] == [key]
    assert found[0][0] > len(SMALL.splitlines())


@pytest.mark.parametrize("metric", ["1e400 * ratio", "share_at(1e400)", "min(ratio, 10000000000000)"])
def test_a_metric_with_a_number_beyond_all_contests_is_a_fault(metric: str) -> None:
    assert [one[1] for one in faults(f"{SMALL}\n{TABLE}metric = '{metric}'\n")] == ["collectives[1].metric"]


@pytest.mark.parametrize("day", ["0001-01-01 00:00", "1999-12-31 12:00", "2200-01-02", "9999-12-31 24:00"])
@pytest.mark.parametrize(("written", "key"), [("2026-03-02 08:00", "opens"), ("2026-03-08 24:00", "closes")])
def test_a_day_at_the_edge_of_the_calendar_is_a_fault(day: str, written: str, key: str) -> None:
    assert [one[1] for one in faults(SMALL.replace(written, day))] == [f"rounds[1].{key}"]


@pytest.mark.parametrize("clause", ["[time]\nlimit = '4000 days'", "[time]\nlimit = '99999999999999 days'"])
def test_a_length_beyond_all_contests_is_a_fault(clause: str) -> None:
    assert [one[1] for one in faults(SMALL + clause)] == ["time.limit"]


def test_a_fault_says_what_to_write_in_both_languages() -> None:
    with pytest.raises(RulebookFaults) as found:
        read_toml(SMALL.replace("2026-03-08 24:00", "2300-03-08 24:00"))
    assert "2000–2199" in found.value.sentence("vi")
    assert "2000–2199" in found.value.sentence("en")


def test_a_stored_rulebook_beyond_the_bounds_is_still_read() -> None:
    document = to_document(read_toml(SMALL))
    document["rounds"][0] |= {"opens": "1990-03-02T01:00:00Z", "grace": 10**10}
    document["scoring"]["right"] = 10**40
    assert to_document(from_document(document)) == document
