"""What the ledger tells of each attempt: what was acknowledged, what was only sent, what was refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from loadtests.ledger import ACK, BEGIN, INTENT, REFUSED, ROUND_OVER, Line
from loadtests.writing import CONTRADICTION

# The shape in which nobody plays.
ONLY_LOOKING = "board-crowd"

Given = tuple[tuple[int, ...], int | None]


@dataclass(slots=True)
class Story:
    """One attempt as its owner saw it; what was given is displayed options and the prediction."""

    attempt: str
    person: str = ""
    round: str = ""
    saved: Given | None = None
    perhaps: list[Given] = field(default_factory=list)
    handed_in: Given | None = None
    receipts: set[str] = field(default_factory=set)
    number: int | None = None
    score: float | None = None
    sent_at: float | None = None
    first_sent_at: float | None = None
    first_acknowledged_at: float | None = None
    first_start_sent_at: float | None = None
    first_start_acknowledged_at: float | None = None
    refused: str = ""


@dataclass(slots=True)
class Told:
    """A whole ledger."""

    begins: float = 0.0
    ends: float = 0.0
    rounds: set[str] = field(default_factory=set)
    only_looked: bool = False
    stories: dict[str, Story] = field(default_factory=dict)
    unanswered_starts: Counter[str] = field(default_factory=Counter)
    waiting_starts: dict[str, float] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)


def gather(lines: Iterable[Line]) -> Told:
    """The stories of all attempts of a ledger."""
    told = Told(begins=float("inf"))
    for line in lines:
        told.ends = max(told.ends, line["at"])
        if line["event"] == BEGIN:
            told.begins = min(told.begins, line["at"])
            told.only_looked = line.get("shape") == ONLY_LOOKING
        elif line["event"] == ROUND_OVER:
            continue
        elif line["event"] == CONTRADICTION:
            told.contradictions.append(
                f"{line['act']} of {line['person']}: {line['first']}, {line['second']}"
            )
        elif line["act"] == "start":
            _started(told, line)
        elif line["act"] in TAKEN:
            story = told.stories.setdefault(line["attempt"], Story(line["attempt"]))
            TAKEN[line["act"]](story, line)
    return told


def people(told: Told) -> dict[str, list[Story]]:
    """The stories by person."""
    found: dict[str, list[Story]] = defaultdict(list)
    for story in told.stories.values():
        found[story.person].append(story)
    return found


def _started(told: Told, line: Line) -> None:
    told.rounds.add(line["round"])
    if line["event"] == INTENT:
        told.unanswered_starts[line["person"]] += 1
        # The oldest that nobody answered may have made the attempt that a later one leads to.
        told.waiting_starts.setdefault(line["person"], line["at"])
    elif line["event"] == ACK:
        told.unanswered_starts[line["person"]] -= 1
        story = told.stories.setdefault(line["attempt"], Story(line["attempt"]))
        story.person, story.round = line["person"], line["round"]
        asked = told.waiting_starts.pop(line["person"], None)
        if story.first_start_acknowledged_at is None:
            story.first_start_sent_at, story.first_start_acknowledged_at = asked, line["at"]
    elif line["event"] == REFUSED:
        told.unanswered_starts[line["person"]] -= 1


def _saved(story: Story, line: Line) -> None:
    given = _given(line)
    if line["event"] == INTENT:
        story.perhaps.append(given)
    elif line["event"] == ACK:
        story.saved, story.perhaps = given, []
    elif line["event"] == REFUSED and given in story.perhaps:
        story.perhaps.remove(given)


def _handed_in(story: Story, line: Line) -> None:
    if line["event"] == INTENT:
        story.perhaps.append(_given(line))
        story.sent_at = line["at"]
        story.first_sent_at = story.first_sent_at or line["at"]
    elif line["event"] == ACK:
        story.handed_in = _given(line)
        story.first_acknowledged_at = story.first_acknowledged_at or line["at"]
        story.receipts.add(line["receipt"])
    elif line["event"] == REFUSED:
        story.refused = line["why"]


def _receipt(story: Story, line: Line) -> None:
    story.number, story.score = line["number"], line["score"]


def _given(line: Line) -> Given:
    return tuple(line["answers"]), line["prediction"]


TAKEN = {"save": _saved, "hand_in": _handed_in, "receipt": _receipt}
