"""What an amended rulebook changes: clause by clause in sentences, and every key with both values."""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from quiz.rules.applied import RoundRules
from quiz.rules.calendar import Round
from quiz.rules.clauses import AttemptRule
from quiz.rules.contest import Contest
from quiz.rules.moved import moved, narrowed, rescheduled, thinned
from quiz.rules.rulebook import to_document
from quiz.rules.sentences import sections
from quiz.rules.text import Text

ABSENT = "–"
LONGEST = 100
NAMES = ("slug", "name")  # what tells the members of a list apart


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences of one heading that go and those that come."""

    title: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of the file with its value before and after."""

    key: str
    before: str
    after: str


class Touched(StrEnum):
    """A clause under which attempts were made."""

    ROUND = "round"
    BLOCK = "block"
    PAPER = "paper"
    GUESS = "prediction"
    TIME = "time"
    SCORING = "scoring"
    ATTEMPTS = "attempts"
    WINDOW = "window"
    HOURS = "hours"
    GRACE = "grace"


WORDS = {
    Touched.ROUND: Text("vòng thi (không bỏ được)", "the round itself (it cannot be dropped)"),
    Touched.BLOCK: Text("các khối dự thi", "its blocks"),
    Touched.PAPER: Text("đề thi", "its paper"),
    Touched.GUESS: Text("loại câu dự đoán", "the kind of its extra question"),
    Touched.TIME: Text("thời gian làm bài", "its time limit"),
    Touched.SCORING: Text("cách chấm điểm", "its scoring"),
    Touched.ATTEMPTS: Text("số lượt thi (bớt đi)", "its number of attempts (fewer)"),
    Touched.WINDOW: Text("giờ mở, giờ đóng đã thông báo", "its opening and close as announced"),
    Touched.HOURS: Text("các ngày, các ca thi đã thông báo", "its days and sittings as announced"),
    Touched.GRACE: Text("thời gian nhận bài muộn", "how long a late hand-in is taken"),
}
# Papers are committed to in public before the round opens; the others may be amended for a reason.
AMENDABLE = frozenset(Touched) - {Touched.ROUND, Touched.BLOCK, Touched.PAPER, Touched.GUESS}


Differs = Callable[[Round, Round], bool]
# What of its calendar is a touch: of a round that has opened any change, of one announced what takes away.
OPEN: Mapping[Touched, Differs] = {
    Touched.WINDOW: moved,
    Touched.HOURS: rescheduled,
    Touched.GRACE: lambda was, now: was.grace != now.grace,
}
ANNOUNCED: Mapping[Touched, Differs] = {
    Touched.WINDOW: narrowed,
    Touched.HOURS: thinned,
    Touched.GRACE: lambda was, now: now.grace < was.grace,
}


@dataclass(frozen=True, slots=True)
class Touch:
    """A change that reaches attempts of this round already made."""

    round: str
    what: Touched


def passages(old: Contest, new: Contest, lang: str) -> tuple[Passage, ...]:
    """Return the headings whose sentences differ, in the order of the rules page."""
    before, after = ({one.title: one.sentences for one in sections(book, lang)} for book in (old, new))
    pairs = [
        (title, before.get(title, ()), after.get(title, ())) for title in dict.fromkeys((*after, *before))
    ]
    return tuple(
        Passage(title, _without(was, now), _without(now, was)) for title, was, now in pairs if was != now
    )


def key_changes(old: Contest, new: Contest) -> tuple[KeyChange, ...]:
    """Return every key whose value differs, as a person would write it: rounds.tuan-1.time.limit."""
    return tuple(_between((), to_document(old), to_document(new)))


def touches(
    old: Contest, new: Contest, bound: Collection[str], opened: Collection[str] = ()
) -> tuple[Touch, ...]:
    """Return what changes in these rounds (slugs) of the clauses under which attempts were made.

    A round that was only announced may be given more time; the calendar of one that has opened stands.
    """
    kept = {one.slug for one in new.rounds}
    return tuple(
        Touch(slug, what)
        for slug in bound
        for what in (dict.fromkeys(_touched(old, new, slug, opened)) if slug in kept else (Touched.ROUND,))
    )


def _without(said: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    left = Counter(said) - Counter(known)
    return tuple(dict.fromkeys(one for one in said if left[one]))


def _between(path: tuple[str, ...], before: Any, after: Any) -> Iterator[KeyChange]:
    if before == after:
        return
    parts, wanted = _members(before), _members(after)
    if parts is None or wanted is None:
        yield KeyChange(".".join(path), _shown(before), _shown(after))
        return
    for name in dict.fromkeys((*parts, *wanted)):
        yield from _between((*path, name), parts.get(name), wanted.get(name))


def _members(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    named = {one[name]: one for one in value for name in NAMES if name in one}
    return named if len(named) == len(value) else None


def _shown(value: Any) -> str:
    if value is None or value == "":
        return ABSENT
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"


def _touched(old: Contest, new: Contest, slug: str, opened: Collection[str]) -> Iterator[Touched]:
    if old.block_slugs() != new.block_slugs():
        yield Touched.BLOCK
        return
    for block in old.block_slugs():
        yield from _changed(old.rules_for(slug, block), new.rules_for(slug, block))
    yield from _calendar(old.round(slug), new.round(slug), OPEN if slug in opened else ANNOUNCED)


def _calendar(was: Round, now: Round, differs: Mapping[Touched, Differs]) -> Iterator[Touched]:
    return (what for what, touches_it in differs.items() if touches_it(was, now))


def _changed(was: RoundRules, now: RoundRules) -> Iterator[Touched]:
    if was.paper != now.paper:
        yield Touched.PAPER
    if was.prediction.kind is not now.prediction.kind:
        yield Touched.GUESS
    if was.time != now.time:
        yield Touched.TIME
    if was.scoring != now.scoring:
        yield Touched.SCORING
    if _fewer(was.attempts, now.attempts):
        yield Touched.ATTEMPTS


def _fewer(was: AttemptRule, now: AttemptRule) -> bool:
    pairs = [(getattr(was, one.name), getattr(now, one.name)) for one in fields(AttemptRule)]
    return any(after is not None and (before is None or after < before) for before, after in pairs)
