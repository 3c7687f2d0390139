"""The whole contest on this machine: server, database, nginx with TLS, crowd; then results, all compared.

    python -m loadtests.replay --database postgresql
    python -m loadtests.replay --database sqlite --participants 3000 --attempts 6600
    python -m loadtests.replay --database postgresql --shape deadline --participants 13000 --attempts 13000

It makes everything in a folder of its own and removes it; the figures go to a JSON file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from loadtests import asked, programme, proxy, report
from loadtests.ledger import ROUND_OVER
from loadtests.meter import APPLICATION, Meter
from loadtests.postgres import postgres
from loadtests.programme import CONTEST, REASON
from loadtests.report import Figures
from loadtests.stage import (
    LOCUST,
    QUIZ,
    ROOT,
    Stage,
    end_when_told,
    free_port,
    played,
    refuse_words,
    settings,
    wait_until_ready,
)
from loadtests.wire import trusting_nobody

LOOK_SECONDS = 1.0
# A round by the clock is open for so long before the first comes: server and crowd have to start.
BEFORE = timedelta(seconds=40)
# Hand-ins count until a minute after the close; marking the last ones takes a little longer.
GRACE_SECONDS, SETTLED_SECONDS, COMMAND_SECONDS = 60, 900, 3_600
TAIL = 4_000


def main(words: Sequence[str]) -> int:
    """0 when everybody was served, nothing lost, double or wrong, and every place is recounted the same."""
    wanted, others = asked.read(words)
    refuse_words(others)
    asked.refuse(wanted)
    end_when_told()
    with (
        tempfile.TemporaryDirectory(prefix="quiz-replay-", dir=wanted.folder) as made,
        ExitStack() as running,
    ):
        Path(made).chmod(0o755)  # the database's own account has to come through
        figures = Replay(wanted, others, Path(made), running).play()
        figures.server_log = _tail(Path(made) / "server.log")
    sys.stdout.write(report.text(figures))
    sys.stdout.flush()
    wanted.out.write_text(
        json.dumps(figures.document(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"written to {wanted.out}\n")
    return 0 if figures.holds else 1


class Replay:
    """One run: the stage is set up once, and round follows round on it."""

    def __init__(self, wanted: Namespace, others: list[str], folder: Path, running: ExitStack) -> None:
        self._asked, self._others, self._folder, self._running = wanted, others, folder, running
        self._parts: dict[str, int] = {}
        self._finalised: set[str] = set()
        self._tls, self._socket = free_port(), folder / "quiz.sock"
        self._stage = Stage(folder, self._settings())
        self._figures = Figures(vars(wanted) | {"others": others})
        self._in_relay, self._closes = wanted.shape == "replay", 0.0

    def play(self) -> Figures:
        """Everything from the first sign-up to the recount."""
        slugs = programme.prepare(self._stage, self._asked.rounds)
        lasts = programme.LONGEST if self._in_relay else BEFORE + timedelta(minutes=self._asked.minutes)
        opens = programme.open_next(self._stage, 0, lasts)
        self._serve()
        self._closes = (opens + lasts).timestamp()
        time.sleep(max((opens - datetime.now(UTC)).total_seconds() + 1, 0))
        meter = Meter(self._parts)
        crowd = self._running.enter_context(self._stage.running(self._locust(), "locust", cwd=ROOT))
        self._parts["generator"] = crowd.pid
        self._stage.seconds_of_commands.clear()
        meter.start()
        self._figures.begun = time.time()
        try:
            self._rounds(slugs, crowd)
        finally:
            meter.stop()
        self._figures.metered(meter, self._stage.seconds_of_commands)
        self._figures.crowd(self._folder / "ledger" / "summary.json", crowd.wait())
        self._compare()
        return self._figures

    def _settings(self) -> dict[str, str]:
        address = f"sqlite:///{self._folder / 'quiz.db'}"
        if self._asked.database == "postgresql":
            made = self._running.enter_context(postgres(self._folder / "pg"))
            self._parts["database"], address = made.postmaster, made.address
        return settings(
            address,
            QUIZ_WORKERS=str(self._asked.workers),
            QUIZ_POOL_SIZE=str(self._asked.pool),
            QUIZ_BIND=f"unix:{self._socket}",
            QUIZ_PROXIES="1",
            QUIZ_TRUSTED_HOSTS="localhost,127.0.0.1",
            QUIZ_PUBLIC_URL=f"https://localhost:{self._tls}",
        )

    def _serve(self) -> None:
        start = self._running.enter_context
        server = start(self._stage.running([*QUIZ, "serve"], "server", cwd=self._folder))
        command = proxy.prepare(
            self._folder / "nginx", tls=self._tls, plain=free_port(), socket=self._socket, workers=2
        )
        front = start(self._stage.running(command, "nginx", cwd=self._folder))
        self._parts |= {APPLICATION: server.pid, "nginx": front.pid}
        wait_until_ready(f"https://localhost:{self._tls}/", server, trusting_nobody())

    def _locust(self) -> list[str]:
        wanted = self._asked
        told = {
            "--host": f"https://localhost:{self._tls}",
            "--contest": CONTEST,
            "--ledger": self._folder / "ledger",
            "--participants": wanted.participants,
            "--attempts": wanted.attempts,
            "--rounds": wanted.rounds,
            "--saves": wanted.saves,
            "--retried": wanted.retried,
            "--think": wanted.think,
            "--shape": wanted.shape,
            "--trust": "loopback",
        }
        told |= {"--at-once": wanted.at_once, "--walk-away": 0} if self._in_relay else self._by_the_clock()
        words = [str(word) for pair in told.items() for word in pair] + ["--own-addresses"]
        words += ["--assets"] if wanted.assets else []
        return [*LOCUST, *words, *self._others]

    def _by_the_clock(self) -> dict[str, Any]:
        return {"--minutes": self._asked.minutes, "--closes": self._closes}

    def _rounds(self, slugs: Sequence[str], crowd: subprocess.Popen[bytes]) -> None:
        """Close each round when its last attempt is over, open the next, and make results meanwhile."""
        for number, slug in enumerate(slugs):
            self._wait_for_end_of(number, slugs, crowd)
            self._figures.round_over(slug)
            self._stage.quiz("round", "close", CONTEST, slug, "--reason", REASON)
            if slug != slugs[-1]:
                programme.open_next(self._stage, number + 1)
        self._figures.note("last round closed")
        until = time.monotonic() + SETTLED_SECONDS
        while self._finalise(slugs) != len(slugs):
            if time.monotonic() > until:
                raise SystemExit(f"only {sorted(self._finalised)} could be finalised")
            time.sleep(LOOK_SECONDS * 5)
        self._figures.note("results published")

    def _wait_for_end_of(self, number: int, slugs: Sequence[str], crowd: subprocess.Popen[bytes]) -> None:
        if not self._in_relay:
            crowd.wait()
            if not played(self._folder / "ledger"):
                raise SystemExit(self._gone())
            return
        while not _over(self._folder / "ledger", number):
            if crowd.poll() is not None and not _over(self._folder / "ledger", number):
                raise SystemExit(self._gone())
            self._finalise(slugs[:number])
            time.sleep(LOOK_SECONDS)

    def _gone(self) -> str:
        return f"the crowd has gone: {_tail(self._folder / 'locust.log')}"

    def _finalise(self, slugs: Sequence[str]) -> int:
        """How many of these have their final result; one that cannot have it yet is tried again later."""
        for slug in slugs:
            if slug in self._finalised:
                continue
            if self._figures.seconds_since(slug) < GRACE_SECONDS:
                break
            if self._stage.tried("round", "finalise", CONTEST, slug, seconds=COMMAND_SECONDS).returncode:
                break
            self._stage.quiz("round", "publish", CONTEST, slug)
            self._finalised.add(slug)
            self._figures.note(f"{slug} published")
        return len(self._finalised)

    def _compare(self) -> None:
        """Export, hold ledger against database, recount."""
        pack, figures = self._folder / "pack", self._figures
        self._stage.quiz("export", CONTEST, "--out", str(pack), seconds=COMMAND_SECONDS)
        figures.note("exported")
        words = [sys.executable, "-m", "loadtests.reconcile", str(self._folder / "ledger"), str(pack)]
        done = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
        figures.compared(done.stdout, done.stderr, done.returncode)
        figures.note("compared")
        counted = self._stage.tried("recount", str(pack), seconds=COMMAND_SECONDS)
        figures.recounted(counted.stdout + counted.stderr, counted.returncode)
        figures.note("recounted")


def _over(folder: Path, number: int) -> bool:
    """Has every generator told that this round has been played?"""
    files = list(folder.glob("*.jsonl"))
    return bool(files) and all(_tells(path, number) for path in files)


def _tells(path: Path, number: int) -> bool:
    with path.open("rb") as lines:
        lines.seek(max(path.stat().st_size - 20_000, 0))
        return f'"event":"{ROUND_OVER}","number":{number}'.encode() in lines.read()


def _tail(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")[-TAIL:] if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
