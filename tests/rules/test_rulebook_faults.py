"""What contradicts itself in a rulebook, or is not carried out, is refused with line, key and remedy."""

from pathlib import Path

import pytest

from quiz.rules.checks.unsupported import unsupported
from quiz.rules.rulebook import RulebookFaults, read_toml, to_document
from tests.rules.test_rulebook import ANOTHER, FIELD, SMALL, faults

DECIDING = "[ranking]\nchain = ['decision']\ndecisions = [{order = ['a'], reason = ''}]"


@pytest.mark.parametrize(
    ("clause", "key", "words"),
    [
        ("[time]\nper_question = 20", "time.per_question", "time limit per question"),
        ("[time]\nlimit_per_question = 20", "time.limit_per_question", "time limit per question"),
        ("[paper]\ngo_back = false", "paper.go_back", "forbidding to go back"),
        ("[paper]\ngoing_back = false", "paper.going_back", "forbidding to go back"),
        ("[paper]\nno_back = true", "paper.no_back", "everybody may until hand-in"),
        ("[paper]\nallow_back = true", "paper.allow_back", "forbidding to go back"),
        ("[time]\nno_back = true", "time.no_back", "forbidding to go back"),
        ("[rounds.paper]\nallow-back = false", "rounds[1].paper.allow-back", "forbidding to go back"),
        ("[paper]\nmay_change_answers = false", "paper.may_change_answers", "forbidding to go back"),
        ("[paper]\nno_back = true\n[rounds.paper]\nquestions = 5", "paper.no_back", "Remove this key"),
        ("[paper]\nessay = true", "paper.essay", "essay input"),
        (ANOTHER.replace("'b'", "'tuan 2/b'"), "rounds[2].slug", "stands in addresses"),
        (ANOTHER.replace("'x'", "''"), "rounds[2].title", "this key is required"),
        ("[paper]\nquestions = 0", "paper.questions", "at least 1"),
        ("[paper]\ndraw = 'lottery'", "paper.draw", '"fixed" | "random" | "stratified"'),
        ("[paper]\nquestions = 'ten'", "paper.questions", "a right example: 10"),
        ("[paper]\ndraw = 'stratified'\nstrata = [{count = 3}]", "paper.strata", "add up to 3"),
        ("[paper]\nitems = ['a']", "paper.items", "only 1"),
        ("[time]\nlimit = '10 fortnights'", "time.limit", '"20 min"'),
        ("[time]\nlimit = 0", "time.limit", "above 0"),
        ("[attempts]\nper_day = 0", "attempts.per_day", "at least 1"),
        ("[attempts]\nper_sitting = 1", "attempts.per_sitting", "no sittings"),
        ("[ranking]\nchain = ['prediction']", "ranking.chain", "prediction.kind"),
        ("[ranking]\nchain = ['extra']", "ranking.chain", "prediction.kind"),
        ("[ranking]\nchain = ['score', 'score']", "ranking.chain", "twice"),
        (DECIDING, "ranking.decisions[1].reason", "needs a reason"),
        ("[ranking]\ndecisions = [{order = ['a'], reason = 'x'}]", "ranking.chain", "need the key decision"),
        ("[counting]\nby = ['draw']", "counting.by", "draw cannot be used"),
        ("[qualification]\nprediction_within = 3", "qualification.prediction_within", "prediction.kind"),
        ("[prediction]\nkind = 'number'\nminimum = 9\nmaximum = 3", "prediction.maximum", "below minimum"),
        ("[prediction]\ntruth = 9", "prediction.truth_reason", "a reason"),
        ("[prizes]\ntiers = [{slug = 'a', title = 'A', count = -1}]", "prizes.tiers[1].count", "negative"),
        ("[registration]\nidentity = ['roster_number']", "registration.identity[1]", "roster_number"),
        (FIELD + "name='phone', label='a'}]", "registration.fields[1].kind", "phone"),
        (FIELD + "name='a', label='A', kind='choice'}]", "registration.fields[1].options", "name"),
        (
            FIELD + "name='name', label='a'}, {name='name', label='b'}]",
            "registration.fields[2].name",
            "each needs its own",
        ),
        (FIELD + "name='name', label='a'}]\n[eligibility]\nage_min = 14", "eligibility.age_min", "add it to"),
        (
            FIELD + "name='name', label='a'}]\n[eligibility]\nnationality = 'vn'",
            "eligibility.nationality",
            "add it to registration.fields",
        ),
        (
            "[[blocks]]\nslug = 'a'\ntitle = 'A'\n[blocks.attempts]\nper_day = 0",
            "blocks[1].attempts.per_day",
            "at least 1",
        ),
        (
            "[[blocks]]\nslug = 'a'\ntitle = 'A'\n[blocks.ranking]\nchain = ['score', 'score']",
            "blocks[1].ranking.chain",
            "keep one",
        ),
        (
            "grace = -5",
            "rounds[1].grace",
            "write 0 or more",
        ),
        ("[registration]\nphone_shared_by = 0", "registration.phone_shared_by", "at least 1"),
        ("[eligibility]\nage_min = 20\nage_max = 10", "eligibility.age_max", "below age_min"),
        ("[eligibility]\nage_at = 'date'", "eligibility.age_date", "is needed"),
        ("[[collectives]]\nslug = 'a'\ntitle = 'A'\nmetric = 'ration'", "collectives[1].metric", "ration"),
        ("[[collectives]]\nslug = 'a'\ntitle = 'A'\ncap = 1", "collectives[1].cap", "ratio only"),
        ("[[collectives]]\nslug = 'a'\ntitle = 'A'\nblocks = ['x']", "collectives[1].blocks[1]", "remove it"),
        ("[[progressions]]\nto = 'x'\nrounds = ['tuan-2']", "progressions[1].rounds[1]", "tuan-2"),
        ("[[extensions]]\nround = 'x'\nextra = '1 h'\nreason = 'mất điện'", "extensions[1].round", "x"),
        (
            "[overall.prizes]\ntiers=[{slug='a', title='A', count=-1}]",
            "overall.prizes.tiers[1].count",
            "negative",
        ),
        (ANOTHER.replace("'b'", "'tuan-1'"), "rounds[2].slug", "used above"),
        (ANOTHER.replace("'2026-04-02'", "'2026-03-02'"), "rounds[2].closes", "after it opens"),
        (ANOTHER + "parent = 'b'", "rounds[2].parent", "inside itself"),
        (ANOTHER.replace("'2026-04-01'", "'2026-13-01'"), "rounds[2].opens", "2022-09-08 09:30"),
    ],
)  # fmt: skip
def test_a_contradiction_names_its_key_and_the_remedy(clause: str, key: str, words: str) -> None:
    found = faults(f"{SMALL}\n{clause}\n")
    assert [one[1] for one in found] == [key]
    assert words in found[0][2]
    assert found[0][0] > len(SMALL.splitlines())


def test_going_back_is_spoken_of_wherever_a_rulebook_states_it_and_in_vietnamese_too() -> None:
    with pytest.raises(RulebookFaults) as refused:
        read_toml("allow_back = false\n" + SMALL)
    assert refused.value.sentence("vi").startswith("dòng 1, allow_back: không hỗ trợ chặn quay lại")


def test_no_key_that_rulebooks_have_is_taken_for_one_that_is_not_carried_out() -> None:
    document = to_document(read_toml((Path(__file__).parent / "every_clause.toml").read_text()))
    assert list(unsupported(document)) == []
