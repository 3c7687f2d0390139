"""What an amended rulebook changes: clause by clause in sentences, and every key with both values."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.rules.contest import Contest
from quiz.rules.rulebook import to_document
from quiz.rules.sentences.rulebook import sections

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
