"""Compares what the crowd was told with what the server exported; exit 1 when anything does not fit.

quiz round close CONTEST ROUND --reason …; quiz export CONTEST --out PACK
python -m loadtests.reconcile LEDGER PACK [--others ROUND]
"""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import ArgumentParser, Namespace
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from loadtests import ledger, pack, stories
from loadtests.drawing import canonical
from loadtests.moments import SKEW, misplaced
from loadtests.pack import Pack, Row
from loadtests.places import recount, without_result
from loadtests.stories import Given, Story, Told

SHOWN = 20
OTHERS = "Rounds in which somebody else played during the run."
# Exit statuses beside 0 and 1; `quiz rehearse` takes the first for a run in which nobody played.
NOTHING_TOLD, UNREADABLE = 2, 3
COUNTS = ("acknowledged", "in_database", "only_sent", "places_compared")
KINDS = ("lost", "double", "wrong", "phantom", "late", "places")


@dataclass(slots=True)
class Findings:
    """How many attempts were compared, and one sentence for each that does not fit, by its kind."""

    acknowledged: int = 0
    in_database: int = 0
    only_sent: int = 0
    places_compared: int = 0
    unknown: list[str] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    @property
    def agrees(self) -> bool:
        """Does everything fit?"""
        return not any(self.said.values())


def compare(told: Told, exported: Pack, others: Collection[str] = ()) -> Findings:
    """Every attempt of the ledger and every attempt of the server that began since.

    In `others` somebody else plays at the same time: rounds that the crowd does not know.
    """
    since = [row for row in exported.rows if row.started >= told.begins - SKEW]
    rows = [row for row in since if row.round in told.rounds]
    elsewhere = [row for row in since if row.round not in {*told.rounds, *others}]
    found = Findings(
        acknowledged=sum(bool(story.receipts) for story in told.stories.values()), in_database=len(rows)
    )
    by_attempt = {row.attempt: row for row in rows}
    for story in told.stories.values():
        row = by_attempt.get(story.attempt)
        if row is None:
            found.said["lost"].append(_lost(story))
            continue
        found.said["wrong"] += _wrong(story, row, exported)
        found.said["late"] += misplaced(story, row, exported.windows[row.round])
    found.said["double"] += [*told.contradictions, *_double(told, rows)]
    found.said["wrong"] += _mixed_up(told, by_attempt)
    _strangers(found, told, rows)
    found.said["phantom"] += _elsewhere(told, elsewhere)
    _places(found, told, exported)
    return found


def _places(found: Findings, told: Told, exported: Pack) -> None:
    made, without = recount(exported), without_result(exported, told.rounds)
    found.places_compared = made.compared
    found.said["places"] = without.differences + made.differences
    found.unknown = without.unknown + made.unknown


def _elsewhere(told: Told, rows: Sequence[Row]) -> Iterator[str]:
    """Attempts in rounds that the crowd did not play; what began after the run is the affair of others."""
    # The ledger of a crowd that asked for no round does not tell how long it was there.
    ends = told.ends + SKEW if told.rounds else 0.0
    for row in rows:
        if row.attempt not in told.stories and row.started < ends:
            yield f"{row.attempt} of {row.participant} began in {row.round}, where the crowd did not play"


def _lost(story: Story) -> str:
    what = "handed in" if story.receipts else "saved" if story.saved else "started"
    return f"{story.attempt} of {story.person} was {what} and is not there"


def _wrong(story: Story, row: Row, exported: Pack) -> Iterator[str]:
    for name, ours, theirs in _facts(story, row):
        if ours is not None and ours != theirs:
            yield f"{row.attempt}: {name} {ours} was told, {theirs} is there"
    stored = row.answers, row.prediction
    spelled = [_spelled(given, row, exported) for given in _possible(story)]
    if spelled and not any(_same(one, stored) for one in spelled):
        yield f"{row.attempt}: {spelled} was acknowledged or sent, {stored} is there"
    if not row.valid:
        yield f"{row.attempt} is void"


def _facts(story: Story, row: Row) -> Iterator[tuple[str, object, object]]:
    yield "number", story.number, row.number
    yield "score", story.score, row.score
    yield "round", story.round or None, row.round
    for receipt in story.receipts:
        yield "receipt", hashlib.sha256(receipt.encode()).hexdigest(), row.receipt_digest


def _possible(story: Story) -> list[Given]:
    """What the attempt may hold: what was acknowledged last, or what was sent after that."""
    if story.handed_in is not None:
        return [story.handed_in]
    return [] if story.saved is None else [story.saved, *story.perhaps]


def _spelled(given: Given, row: Row, exported: Pack) -> tuple[str, int | None]:
    return canonical(exported.papers[row.paper], row.seed, given[0]), given[1]


def _same(one: tuple[str, int | None], other: tuple[str, int | None]) -> bool:
    blank = not one[0].strip(",") and not other[0].strip(",")
    return (blank or one[0] == other[0]) and one[1] == other[1]


def _double(told: Told, rows: Sequence[Row]) -> Iterator[str]:
    for story in told.stories.values():
        if len(story.receipts) > 1:
            yield f"{story.attempt} has {len(story.receipts)} receipts"
    for attempt, times in Counter(row.attempt for row in rows).items():
        if times > 1:
            yield f"{attempt} is there {times} times"
    numbers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        numbers[row.participant, row.round].append(row.number)
    for (participant, this_round), found in numbers.items():
        if sorted(found) != list(range(1, len(found) + 1)):
            yield f"{participant} has attempts {sorted(found)} in {this_round}"


def _mixed_up(told: Told, rows: dict[str, Row]) -> Iterator[str]:
    """People with attempts under several codes, and codes with attempts of several people."""
    whose: dict[str, set[str]] = defaultdict(set)
    for person, own in stories.people(told).items():
        codes = {rows[story.attempt].participant for story in own if story.attempt in rows}
        if len(codes) > 1:
            yield f"{person} became {sorted(codes)}"
        for code in codes:
            whose[code].add(person)
    yield from (f"{code} is {sorted(several)}" for code, several in whose.items() if len(several) > 1)


def _strangers(found: Findings, told: Told, rows: Sequence[Row]) -> None:
    """Attempts that the ledger does not know: a start without an answer may have made one, nothing else."""
    person_of = {
        row.participant: told.stories[row.attempt].person for row in rows if row.attempt in told.stories
    }
    open_starts = Counter({person: count for person, count in told.unanswered_starts.items() if count > 0})
    for row in rows:
        if row.attempt in told.stories:
            continue
        known = person_of.get(row.participant)
        unknown = (one for one in open_starts if open_starts[one] and one not in person_of.values())
        person = known or next(unknown, "")
        if open_starts[person] > 0:
            open_starts[person] -= 1
            found.only_sent += 1
        else:
            found.said["phantom"].append(f"{row.attempt} of {row.participant} was never asked for")


def _compared(words: Namespace) -> tuple[Findings | None, int]:
    """The findings and the number of attempts told of; without any there is nothing to compare."""
    told = stories.gather(ledger.read(words.ledger))
    if not told.stories and not told.only_looked:
        return None, 0
    return compare(told, pack.read(words.pack), words.others), len(told.stories)


def _read(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m loadtests.reconcile", allow_abbrev=False)
    parser.add_argument("ledger", type=Path, metavar="LEDGER")
    parser.add_argument("pack", type=Path, metavar="PACK")
    parser.add_argument("--others", nargs="+", default=[], metavar="ROUND", help=OTHERS)
    return parser.parse_args(words)


def main(words: Sequence[str]) -> int:
    """0 when everything fits; the comparison as one JSON document on standard output."""
    asked = _read(words)
    try:
        found, attempts = _compared(asked)
    except (OSError, ValueError, LookupError) as error:
        why = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        sys.stderr.write(f"{asked.ledger} and {asked.pack} cannot be compared: {why}\n")
        return UNREADABLE
    if found is None:
        sys.stderr.write(f"{asked.ledger} tells of no attempt.\n")
        return NOTHING_TOLD
    counts = {name: getattr(found, name) for name in COUNTS}
    counts |= {"attempts": attempts} | {kind: len(said) for kind, said in found.said.items()}
    sys.stdout.write(json.dumps({**counts, "places_unknown": found.unknown}) + "\n")
    sys.stderr.write("".join(f"{sentence}\n" for sentence in found.unknown))
    for kind, said in found.said.items():
        sys.stderr.write("".join(f"{kind}: {sentence}\n" for sentence in said[:SHOWN]))
    return 0 if found.agrees else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
