"""Identity, age, blocks, and what people are told no by."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.rules.contest import Block, Joined
from quiz.rules.eligibility import Admission, admission, age, age_day, objection
from quiz.rules.identity import birth_date, identity_input, phone, same_name, shown_name
from quiz.rules.joining import block_for
from quiz.rules.refusals.contest import (
    BirthDateMissing,
    Excluded,
    LimitReached,
    NotOnList,
    Refusal,
    TooOld,
    TooYoung,
)
from quiz.rules.refusals.entry import NationalityMissing, OtherNationality
from quiz.rules.registration import AgeAt, Effect, Eligibility
from quiz.rules.rulebook import RulebookFaults, from_document, to_document
from quiz.rules.sentences.people import eligibility_sentences
from quiz.rules.text import Text
from quiz.rules.units import NO_TREE
from tests.rules.arrange import contest

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "+84 912 345 678",
        "0084912345678",
        "84912345678",
        "0912.345.678",
        "０９１２３４５６７８",
        "+84 (0)912-345-678",
    ],
)
def test_one_telephone_however_it_is_written(written: str) -> None:
    assert phone(written) == "0912345678"


@pytest.mark.parametrize(
    "written", ["", "912345678", "091234", "0912345678901", "không có", "00912345678", "0912x345678"]
)
def test_what_is_no_telephone_is_none(written: str) -> None:
    assert phone(written) is None


def test_names_compare_without_case_spaces_and_spelling_of_marks_but_with_marks() -> None:
    decomposed = "Nguye\u0302\u0303n   Va\u0306n\u00a0An "
    assert same_name(decomposed) == same_name("NGUYỄN VĂN AN")
    assert shown_name(decomposed) == "Nguyễn Văn An"
    assert same_name("Nguyễn Văn An") != same_name("Nguyễn Văn Ân")


@given(st.text(max_size=30))
def test_a_normal_name_is_normal_already(name: str) -> None:
    assert shown_name(shown_name(name)) == shown_name(name)
    assert same_name(same_name(name)) == same_name(name)


@pytest.mark.parametrize("written", ["02/03/2001", "2-3-2001", "2.3.2001", "2001-03-02", " 2 3 2001 "])
def test_one_birth_date_however_it_is_written(written: str) -> None:
    assert birth_date(written) == date(2001, 3, 2)


@pytest.mark.parametrize("written", ["", "31/02/2001", "2001", "a/b/c", "1/2/3/4", "0/1/2000"])
def test_what_is_no_date_is_none(written: str) -> None:
    assert birth_date(written) is None


def test_identity_joins_the_named_fields_only() -> None:
    one = {"name": "Giàng A Páo", "phone": "+84912345678", "birth_date": "2/3/2001", "unit": "x"}
    other = {"name": "GIÀNG A PÁO", "phone": "0912 345 678", "birth_date": "2001-03-02", "unit": "y"}
    fields = ("phone", "name", "birth_date")
    assert identity_input(one, fields) == identity_input(other, fields)
    assert identity_input(one, (*fields, "unit")) != identity_input(other, (*fields, "unit"))
    assert identity_input({**one, "name": "Giàng A Pao"}, fields) != identity_input(one, fields)


def test_a_year_is_full_on_the_birthday_and_for_leap_children_on_the_first_of_march() -> None:
    assert [age(date(2012, 3, 2), day) for day in (date(2026, 3, 1), TODAY)] == [13, 14]
    assert [age(date(2012, 2, 29), day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [13, 14]


def ground(
    rule: Eligibility,
    birth: date | None = None,
    line: tuple[str, ...] = (),
    *,
    listed: bool = True,
    nationality: str | None = None,
) -> Refusal | None:
    return objection(
        rule, participant="a", line=line, birth=birth, on=TODAY, listed=listed, nationality=nationality
    )


@pytest.mark.parametrize(
    ("birth", "no"),
    [
        (date(2012, 3, 3), TooYoung),
        (date(1955, 3, 2), TooOld),
        (None, BirthDateMissing),
        (date(2000, 1, 1), type(None)),
    ],
)
def test_ages_outside_the_limits_are_told_no(birth: date | None, no: type[object]) -> None:
    assert type(ground(Eligibility(age_min=14, age_max=70), birth)) is no


@pytest.mark.parametrize(
    ("said", "no"),
    [
        ("Việt Nam", type(None)),
        ("VIETNAM", type(None)),
        (" viet  nam ", type(None)),
        ("Lào", OtherNationality),
        ("", NationalityMissing),
        (None, NationalityMissing),
    ],
)
def test_a_contest_of_one_nationality_takes_it_in_any_spelling_and_nobody_else(
    said: str | None, no: type[object]
) -> None:
    assert type(ground(Eligibility(nationality="Việt Nam"), nationality=said)) is no
    assert ground(Eligibility(), nationality=said) is None


def test_a_clause_about_nationality_needs_its_field_at_sign_up() -> None:
    document = to_document(contest(eligibility=Eligibility(nationality="Việt Nam")))
    with pytest.raises(RulebookFaults) as refused:
        from_document(document)
    assert ["nationality" in one.en for one in refused.value.faults] == [True]


def test_where_relatives_are_excluded_everybody_declares_it_and_the_words_say_what_is_done() -> None:
    for effect, may in (
        (Effect.REFUSED, "may not take part"),
        (Effect.CANNOT_WIN, "may play but cannot win"),
    ):
        one = contest(eligibility=Eligibility(relatives_excluded=True, effect=effect))
        [declared] = one.consents
        assert declared.required
        [said] = eligibility_sentences(one, "en")
        assert may in said
        assert "does not verify" in said
    assert contest().consents == ()


def test_a_unit_is_excluded_with_everything_below_it() -> None:
    rule = Eligibility(excluded_units=("so",))
    assert isinstance(ground(rule, line=("phong", "so", "tinh")), Excluded)
    assert ground(rule, line=("tinh",)) is None


def test_a_closed_list_is_the_named_people_or_else_those_enrolled() -> None:
    assert isinstance(ground(Eligibility(closed_list=True), listed=False), NotOnList)
    assert ground(Eligibility(closed_list=True)) is None
    assert isinstance(ground(Eligibility(closed_list=True, listed=("b",))), NotOnList)
    assert ground(Eligibility(closed_list=True, listed=("a",)), listed=False) is None


def test_an_exclusion_may_leave_the_playing_and_take_the_winning() -> None:
    rule = Eligibility(excluded=("a",), effect=Effect.CANNOT_WIN)
    assert admission(rule, ground(rule)) is Admission.CANNOT_WIN
    assert admission(replace(rule, effect=Effect.REFUSED), ground(rule)) is Admission.REFUSED
    assert admission(rule, None) is Admission.FULL


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (AgeAt.ATTEMPT, date(2026, 3, 5)),
        (AgeAt.ROUND_OPENS, date(2026, 3, 2)),
        (AgeAt.CONTEST_OPENS, date(2026, 2, 1)),
        (AgeAt.DATE, date(2026, 12, 31)),
    ],
)
def test_age_is_taken_at_the_instant_the_rulebook_names(at: AgeAt, day: date) -> None:
    rule = Eligibility(age_at=at, age_date=date(2026, 12, 31))
    played = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)  # after midnight in Việt Nam
    opens, zone = datetime(2026, 2, 1, tzinfo=UTC), ZoneInfo("Asia/Ho_Chi_Minh")
    found = age_day(rule, at=played, round_opens=datetime(2026, 3, 2, tzinfo=UTC), opens=opens, zone=zone)
    assert found == day


def test_a_block_is_chosen_or_follows_from_age() -> None:
    blocks = (
        Block("hoc-sinh", Text("Học sinh"), joined=Joined.AGE, age_max=17),
        Block("nguoi-lon", Text("Người lớn"), joined=Joined.AGE, age_min=18),
        Block("can-bo", Text("Cán bộ")),
    )
    one = contest(blocks=blocks)

    def block(chosen: str | None, birth: date | None) -> str | None:
        return block_for(one, NO_TREE, chosen=chosen, unit=None, birth=birth, on=TODAY)

    assert block(None, date(2010, 1, 1)) == "hoc-sinh"
    assert block(None, date(1990, 1, 1)) == "nguoi-lon"
    assert block("can-bo", None) == "can-bo"
    assert block("khac", None) is None


def test_a_refusal_says_what_to_do_in_both_languages() -> None:
    no = LimitReached(limit=3, window="trong ngày")
    assert no.sentence("vi").startswith("Bạn đã dùng hết 3 lượt thi trong ngày.")
    assert no.sentence("en").startswith("You have used all attempts trong ngày (3)")
