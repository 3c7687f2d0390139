"""Result packs of a province: written, and recounted by the command and by the script that lies in them."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from bench import province
from bench.serving import ROOT
from bench.spending import spent
from bench.stores import Fresh, fresh
from quiz.actions import finalising, running
from quiz.store.contests import ContestState
from quiz.store.engine import make_engine, writing

SLUG = "ha-giang-2022"
FULL, PUBLIC = "pack", "public"
QUIZ = ("-m", "quiz.cli")
# A recount shares no process with the platform: no packages, no paths of this machine.
ALONE = ("-I", "-S")


def main() -> None:
    """Fill the database named on the command line with weeks whose results are final."""
    engine = make_engine(sys.argv[1])
    finish(engine, province.fill(engine, int(sys.argv[2])))


def finish(engine: Engine, state: ContestState) -> None:
    """Finalise and publish every week."""
    by: dict[str, Any] = {"staff_id": None, "reason": "bench"}
    for one in state.rounds:
        finalising.finalise(engine, state.slug, one.slug, **by, now=datetime.now(UTC))
        now_known = province.loaded(engine, state.slug)
        with writing(engine) as db:
            running.publish(db, now_known, one.slug, **by, now=datetime.now(UTC))


def measured(store: str, size: int) -> dict[str, float]:
    """Seconds and memory of every step from so many unsealed attempts to recounted packs."""
    with fresh(store) as empty:
        filling = [sys.executable, "-m", "bench.packs", empty.url, str(size)]
        subprocess.run(filling, check=True)  # noqa: S603 (our own)
        return stepwise(empty)


def stepwise(filled: Fresh) -> dict[str, float]:
    """The same for a database that is filled."""
    outer = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
    settings = {"QUIZ_DATABASE_URL": filled.url, "QUIZ_ENVIRONMENT": "demo", "PYTHONPATH": str(ROOT)}
    environment = outer | settings | {"QUIZ_SECRET_KEY": secrets.token_urlsafe(48)}
    told: dict[str, float] = {}
    for name, words in steps(filled.folder).items():
        cost = spent(words, filled.folder / "said", environment)
        told |= {f"{name}, s": cost.seconds, f"{name}, CPU s": cost.cpu_seconds}
        told[f"{name}, MB"] = cost.megabytes
    for form in (FULL, PUBLIC):
        sizes = [path.stat().st_size for path in (filled.folder / form).rglob("*") if path.is_file()]
        told[f"{form}: files, MB"] = sum(sizes) / 1e6
    return told


def steps(folder: Path) -> dict[str, list[str]]:
    """Every command by what it does, in the order in which an operator gives them."""
    pack, public = str(folder / FULL), str(folder / PUBLIC)
    export = [*QUIZ, "export", SLUG, "--out"]
    return {
        "seal and export": [*export, pack],
        "export": [*export, pack],
        "export --public": [*export, public, "--public"],
        "quiz recount": [*QUIZ, "recount", pack],
        "quiz recount, public": [*QUIZ, "recount", public],
        "recount.py": [*ALONE, f"{pack}/recount.py"],
        "recount.py, public": [*ALONE, f"{public}/recount.py"],
    }


if __name__ == "__main__":
    main()
