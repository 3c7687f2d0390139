"""The rulebook as really applied, in plain numbered sentences of Vietnamese or English."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round
from quiz.rules.clause_sentences import (
    attempt_sentences,
    counting_sentences,
    paper_sentences,
    qualification_sentences,
    scoring_sentences,
    time_sentences,
)
from quiz.rules.contest import Contest
from quiz.rules.doubt_sentences import doubts
from quiz.rules.guess_sentences import prediction_sentences
from quiz.rules.people_sentences import eligibility_sentences, registration_sentences
from quiz.rules.result_sentences import (
    collective_sentences,
    overall_sentences,
    prize_sentences,
    ranking_sentences,
)
from quiz.rules.showing_sentences import publication_sentences
from quiz.rules.text import Text
from quiz.rules.wording import DAYS, closing, instant, length, listed, pick

Say = Callable[[RoundRules, str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences under one heading."""

    title: str
    sentences: tuple[str, ...]


CLAUSES: tuple[tuple[Text, tuple[Say, ...]], ...] = (
    (Text("Bài thi", "The paper"), (paper_sentences, time_sentences, attempt_sentences, scoring_sentences)),
    (Text("Câu dự đoán", "The prediction"), (prediction_sentences,)),
    (
        Text("Xếp hạng cá nhân", "Ranking of individuals"),
        (counting_sentences, qualification_sentences, ranking_sentences),
    ),
    (Text("Giải thưởng cá nhân", "Prizes for individuals"), (prize_sentences,)),
)


def sentences(contest: Contest, lang: str) -> list[str]:
    """Return all sentences for organisers, numbered through, 1. 2. 3."""
    flat = [one for section in reviewed(contest, lang) for one in section.sentences]
    return [f"{number}. {one}" for number, one in enumerate(flat, 1)]


def reviewed(contest: Contest, lang: str) -> tuple[Section, ...]:
    """Return the sections for organisers: last what they probably do not mean, with its remedy."""
    heading = pick(lang, "Ban tổ chức nên xem lại", "For the organisers to look at again")
    doubted = tuple(doubts(contest, lang))
    return (*sections(contest, lang), *((Section(heading, doubted),) if doubted else ()))


def sections(contest: Contest, lang: str) -> tuple[Section, ...]:
    """Return the sentences that everybody reads under their headings; empty headings are absent."""
    clauses = [(title.say(lang), list(_clauses(contest, says, lang))) for title, says in CLAUSES]
    found = [
        (pick(lang, "Lịch thi", "Calendar"), list(_calendar(contest, lang))),
        (pick(lang, "Đối tượng dự thi", "Who may take part"), list(eligibility_sentences(contest, lang))),
        (pick(lang, "Đăng ký", "Signing up"), list(registration_sentences(contest, lang))),
        *clauses,
        (pick(lang, "Kết quả chung cuộc", "Result of the contest"), list(overall_sentences(contest, lang))),
        (pick(lang, "Tập thể", "Collectives"), list(collective_sentences(contest, lang))),
        (pick(lang, "Công bố", "Publication"), list(publication_sentences(contest, lang))),
        (pick(lang, "Điều Ban tổ chức chưa nêu, hệ thống áp dụng", "Assumed"), list(_assumed(contest, lang))),
    ]
    return tuple(Section(title, tuple(said)) for title, said in found if said)


def _calendar(contest: Contest, lang: str) -> Iterator[str]:
    for one in contest.rounds:
        yield _window(contest, one, lang)
        if one.parent is not None:
            parent = contest.round(one.parent).title.say(lang)
            yield pick(
                lang,
                f"{one.title.say(lang)} nằm trong {parent}.",
                f"{one.title.say(lang)} lies inside {parent}.",
            )
        if one.weekdays:
            days = listed([DAYS[day].say(lang) for day in one.weekdays], lang)
            yield pick(
                lang,
                f"{one.title.say(lang)} chỉ mở vào {days}.",
                f"{one.title.say(lang)} is open on {days} only.",
            )
        yield from _sittings(one, lang)
        yield from _moves(contest, one, lang)
    yield pick(
        lang,
        f"Mọi giờ nêu ở đây theo múi giờ {contest.time_zone}.",
        f"All hours are in the time zone {contest.time_zone}.",
    )


def _window(contest: Contest, one: Round, lang: str) -> str:
    opens, closes = instant(one.opens, contest.zone, lang), closing(one.closes, contest.zone, lang)
    return pick(
        lang, f"{one.title.vi}: từ {opens} đến {closes}.", f"{one.title.say(lang)}: from {opens} to {closes}."
    )


def _sittings(one: Round, lang: str) -> Iterator[str]:
    for sitting in one.sittings:
        days = listed([DAYS[day].say(lang) for day in sitting.days], lang) or pick(
            lang, "hằng ngày", "every day"
        )
        hours = f"{sitting.opens:%H:%M}–{sitting.closes:%H:%M}"
        yield pick(
            lang,
            f"{one.title.vi}, buổi thi {hours}, {days}.",
            f"{one.title.say(lang)}, sitting {hours}, {days}.",
        )


def _moves(contest: Contest, one: Round, lang: str) -> Iterator[str]:
    for move in one.moves:
        opens, closes = instant(move.opens, contest.zone, lang), closing(move.closes, contest.zone, lang)
        yield pick(
            lang,
            f"{one.title.vi} đã từng được thông báo từ {opens} đến {closes}; lý do đổi: {move.reason}.",
            f"{one.title.say(lang)} was announced from {opens} to {closes}; moved because: {move.reason}.",
        )


def _clauses(contest: Contest, says: tuple[Say, ...], lang: str) -> Iterator[str]:
    places = [contest.rules_for(one.slug, block) for one in contest.rounds for block in contest.block_slugs()]
    for say in says:
        said = [tuple(say(rules, lang)) for rules in places]
        if len(set(said)) == 1:
            yield from said[0]
            continue
        for rules, own in zip(places, said, strict=True):
            yield from (f"{_label(contest, rules, lang)}: {one}" for one in own)


def _label(contest: Contest, rules: RoundRules, lang: str) -> str:
    block = contest.block(rules.block)
    title = rules.round.title.say(lang)
    return title if block is None else f"{title}, {block.title.say(lang)}"


def _assumed(contest: Contest, lang: str) -> Iterator[str]:
    yield from (one.say(lang) for one in contest.assumed)
    grace = {one.grace for one in contest.rounds}
    for span in sorted(grace):
        yield pick(
            lang,
            f"Bài nộp tới máy chủ chậm nhất {length(span, lang)} sau hạn vẫn được nhận, ghi là muộn.",
            f"A hand-in up to {length(span, lang)} after its deadline is taken and marked late.",
        )
    if contest.version_note:
        yield contest.version_note
    for one in contest.amendments:
        at, what = instant(one.at, contest.zone, lang), one.what.say(lang)
        yield pick(
            lang,
            f"Sửa đổi lúc {at}: {what}; lý do: {one.reason}.",
            f"Amended at {at}: {what}; because: {one.reason}.",
        )
