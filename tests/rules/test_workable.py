"""What reads well and could never work is refused where somebody writes it, with line, key and remedy."""

import pytest

from quiz.rules.checks.rulebook import warnings
from quiz.rules.rulebook import from_document, read_toml, to_document
from tests.rules.test_rulebook import ANOTHER, FIELD, SMALL, faults

CHILD = ANOTHER + "parent = 'tuan-1'\n"
TABLE = "[[collectives]]\nslug = 'a'\ntitle = 'A'\n"
AGELESS = FIELD + "name='name', label='a'}]\n"
YOUNGEST = "tiers = [{slug='a', title='A', count=1, special='youngest'}]"
BLOCK = "[[blocks]]\nslug = 'k'\ntitle = 'K'\n"
TIE = "[ranking]\nchain = ['score', 'decision']\ndecisions = [{order = ['a', 'b'], reason = 'biên bản'}]"
MOVED = (
    "moves = [{opens = 2026-03-03T00:00:00+07:00, closes = 2026-03-02T00:00:00+07:00, "
    "decided_at = 2026-03-01T00:00:00+07:00, reason = 'bão'}]"
)


@pytest.mark.parametrize(
    ("clause", "key", "words"),
    [
        ("sittings = [{slug='toi', opens='21:00', closes='19:00'}]", "rounds[1].sittings[1].closes", "24:00"),
        ("sittings = [{slug='a', opens='09:00', closes='09:00'}]", "rounds[1].sittings[1].closes", "before"),
        (ANOTHER + "weekdays = ['mon', 'tue']", "rounds[2].weekdays", "correct the days"),
        (
            ANOTHER + "sittings = [{slug='t', opens='19:00', closes='21:00', days=['sat']}]",
            "rounds[2].sittings[1].days",
            "never falls inside",
        ),
        (
            "weekdays=['mon']\nsittings = [{slug='t', opens='19:00', closes='21:00', days=['sat']}]",
            "rounds[1].sittings[1].days",
            "never falls inside",
        ),
        (CHILD.replace("04-", "03-").replace("03-01", "02-28"), "rounds[2].opens", "parent “tuan-1”"),
        (CHILD.replace("2026-04-01", "2026-03-03"), "rounds[2].closes", "parent “tuan-1”"),
        ("counts = 'children'", "rounds[1].counts", "no round names"),
        (TABLE + "metric = 'participants / 0'", "collectives[1].metric", "by 0"),
        (TABLE + "then_by = ['jury / (1 - 1.0)']", "collectives[1].then_by[1]", "by 0"),
        (TABLE + "metric = 'share_at(11)'", "collectives[1].metric", "10 at most"),
        ("[qualification]\nminimum_score = 10.5", "qualification.minimum_score", "10 at most"),
        ("[rounds.qualification]\nminimum_correct = 11", "rounds[1].qualification.minimum_correct", "10 at"),
        (
            "[overall]\ncombine = 'sum_of_rounds'\n[overall.qualification]\nminimum_score = 11",
            "overall.qualification.minimum_score",
            "10 at most",
        ),
        (AGELESS + "[prizes]\n" + YOUNGEST, "prizes.tiers[1].special", "add birth_date"),
        (
            AGELESS + "[overall]\ncombine = 'best'\n[overall.prizes]\n" + YOUNGEST,
            "overall.prizes.tiers[1].special",
            "add birth_date",
        ),
        (
            AGELESS + BLOCK + "[blocks.eligibility]\nage_min = 18",
            "blocks[1].eligibility.age_min",
            "needs the field birth_date",
        ),
        (AGELESS + BLOCK + "joined = 'age'\nage_min = 18", "blocks[1].joined", "needs the field birth_date"),
        (TIE.replace("'b'", "'a'"), "ranking.decisions[1].order", "named twice"),
        (MOVED, "rounds[1].moves[1].closes", "closes before it opens"),
        ("sittings = [{slug='s', opens='07:00', closes='08:00'}, {slug='s', opens='09:00', closes='10:00'}]",
         "rounds[1].sittings[2].slug", "its own"),
        ("[ranking]\ndraw_seed = '  '\nchain = ['score', 'draw']", "ranking.draw_seed", "public lottery"),
        ("[overall.prizes]\ntiers = [{slug='a', title='A', count=1}]", "overall.prizes.tiers", "never given"),
        ("[publication]\ncounts = 'frozen'", "publication.counts", "frozen_before"),
        ("[eligibility]\nlisted = ['P1']", "eligibility.listed", "closed_list = true"),
        ("[attempts]\npractice = 3", "attempts.practice", "cannot be limited"),
        ("[paper]\nstrata = [{count = 10}]", "paper.strata", "stratified"),
        ("[rounds.scoring]\nbonus_cap = 2", "rounds[1].scoring.bonus_cap", "bonus"),
        (TABLE + YOUNGEST.replace("tiers", "prizes"), "collectives[1].prizes[1].special", "remove this key"),
        (
            TABLE + "prizes = [{slug='a', title='A', count=1}, {slug='b', title='B', count=1, weight=2}]",
            "collectives[1].prizes[2].weight",
            "only individual prizes",
        ),
        (BLOCK + "age_min = 9", "blocks[1].age_min", "joined"),
        (BLOCK + "joined = 'age'", "blocks[1].joined", "age_min or age_max"),
    ],
)  # fmt: skip
def test_what_can_never_work_names_its_key_and_the_remedy(clause: str, key: str, words: str) -> None:
    found = faults(f"{SMALL}\n{clause}\n")
    assert [one[1] for one in found] == [key]
    assert words in found[0][2]
    assert found[0][0] > len(SMALL.splitlines())


@pytest.mark.parametrize(
    "clause",
    [
        "sittings = [{slug='a', opens='21:00', closes='24:00'}, {slug='b', opens='00:00', closes='02:00'}]",
        "weekdays = ['sun']",
        CHILD.replace("2026-04-01", "2026-03-03").replace("2026-04-02", "2026-03-08 24:00"),
        "[qualification]\nminimum_score = 10",
        "[qualification]\nminimum_score = 11\n[scoring]\nbonus = 'add'",
        "[qualification]\nminimum_score = 70\n[counting]\nwhich = 'sum_of_days'",
        TABLE + "metric = 'share_at(10) / headcount'",
        BLOCK + "[blocks.eligibility]\nage_min = 18",
    ],
)
def test_what_can_just_happen_is_no_fault(clause: str) -> None:
    assert read_toml(f"{SMALL}\n{clause}\n").slug == "thu"


def test_a_stored_rulebook_that_can_never_work_still_opens_for_those_who_play_by_it() -> None:
    document = to_document(read_toml(SMALL + "[qualification]\nminimum_score = 10\n"))
    document["qualification"]["minimum_score"] = "11"
    assert from_document(document).clauses.qualification.minimum_score == 11


def test_a_prediction_used_for_nothing_is_a_warning() -> None:
    asked = SMALL + "[prediction]\nkind = 'number'\n"
    used = asked + "[ranking]\nchain = ['score', 'prediction', 'submitted']\n"
    assert [one.key for one in warnings(read_toml(asked))] == ["prediction.kind"]
    assert warnings(read_toml(used)) == []
    assert warnings(read_toml(asked + "[qualification]\nprediction_within = 3\n")) == []
