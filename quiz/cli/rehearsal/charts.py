"""Line charts as SVG that a browser shows without anything else and a printer prints without colour."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

Points = Sequence[tuple[float, float]]
Number = Callable[[float], str]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 250, 58, 14, 30, 34
LINES, MOST_MARKS = 4, 8
# Each differs in colour and in its dashes.
STROKES = (("#0b4f8a", ""), ("#b3541e", "7 4"), ("#1f6f43", "2 3"), ("#6b3fa0", "10 3 2 3"))
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Line:
    """One named line: seconds since the beginning, and a value."""

    label: str
    points: Points


def chart(
    lines: Sequence[Line], *, title: str, number: Number, limit: tuple[str, float] | None = None
) -> Markup:
    """The chart; a limit is drawn as a line of its own. `title` says in words what it shows."""
    lines = [line for line in lines if line.points]
    if not lines:
        return Markup("")
    longest = max(x for line in lines for x, _ in line.points) or 1.0
    highest = max([y for line in lines for _, y in line.points] + ([limit[1]] if limit else []))
    step = _step(highest)
    top = step * math.ceil(max(highest, step) / step)
    frame = Frame(longest, top)
    body = [*_grid(frame, step, number), *_seconds(frame)]
    if limit:
        body.append(_limit(frame, limit))
    body += [_path(frame, line, at) for at, line in enumerate(lines)]
    body += _legend([line.label for line in lines])
    # Names and numbers are ours or escaped by Markup's own formatting.
    opening = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, title)
    return opening + Markup("").join(body) + Markup("</svg>")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values come to lie on the paper."""

    longest: float
    top: float

    def x(self, seconds: float) -> float:
        """From the left."""
        return round(LEFT + seconds / self.longest * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: float) -> float:
        """From above."""
        return round(HEIGHT - BOTTOM - value / self.top * (HEIGHT - TOP - BOTTOM), 1)


def _step(highest: float) -> float:
    rough = max(highest, 1e-9) / LINES
    size = float(10 ** math.floor(math.log10(rough)))
    return next(size * one for one in STEPS if size * one >= rough * 0.999)


def _grid(frame: Frame, step: float, number: Number) -> list[Markup]:
    marks = [step * count for count in range(round(frame.top / step) + 1)]
    line = Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#d5dee8"/>')
    word = Markup('<text x="{}" y="{}" text-anchor="end">{}</text>')
    drawn = [line.format(LEFT, WIDTH - RIGHT, frame.y(one), frame.y(one)) for one in marks]
    return drawn + [word.format(LEFT - 8, frame.y(one) + 4, number(one)) for one in marks]


def _seconds(frame: Frame) -> list[Markup]:
    step = next(
        one for one in (5, 10, 15, 30, 60, 120, 300, 600, 1800, 7200) if frame.longest / one <= MOST_MARKS
    )
    word = Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>')
    marks = range(0, int(frame.longest) + 1, step)
    return [word.format(frame.x(one), HEIGHT - BOTTOM + 18, f"{one // 60}:{one % 60:02}") for one in marks]


def _limit(frame: Frame, limit: tuple[str, float]) -> Markup:
    name, value = limit
    drawn = Markup(
        '<line x1="{0}" x2="{1}" y1="{2}" y2="{2}" stroke="#a3202a" stroke-dasharray="4 4"/>'
        '<text x="{1}" y="{3}" text-anchor="end" class="limit">{4}</text>'
    )
    return drawn.format(LEFT, WIDTH - RIGHT, frame.y(value), frame.y(value) - 5, name)


def _path(frame: Frame, line: Line, at: int) -> Markup:
    colour, dashes = STROKES[at % len(STROKES)]
    points = " ".join(f"{frame.x(x)},{frame.y(y)}" for x, y in line.points)
    drawn = Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="{}"/>')
    return drawn.format(points, colour, dashes)


def _legend(labels: Sequence[str]) -> list[Markup]:
    drawn, left = [], float(LEFT)
    for at, label in enumerate(labels):
        colour, dashes = STROKES[at % len(STROKES)]
        sign = Markup(
            '<line x1="{0}" x2="{1}" y1="12" y2="12" stroke="{2}" stroke-width="2.5" stroke-dasharray="{3}"/>'
            '<text x="{4}" y="16">{5}</text>'
        )
        drawn.append(sign.format(left, left + 26, colour, dashes, left + 32, label))
        left += 56 + 7.2 * len(label)
    return drawn
