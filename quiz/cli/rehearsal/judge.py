"""Compares what the crowd was told with the export, judges, writes the report and keeps the verdict."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from quiz.actions import rehearsing
from quiz.cli.asked import tell
from quiz.cli.rehearsal import report as rehearse_report
from quiz.cli.rehearsal import verdict as rehearse_verdict
from quiz.cli.rehearsal.checks import ROOT
from quiz.cli.rehearsal.crowd import crowd_environment
from quiz.cli.rehearsal.evidence import ledger_files
from quiz.cli.rehearsal.programs import Place, python
from quiz.cli.rehearsal.verdict import KINDS, Limits
from quiz.cli.shell import Shell, contest_of
from quiz.rules.refusals.rehearsals import RunBroken
from quiz.rules.rehearsal_doubts import Asked, Served
from quiz.store.rehearsals import Rehearsal

ID_BYTES = 12
# Nobody of the crowd could begin an attempt: that is a verdict, not an accident.
NOTHING_PLAYED = 2
KEPT = ("checks", "capacity", "compared", "asked", "used")
NO_RESULT = "quiz round finalise"


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged rehearsal and where its report lies."""

    run: dict[str, Any]
    report: Path
    passed: bool


def judge(shell: Shell, run: dict[str, Any], ledgers: Path, pack: Path, out: Path) -> Judged:
    """Judge what was measured; the report goes into `out`, the verdict into the real contest's database."""
    compared, unknown = compare(ledgers, pack)
    found = rehearse_verdict.checks(run["runs"], Limits(**run["limits"]), compared)
    passed, finished = rehearse_verdict.passed(found), shell.clock()
    cores = run["machine"]["cores"]
    run |= {
        "compared": compared,
        "unranked": _unranked(run, compared, unknown),
        "checks": rehearse_verdict.document(found),
        "capacity": rehearse_verdict.capacity(run["runs"], cores),
        "verdict": "passed" if passed else "failed",
        "finished_at": finished.isoformat(),
        "asked": asdict(_asked(run)),
        "used": asdict(Served(shell.settings.database_kind, shell.settings.workers)),
    }
    with shell.reading() as db:
        state = contest_of(db, run["contest"])
    report = rehearse_report.write(run, state.contest.zone)
    file = out / f"{run['contest']}-{run['round']}-{finished:%Y%m%d-%H%M%S}.html"
    out.mkdir(parents=True, exist_ok=True)
    file.write_text(report, encoding="utf-8")
    _keep(shell, run, report, file.name, finished)
    return Judged(run, file, passed)


def _unranked(run: Mapping[str, Any], compared: Mapping[str, int], unknown: list[str]) -> str:
    """Why no place was recounted, "" where some were."""
    if compared.get("places_compared"):
        return ""
    return run.get("unranked") or " ".join(unknown) or NO_RESULT


def compare(ledgers: Path, pack: Path) -> tuple[dict[str, int], list[str]]:
    """The counts of the comparison, and why places could not be recounted. Raises NoRun, RunBroken."""
    together = ledgers / "all"
    found = ledger_files(ledgers)
    shutil.rmtree(together, ignore_errors=True)
    together.mkdir()
    for number, file in enumerate(found):
        (together / f"{number}-{file.name}").symlink_to(file.resolve())
    place = Place(ROOT, crowd_environment())
    status, said, told = python(place, "loadtests.reconcile", str(together), str(pack))
    tell(told.splitlines())
    if status == NOTHING_PLAYED:
        return dict.fromkeys(("acknowledged", "in_database", *KINDS), 0), []
    try:
        counts: dict[str, Any] = json.loads(said)
    except ValueError as error:
        raise RunBroken(part="loadtests.reconcile", said=" ".join(told.split()) or "–") from error
    return counts, counts.pop("places_unknown")


def _asked(run: Mapping[str, Any]) -> Asked:
    limits, minutes = run["limits"], min(one["minutes"] for one in run["runs"])
    served = Served(**run["served"]) if "served" in run else None
    return Asked(minutes, limits["p95"], limits["hand_in_p99"], run.get("think"), served)


def _keep(shell: Shell, run: dict[str, Any], report: str, name: str, finished: datetime) -> None:
    told = Rehearsal(
        public_id=secrets.token_urlsafe(ID_BYTES),
        verdict=run["verdict"],
        build=run["build"],
        papers=run["papers"],
        digest=run["digest"],
        target=run["target"],
        operator=run["operator"],
        participants=run["expected"]["participants"],
        attempts=run["expected"]["attempts"],
        figures={name: run[name] for name in KEPT},
        report_name=name,
        report_digest=hashlib.sha256(report.encode()).hexdigest(),
        started_at=datetime.fromisoformat(run["started_at"]),
        finished_at=finished,
    )
    with shell.writing() as db:
        state = contest_of(db, run["contest"])
        this = rehearsing.rehearsable(db, state, run["round"])
        rehearsing.keep(db, state, this, told, report, now=finished)
