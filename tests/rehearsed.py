"""What tests of rehearsals share: one as its folder keeps it, made up; and the line of a refusal."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict, replace
from typing import Any

from quiz.cli.rehearsal import verdict as rehearse_verdict
from quiz.cli.rehearsal.verdict import Limits
from quiz.rules.rehearsal_doubts import ENOUGH, Served
from tests.command import Command

LIMITS = Limits(p95=1000, hand_in_p99=2000)
COMPARED = {
    "acknowledged": 200,
    "in_database": 200,
    "lost": 0,
    "double": 0,
    "wrong": 0,
    "phantom": 0,
    "late": 0,
    "places": 0,
    "places_compared": 200,
}
BEGAN, SECONDS = 1_700_000_000, 50
PAGE = {"requests": 100, "failures": 0, "p50": 10, "p95": 40, "p99": 90}


def run_of(shape: str) -> dict[str, Any]:
    """Fifty seconds in which a hundred people played, and 1.2 cores of application were in use."""
    pages = {name: dict(PAGE) for name in ("home", "sheet", "hand in", "hand in (again)", "receipt")}
    moments = range(SECONDS + 1)
    history = [
        {"at": BEGAN + at, "people": 20, "requests": at * 10, "failures": 0, "receipts": at * 2}
        | {"p50": 10, "p95": 40 + at, "p99": 90 + at, "hand_in_p99": 60}
        for at in moments
    ]
    samples = {
        part: [{"at": BEGAN + at, "cores": cores, "megabytes": 200} for at in moments]
        for part, cores in (("app", 1.2), ("generator", 0.6))
    }
    summary = {"pages": pages, "limits_not_kept": []}
    size = {"shape": shape, "participants": 100, "attempts": 100, "minutes": 1.0}
    return {**size, "summary": summary, "history": history, "samples": samples}


def judged(**compared: int) -> dict[str, Any]:
    """A whole rehearsal with its verdict."""
    runs = [run_of("opening"), run_of("deadline")]
    checks = rehearse_verdict.checks(runs, LIMITS, COMPARED | compared)
    return deepcopy(WHOLE) | {
        "runs": runs,
        "compared": COMPARED | compared,
        "checks": rehearse_verdict.document(checks),
        "capacity": rehearse_verdict.capacity(runs, 2),
        "verdict": "passed" if rehearse_verdict.passed(checks) else "failed",
    }


WHOLE: dict[str, Any] = {
    "contest": "ha-giang",
    "round": "tuan-2",
    "title": "Cuộc thi trực tuyến “Tìm hiểu về chuyển đổi số”",
    "title_en": "Online contest “Getting to know digital transformation”",
    "round_title": "Tuần 2",
    "round_title_en": "Week 2",
    "papers": {"": {"version": 1, "commitment": "a" * 64}},
    "build": "0.1.0+0123456789",
    "operator": "ky-thuat@may-chu",
    "started_at": "2026-11-22T05:00:00+00:00",
    "finished_at": "2026-11-22T05:15:00+00:00",
    "expected": {"participants": 40_000, "attempts": 66_000},
    "limits": asdict(LIMITS),
    "machine": {"cores": 2, "memory_mb": 8192, "system": "Linux"},
    "asked": asdict(replace(ENOUGH, think=10.0, served=Served("postgresql", 2))),
    "used": asdict(Served("postgresql", 2)),
    "unranked": "",
    "target": "",
    "database": "PostgreSQL 15",
    "filled": {"people": 40_000, "attempts": 130_000, "seconds": 40},
}


def refused(quiz: Command, *words: object) -> str:
    """The one line of a refusal, in both languages."""
    told = quiz("rehearse", "thu", *words, fails=True).told
    [line] = told.splitlines()
    assert " / " in line
    return line
