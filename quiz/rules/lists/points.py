"""The jury's points as lines that people paste: a unit's code and its points."""

import re
from collections.abc import Mapping
from decimal import Decimal

from quiz.rules.refusals.office import PointsFaulty

_POINTS = r"[0-9]{1,6}(?:[.,][0-9]{1,3})?"
_LINE = re.compile(rf"\s*([^\s,;\t]+)\s*[,;\t]\s*({_POINTS})?\s*")
_HEAD = re.compile(r"\s*(unit|mã|đơn vị|code)\b.*", re.IGNORECASE)


def read_points(text: str) -> Mapping[str, Decimal | None]:
    """Read one unit a line, `xa-a, 8.5` or `xa-a; 8,5`; no points take them away. Raises PointsFaulty."""
    points: dict[str, Decimal | None] = {}
    faulty: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or (number == 1 and _HEAD.fullmatch(line)):
            continue
        found = _LINE.fullmatch(line)
        if found is None or found[1] in points:
            faulty.append((number, line.strip()[:60]))
        else:
            points[found[1]] = points_of(found[2]) if found[2] else None
    if faulty:
        raise PointsFaulty(count=len(faulty), line=faulty[0][0], said=faulty[0][1])
    return points


def points_of(said: str) -> Decimal:
    """Points from 0 to 999999.999, with a decimal point or comma; ValueError for anything else."""
    if re.fullmatch(_POINTS, said) is None:
        raise ValueError(said)
    return Decimal(said.replace(",", "."))
