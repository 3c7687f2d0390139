"""The files of a result pack: their names, columns and spelling, the same for writing and for recounting."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

FORMAT = 1
FULL, PUBLIC = "full", "public"
MANIFEST, ROUNDS, SEALS = "manifest.json", "rounds.json", "seals.json"
UNITS, PARTICIPANTS, ATTEMPTS = "units.csv", "participants.csv", "attempts.csv"
UNIT_COLUMNS = (
    "unit",
    "parent",
    "name",
    "groups",
    "headcount",
    "population",
    "target",
    "jury",
    "valid_from",
    "valid_to",
    "successor",
)
PARTICIPANT_COLUMNS = ("participant", "unit", "block", "birth_date", "prize", "nationality")
ATTEMPT_COLUMNS = (
    "attempt",
    "participant",
    "round",
    "block",
    "unit",
    "number",
    "paper",
    "seed",
    "started_at",
    "deadline_at",
    "last_edit_at",
    "submitted_at",
    "late",
    "questions",
    "answered",
    "correct",
    "score",
    "key",
    "bonus",
    "answers",
    "prediction",
    "extra",
    "status",
    "seal",
    "leaf",
    "nonce",
    "receipt_digest",
)
# Nothing here but round, block and scores stands on any list that names people.
PUBLIC_COLUMNS = (
    "attempt",
    "round",
    "block",
    "paper",
    "seed",
    "questions",
    "answered",
    "correct",
    "score",
    "ranked_score",
    "answers",
)
RANKING_COLUMNS = (
    "block",
    "place",
    "participant",
    "attempt",
    "unit",
    "score",
    "correct",
    "duration_us",
    "prediction_distance",
    "attempts",
    "can_win",
)
# Spreadsheets run what begins with one of these; a unit's name is the only free text in a pack.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%")
BATCH = 500

File = tuple[str, Iterable[bytes]]


def paper_name(round_slug: str, block: str, version: int) -> str:
    """The file of one frozen paper with its keys."""
    return f"papers/{'.'.join(filter(None, (round_slug, block, str(version))))}.json"


def rulebook_name(number: int) -> str:
    """The file of one version of the rulebook."""
    return f"rulebooks/{number}.json"


def result_name(scope: str, suffix: str) -> str:
    """The file of a result: of a round, or of the whole contest for an empty scope."""
    return f"results/rounds/{scope}.{suffix}" if scope else f"results/contest.{suffix}"


def spelled(document: Any) -> bytes:
    """A JSON document as packs spell it: sorted keys, one value a line."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file in pieces; None is an empty cell."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(columns)
    for number, row in enumerate(rows):
        writer.writerow(["" if cell is None else cell for cell in row])
        if number % BATCH == 0:
            yield lines.getvalue().encode()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue().encode()


def spoken(instant: datetime | None) -> str | None:
    """An instant with its microseconds and offset."""
    return None if instant is None else instant.isoformat(timespec="microseconds")


def harmless(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(FORMULA_SIGNS) else name


def receipt_digest(receipt: str) -> str:
    """What a pack tells of a receipt: its owner finds the own attempt by it, nobody can open the receipt."""
    return hashlib.sha256(receipt.encode()).hexdigest()
