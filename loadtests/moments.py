"""Whether the instants of an attempt fit: inside its round, and between question and answer of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from loadtests.pack import Row, Window
from loadtests.stories import Story

# Clocks of generator and server may differ by this much, in seconds.
SKEW = 2.0


def misplaced(story: Story, row: Row, window: Window) -> Iterator[str]:
    """One sentence for everything about time that cannot be: it decides who counts, and ties."""
    yield from _outside(row, window)
    yield from _marked(story, row, window)
    yield from _untold(story, row, window)


def _outside(row: Row, window: Window) -> Iterator[str]:
    if not window.opens <= row.started < window.closes:
        yield f"{row.attempt} began outside its round"
    if row.submitted > row.deadline or row.submitted < row.started:
        yield f"{row.attempt} ended outside its time"
    # A hand-in that overtook the close was read with a clock of a moment later.
    if row.submitted > window.ends + SKEW:
        yield f"{row.attempt} ended {row.submitted - window.ends:.0f} s after its round"


def _marked(story: Story, row: Row, window: Window) -> Iterator[str]:
    # Late is what came after the end of the attempt's own time too: some come back to an old attempt.
    in_time = min(row.deadline, window.ends) - SKEW
    if row.late and row.submitted < in_time:
        yield f"{row.attempt} ended in time and is marked late"
    elif story.first_acknowledged_at and story.first_acknowledged_at < in_time and row.late:
        yield f"{row.attempt} came in time and is marked late"
    after = window.ends + SKEW
    if story.receipts and story.first_sent_at and story.first_sent_at > after and not row.late:
        yield f"{row.attempt} came after the close and is not marked late"
    if story.refused and not story.receipts and story.sent_at and story.sent_at < in_time:
        yield f"{row.attempt} was sent in time and refused: {story.refused}"


def _untold(story: Story, row: Row, window: Window) -> Iterator[str]:
    """Of requests that were repeated the first that arrived counts: none came before the first was sent."""
    asked, answered = story.first_start_sent_at, story.first_start_acknowledged_at
    if asked and answered and not asked - SKEW <= row.started <= answered + SKEW:
        yield f"{row.attempt} began {_away(row.started, asked, answered)} what its owner saw"
    asked, answered = story.first_sent_at, story.first_acknowledged_at
    if not asked or not answered:
        return
    # What comes late ends with the time that there was.
    ends = min(asked, row.deadline, window.ends)
    if not ends - SKEW <= row.submitted <= answered + SKEW:
        yield f"{row.attempt} was handed in {_away(row.submitted, ends, answered)} what its owner saw"


def _away(found: float, first: float, last: float) -> str:
    return f"{first - found:.1f} s before" if found < first else f"{found - last:.1f} s after"
