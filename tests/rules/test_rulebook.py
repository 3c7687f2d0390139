"""The rulebook file: what it means, what survives its document, and every fault with its line."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from quiz.rules.applied import RoundRules
from quiz.rules.checks.rulebook import warnings
from quiz.rules.clauses import Draw, Stratum
from quiz.rules.keys import Key, RankKey
from quiz.rules.rulebook import RulebookFaults, canonical, digest, from_document, read_toml, to_document
from quiz.rules.text import Text

FILES = sorted((Path(__file__).parent.parent / "rulebooks").glob("**/*book.toml"))

SMALL = """\
slug = "thu"
title = "Cuộc thi thử"

[[rounds]]
slug = "tuan-1"
number = 1
title = { vi = "Tuần 1", en = "Week 1" }
opens = "2026-03-02 08:00"
closes = "2026-03-08 24:00"
"""


ANOTHER = "[[rounds]]\nslug = 'b'\nnumber = 2\ntitle = 'x'\nopens = '2026-04-01'\ncloses = '2026-04-02'\n"


REMEDIES = ("hãy ", "ví dụ đúng", "có phải bạn muốn viết")
FIELD = "[registration]\nidentity = []\nfields = [{"


def faults(text: str) -> list[tuple[int, str, str]]:
    """Line, key and English sentence of every fault; each says in Vietnamese what to do."""
    with pytest.raises(RulebookFaults) as found:
        read_toml(text)
    for one in found.value.faults:
        assert any(asked in one.vi for asked in REMEDIES), one.vi
    return [(one.line, one.key, one.en) for one in found.value.faults]


def applied(text: str, block: str | None = None) -> RoundRules:
    return read_toml(text).rules_for("tuan-1", block)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_rulebook_survives_its_document_exactly(file: Path) -> None:
    contest = read_toml(file.read_text())
    document = to_document(contest)
    again = from_document(json.loads(json.dumps(document)))
    assert again == contest
    assert canonical(to_document(again)) == canonical(document)


def test_a_small_file_stands_on_the_most_common_values() -> None:
    contest = read_toml(SMALL)
    assert contest.title == Text("Cuộc thi thử")
    assert contest.rounds[0].opens == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert contest.rounds[0].closes == datetime(2026, 3, 8, 17, 0, tzinfo=UTC)
    assert contest.rules_for("tuan-1", None).time.limit == timedelta(minutes=10)


def test_clauses_are_read_in_the_words_people_write() -> None:
    rules = applied(
        SMALL
        + """
[paper]
questions = 3
draw = "stratified"
strata = [{ count = 2, topic = "dich-vu" }, { count = 1, difficulty = "kho" }]
[time]
limit = "90 giây"
[scoring]
wrong = -0.25
[ranking]
chain = ["score", "age asc", "submitted"]
[attempts]
per_round = "none"
"""
    )
    assert rules.paper.draw is Draw.STRATIFIED
    assert rules.paper.strata == (Stratum(2, "dich-vu"), Stratum(1, "", "kho"))
    assert rules.time.limit == timedelta(seconds=90)
    assert rules.scoring.wrong == Decimal("-0.25")
    assert rules.ranking.chain[1] == RankKey.parse("age asc")
    assert rules.ranking.chain[2].key is Key.SUBMITTED


def test_a_round_states_single_keys_and_keeps_the_contests_others() -> None:
    rules = applied(SMALL + "[rounds.paper]\nquestions = 15\n[paper]\nquestions = 20\nall_required = true\n")
    assert (rules.paper.questions, rules.paper.all_required) == (15, True)


def test_a_block_lies_over_the_round_key_by_key() -> None:
    text = (
        SMALL.replace(
            "[[rounds]]",
            '[[blocks]]\nslug = "can-bo"\ntitle = "Cán bộ"\n[blocks.paper]\nbanks = ["cb"]\n[[rounds]]',
        )
        + "[rounds.paper]\nquestions = 15\n"
    )
    rules = applied(text, "can-bo")
    assert (rules.paper.questions, rules.paper.banks) == (15, ("cb",))


def test_every_unknown_key_is_named_with_its_line_and_the_nearest_right_one() -> None:
    text = (
        SMALL
        + "\n[time]\nlimits = '10 min'\n[prizes]\ntiers = [\n  { slug = 'a', title = 'A', cuont = 1 },\n]\n"
    )
    assert faults(text) == [
        (12, "time.limits", "unknown key; did you mean: limit?"),
        (15, "prizes.tiers[1].cuont", "unknown key; did you mean: count?"),
        (15, "prizes.tiers[1].count", "this key is required; add it."),
    ]


def test_a_table_that_does_not_exist_is_named() -> None:
    assert faults(SMALL + "[rankings]\nchain = []\n") == [
        (10, "rankings", "unknown key; did you mean: ranking?")
    ]


def test_the_line_is_right_after_texts_and_lists_of_several_lines() -> None:
    text = (
        'version_note = """\nmột\n[hai]\nba = 4"""\n'
        + SMALL
        + "\n[eligibility]\nexcluded = [\n 'a', # [x]\n]\nage_mn = 3\n"
    )
    assert faults(text) == [(19, "eligibility.age_mn", "unknown key; did you mean: age_min?")]


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    (line, key, said), *more = faults(SMALL + "\n[time\n")
    assert (line, key, more) == (11, "", [])
    assert said.startswith("not valid TOML")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('joined = "age"\nage_max = 18', 'joined = "age"\nage_min = 18'),
        ('joined = "unit"\ngroups = ["xa", "so"]', 'joined = "unit"\ngroups = ["so"]'),
    ],
)
def test_blocks_that_overlap_are_refused(one: str, other: str) -> None:
    blocks = f'[[blocks]]\nslug = "a"\ntitle = "A"\n{one}\n[[blocks]]\nslug = "b"\ntitle = "B"\n{other}\n'
    assert [found[2] for found in faults(SMALL + blocks)] == [
        "this block overlaps with “a”; a person belongs to one block only, so part them."
    ]


def test_a_time_zone_that_does_not_exist_is_refused_before_any_instant_is_read() -> None:
    assert faults('time_zone = "Asia/Hanoi"\n' + SMALL)[0][:2] == (1, "time_zone")


def test_a_document_of_another_format_is_refused() -> None:
    with pytest.raises(RulebookFaults):
        from_document(to_document(read_toml(SMALL)) | {"format": 2})


def test_what_is_allowed_but_hardly_meant_is_a_warning() -> None:
    contest = read_toml(
        SMALL + '[paper]\ndraw = "fixed"\n[feedback]\nscore_at = "hand_in"\n[ranking]\nchain = ["score"]\n'
    )
    assert [one.key for one in warnings(contest)] == ["ranking.chain", "feedback.score_at"]


def test_faults_speak_both_languages() -> None:
    with pytest.raises(RulebookFaults) as found:
        read_toml(SMALL + "[time]\nlimits = 1\n")
    assert (
        found.value.sentence("vi") == "dòng 11, time.limits: không có khoá này; có phải bạn muốn viết: limit?"
    )
    assert found.value.sentence("en").startswith("line 11, time.limits:")


def test_the_digest_changes_with_any_clause() -> None:
    small, longer = read_toml(SMALL), read_toml(SMALL + "[time]\nlimit = 601\n")
    assert digest(to_document(small)) != digest(to_document(longer))
    assert digest(to_document(small)) == digest(to_document(read_toml(SMALL + "[time]\nlimit = 600\n")))
