"""What a rehearsal is about to do, and the folder in which it keeps what it did."""

from __future__ import annotations

import getpass
import json
import os
import platform
import socket
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from quiz.actions import rehearsing
from quiz.build import build
from quiz.cli.rehearsal.verdict import Limits
from quiz.cli.shell import NoSuchName, Shell, contest_of
from quiz.rules.refusals.rehearsals import RoundOver
from quiz.rules.refusals.staging import NoRun
from quiz.rules.rehearsing import Expected, Load, Shape, attempts_a_person, load
from quiz.store import rehearsals
from quiz.store.contests import WITH_RESULTS, ContestState, RoundState

RUN = "run.json"
KEPT = {"contest", "round", "papers", "build", "operator", "expected", "limits", "machine", "target", "runs"}
KEPT |= {"started_at"}
OVER = ("closed", *WITH_RESULTS)
MEGA = 1024 * 1024
# Between and after the runs: starting the crowd, closing, waiting for what is still open, the export.
BESIDES = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Size:
    """What was said about the size: people, attempts of the round, minutes of a run, seconds of a sheet."""

    participants: int | None
    attempts: int | None
    minutes: float
    think: float


@dataclass(frozen=True, slots=True)
class Plan:
    """One rehearsal of one round, before it begins."""

    state: ContestState
    this: RoundState
    papers: dict[str, Any]
    expected: Expected
    loads: tuple[Load, ...]
    limits: Limits
    think: float
    folder: Path
    began: datetime

    @property
    def needed(self) -> timedelta:
        """How long the round in the copy stays open."""
        return BESIDES + timedelta(minutes=sum(one.minutes for one in self.loads))

    @property
    def attempts_a_person(self) -> int:
        """How often an invented person may play."""
        blocks = self.state.contest.block_slugs()
        return min(attempts_a_person(self.state.contest.rules_for(self.this.slug, one)) for one in blocks)

    def document(self) -> dict[str, Any]:
        """What stands in the folder's `run.json` whatever happens afterwards."""
        title, name = self.state.contest.title, self.state.contest.round(self.this.slug).title
        return {
            "contest": self.state.slug,
            "round": self.this.slug,
            "title": title.say("vi"),
            "title_en": title.say("en"),
            "round_title": name.say("vi"),
            "round_title_en": name.say("en"),
            "papers": self.papers,
            "digest": rehearsing.papers_digest(self.papers),
            "build": build(),
            "operator": operator(),
            "started_at": self.began.isoformat(),
            "expected": asdict(self.expected),
            "limits": asdict(self.limits),
            "think": self.think,
            "machine": machine(),
        }


def plan(shell: Shell, contest: str, slug: str, size: Size, limits: Limits, out: Path | None) -> Plan:
    """What is to be done; raises a Refusal where the round cannot be rehearsed."""
    with shell.reading() as db:
        state = contest_of(db, contest)
        this = rehearsing.rehearsable(db, state, named_round(state, slug))
        if this.state in OVER:
            raise RoundOver(round=this.slug)
        expected = rehearsing.expected(db, state, this, size.participants, size.attempts)
        papers = rehearsals.paper_versions(db, this.id)
    name = f"{contest}-{this.slug}-{shell.now:%Y%m%d-%H%M%S}"
    return Plan(
        state=state,
        this=this,
        papers=papers,
        expected=expected,
        loads=tuple(load(shape, expected, size.minutes) for shape in Shape),
        limits=limits,
        think=size.think,
        folder=(out or Path("var/rehearsals") / name).absolute(),
        began=shell.now,
    )


def remember(folder: Path, run: dict[str, Any]) -> None:
    """Keep what was measured, so that it can be judged later or elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    spelled = json.dumps(run, ensure_ascii=False, indent=1)
    (folder / RUN).write_text(f"{spelled}\n", encoding="utf-8")


def recall(folder: Path) -> dict[str, Any]:
    """What was kept in that folder; raises NoRun."""
    try:
        found = json.loads((folder / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoRun(folder=folder, why=type(error).__name__) from error
    if not isinstance(found, dict) or not found.keys() >= KEPT:
        raise NoRun(folder=folder, why=RUN)
    return found


def machine() -> dict[str, Any]:
    """The machine that the command runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGA
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return {"cores": len(os.sched_getaffinity(0)), "memory_mb": memory, "system": system}


def operator() -> str:
    """Who ran the command, as the machine knows them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = str(os.getuid())
    return f"{name}@{socket.gethostname()}"


def named_round(state: ContestState, said: str) -> str:
    """The slug of the round of that slug or number; raises NoSuchName."""
    for one in state.rounds:
        if said in (one.slug, str(one.number)):
            return one.slug
    raise NoSuchName(name=said, known=", ".join(one.slug for one in state.rounds) or "–")
