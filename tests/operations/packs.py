"""Result packs for tests: a round that is played and announced, and what lies in a pack that was written."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select

from quiz.actions import finalising, running, sealing
from quiz.rules.clauses import Clauses
from quiz.rules.keys import Key
from quiz.store import tables
from quiz.store.engine import writing
from tests import make
from tests.make import DAY, NOW
from tests.play import Play

LATER = NOW + 7 * DAY
BY: dict[str, Any] = {"staff_id": None, "reason": "thử"}
CHAIN = (Key.SCORE, Key.PREDICTION, Key.DURATION, Key.SUBMITTED)
NAME = "Người thứ"


@dataclass(frozen=True)
class Pack:
    """A written pack."""

    folder: Path

    def lines(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def document(self, name: str) -> Any:
        return json.loads((self.folder / name).read_text())

    def text(self) -> str:
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return "\n".join(path.read_text() for path in files)

    def change(self, name: str, before: str, after: str) -> None:
        """Write something else where a file says this for the first time."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")

    def manifest_anew(self) -> None:
        """Let the manifest vouch for the files as they are now."""
        from_now_on = self.document("manifest.json")
        for name, told in from_now_on["files"].items():
            told["sha256"] = hashlib.sha256((self.folder / name).read_bytes()).hexdigest()
        (self.folder / "manifest.json").write_text(json.dumps(from_now_on))


def play_round(engine: Engine, clauses: Clauses, **changed: Any) -> None:
    """Twelve people take part, every third of them twice."""
    with writing(engine) as db:
        play = Play(make.running(db, make.contest(clauses=clauses, **changed)))
        units = {row.code: row.id for row in db.execute(select(tables.units))}
        for number in range(12):
            unit = units[("xa-a", "xa-b")[number % 2]]
            _attempts(db, play, number, unit)


def _attempts(db: Connection, play: Play, number: int, unit: int) -> None:
    """Answers that differ from person to person, by the options as they are shown."""
    phone, birth = f"09{number:08}", date(1990, 1, 1 + number)
    person = make.participant(db, play.state, f"{NAME} {number}", phone=phone, birth_date=birth, unit_id=unit)
    for again in range(2 if number % 3 == 0 else 1):
        began = NOW + timedelta(minutes=20 * again, seconds=number)
        attempt = play.start(db, person.token, now=began)
        shown = {position: ((number * position + again) % 4 + 1,) for position in range(1, 6)}
        ended = began + timedelta(minutes=2 + number % 4, milliseconds=137 * number)
        play.hand_in(db, person.token, attempt, shown, prediction=10 + number % 5, now=ended)


def announce(engine: Engine) -> None:
    """Close, seal, finalise and publish the first round."""
    with writing(engine) as db:
        running.close(db, make.reload(db, "thu"), "tuan-1", **BY, now=LATER)
        sealing.seal(db, make.reload(db, "thu"), now=LATER)
    finalising.finalise(engine, "thu", "tuan-1", **BY, now=LATER)
    with writing(engine) as db:
        running.publish(db, make.reload(db, "thu"), "tuan-1", **BY, now=LATER)
