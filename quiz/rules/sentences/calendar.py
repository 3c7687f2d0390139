"""Sentences about rounds: when they are open, what they count, who has more time."""

from collections.abc import Iterator
from datetime import time

from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.contest import Contest, Extension
from quiz.rules.sentences.wording import DAYS, closing, instant, length, listed, pick


def calendar_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say when every round is open, was announced before, and for whom it is longer."""
    for one in contest.rounds:
        yield _window(contest, one, lang)
        yield from _inside(contest, one, lang)
        if one.weekdays:
            days = listed([DAYS[day].say(lang) for day in one.weekdays], lang)
            yield pick(
                lang,
                f"{one.title.say(lang)} chỉ mở vào {days}.",
                f"{one.title.say(lang)} is open on {days} only.",
            )
        yield from _sittings(one, lang)
        yield from _moves(contest, one, lang)
    yield from (_more_time(contest, one, lang) for one in contest.extensions)
    yield pick(
        lang,
        f"Mọi giờ nêu ở đây theo múi giờ {contest.time_zone}.",
        f"All hours are in the time zone {contest.time_zone}.",
    )


def round_title(contest: Contest, slug: str, lang: str) -> str:
    """Return the title of a round, or the words themselves where no round has this slug."""
    return next((one.title.say(lang) for one in contest.rounds if one.slug == slug), slug)


def _window(contest: Contest, one: Round, lang: str) -> str:
    opens, closes = instant(one.opens, contest.zone, lang), closing(one.closes, contest.zone, lang)
    return pick(
        lang, f"{one.title.vi}: từ {opens} đến {closes}.", f"{one.title.say(lang)}: from {opens} to {closes}."
    )


def _inside(contest: Contest, one: Round, lang: str) -> Iterator[str]:
    title = one.title.say(lang)
    if one.parent is not None:
        parent = round_title(contest, one.parent, lang)
        yield pick(lang, f"{title} nằm trong {parent}.", f"{title} lies inside {parent}.")
    if one.counts is CountsFrom.CHILDREN:
        yield pick(
            lang,
            f"{title} không có lượt thi riêng: tính lượt thi của các vòng nằm trong đó.",
            f"{title} has no attempts of its own: it counts those of the rounds inside it.",
        )


def _sittings(one: Round, lang: str) -> Iterator[str]:
    for sitting in one.sittings:
        days = listed([DAYS[day].say(lang) for day in sitting.days], lang) or pick(
            lang, "hằng ngày", "every day"
        )
        ends = f"{sitting.closes:%H:%M}" if sitting.closes != time(0) else "24:00"
        hours = f"{sitting.opens:%H:%M}–{ends}"
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


def _more_time(contest: Contest, one: Extension, lang: str) -> str:
    title, span = round_title(contest, one.round, lang), length(one.extra, lang)
    if one.unit is None:  # whose time it is, and why, is between that person and the organisers
        return pick(
            lang,
            f"{title}: một người được thêm {span} mỗi lượt, và mọi giờ đóng của người đó muộn hơn chừng ấy.",
            f"{title}: one participant has {span} more for each attempt, and every close that much later.",
        )
    unit, why = one.unit, one.reason
    return pick(
        lang,
        f"{title}: với đơn vị {unit} và đơn vị trực thuộc, mọi giờ đóng muộn hơn {span}; lý do: {why}.",
        f"{title}: for unit {unit} and those below every close is {span} later; because: {why}.",
    )
