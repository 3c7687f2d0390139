"""What a change of attempts or rules would change in the results, before it is applied."""

from collections.abc import Iterator
from dataclasses import dataclass

from quiz.rules.prizes import Undecided
from quiz.rules.results import Entry, Results

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs in a round and block (None: the whole contest).

    `what` is truth, place, tie, winner or collective; None before is new, None after is gone. A winner's
    prizes read `slug amount`, and `waits` where a tie elsewhere may take them; a tie over prizes, told by its
    place, reads `slug,slug people` with the first of the tied; a row of a collective table `place prize`.
    """

    round: str | None
    block: str | None
    what: str
    about: str
    before: str | None
    after: str | None


def changes(before: Results, after: Results) -> tuple[Change, ...]:
    """Return every difference between two results of one contest, rounds first."""
    old, new = ({(one.round, one.block): one for one in _entries(results)} for results in (before, after))
    places = dict.fromkeys((*old, *new))
    return tuple(
        change
        for place in places
        for change in _between(old.get(place) or Entry(*place), new.get(place) or Entry(*place))
    )


def _entries(results: Results) -> Iterator[Entry]:
    yield from (*results.rounds, results.contest, *results.contest_blocks)


def _between(old: Entry, new: Entry) -> Iterator[Change]:
    told = zip(_said(old).items(), _said(new).items(), strict=True)
    for (what, before), (_, after) in told:
        for about in dict.fromkeys((*before, *after)):
            was, now = before.get(about), after.get(about)
            if was != now:
                yield Change(old.round, old.block, what, about, was, now)


def _said(entry: Entry) -> dict[str, dict[str, str]]:
    return {
        "truth": {} if entry.truth is None else {"": str(entry.truth)},
        "place": {row.participant: str(row.place) for row in entry.ranking},
        "tie": {str(one.place): _tied(one) for one in entry.awards.undecided},
        "winner": _winners(entry),
        "collective": {
            f"{table.table} {row.unit}": f"{row.place} {row.prize}".strip()
            for table in entry.collectives
            for row in table.ranking
        },
    }


def _tied(one: Undecided) -> str:
    return " ".join((",".join(one.prizes), str(len(one.participants)), *one.participants[:MOST_NAMED]))


def _winners(entry: Entry) -> dict[str, str]:
    won: dict[str, str] = {}
    for row in entry.awards.winners:
        prize = f"{row.prize} {row.amount}{' waits' if row.waits else ''}"
        won[row.participant] = f"{won[row.participant]}, {prize}" if row.participant in won else prize
    return won
