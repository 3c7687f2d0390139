"""The jury's points as lines that people paste: a unit's code and its points."""

import re
from collections.abc import Mapping
from decimal import Decimal

from quiz.rules.office_refusals import PointsFaulty

_LINE = re.compile(r"\s*([^\s,;\t]+)\s*[,;\t]\s*(-?\d{1,6}(?:[.,]\d{1,3})?)?\s*")
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
            points[found[1]] = Decimal(found[2].replace(",", ".")) if found[2] else None
    if faulty:
        raise PointsFaulty(count=len(faulty), line=faulty[0][0], said=faulty[0][1])
    return points
