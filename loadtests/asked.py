"""The words of `python -m loadtests.replay`, and what this machine lacks for them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from loadtests import before, numbers, options, proxy
from loadtests.postgres import MISSING as POSTGRES_MISSING
from loadtests.postgres import programs
from loadtests.shapes import SHAPES

# Database, ledger, pack and write-ahead log together, measured.
BYTES_AN_ATTEMPT, BYTES_BESIDES = 12_000, 3_000_000_000
# Connections of a run by the clock: Locust counts its own people again before it begins.
MOST_AT_ONCE = 5_000


def refuse(asked: Namespace) -> None:
    """End with a sentence when this machine cannot carry the run."""
    places = list(filter(None, [before.closed_folder(asked.folder), before.closed_file(asked.out)]))
    if places:
        sys.exit("\n".join(places))
    files = before.few_files(asked.at_once if asked.shape == "replay" else 5_000)
    where = asked.folder
    free = shutil.disk_usage(where).free
    wanted = asked.attempts * BYTES_AN_ATTEMPT + BYTES_BESIDES
    little = f"{where} has {free // 10**6} MB free, {wanted // 10**6} MB are needed: --folder elsewhere."
    missing = [
        None if asked.database == "sqlite" or programs() else POSTGRES_MISSING,
        None if proxy.found() else proxy.MISSING,
    ]
    said = list(filter(None, [files, little if free < wanted else None, *missing]))
    if said:
        sys.exit("\n".join(said))


def read(words: Sequence[str]) -> tuple[Namespace, list[str]]:
    """What was asked, and the words that go to Locust."""
    parser = ArgumentParser(
        description="The whole contest on this machine.", epilog="Other words go to Locust."
    )
    parser.add_argument("--database", choices=("postgresql", "sqlite"), required=True)
    parser.add_argument("--shape", choices=sorted(SHAPES), default="replay")
    parser.add_argument(
        "--minutes", type=numbers.minutes, default=6.0, help="How long people arrive; not in a replay."
    )
    parser.add_argument("--participants", type=numbers.people, default=options.PARTICIPANTS)
    parser.add_argument("--attempts", type=numbers.attempts, default=options.ATTEMPTS)
    parser.add_argument("--rounds", type=numbers.rounds, default=options.ROUNDS)
    parser.add_argument(
        "--at-once", type=numbers.some_at_once, default=64, help="People who play at the same time."
    )
    parser.add_argument("--workers", type=numbers.processes, default=2, help="Processes of the server.")
    parser.add_argument("--pool", type=numbers.connections, default=10, help="Database connections of each.")
    parser.add_argument("--saves", type=numbers.saves, default=4)
    parser.add_argument("--retried", type=numbers.share, default=0.05)
    parser.add_argument("--think", type=numbers.seconds, default=0.0)
    parser.add_argument("--assets", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / f"quiz-replay-{stamp}.json")
    asked, others = parser.parse_known_args(words)
    options.refuse(others)
    asked.rounds = asked.rounds if asked.shape == "replay" else 1
    return asked, others
