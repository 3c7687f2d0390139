"""Writes the report of a rehearsal: one HTML file that needs nothing else, Vietnamese first, then English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from quiz.cli.rehearsal.charts import Line, chart
from quiz.cli.rehearsal.verdict import SAFE_SHARE, rates
from quiz.cli.rehearsal.words import LANGUAGES, number, page, short, word
from quiz.rules.rehearsal_doubts import ENOUGH, Served, asked_of, weaknesses
from quiz.rules.rehearsing import HOUR_SHARE

TEMPLATE = Path(__file__).with_name("report.html")
UNITS = {"p95": " ms", "hand_in_p99": " ms", "failures": " %"}
AT_LEAST = ("delivered", "acknowledged")
PARTS = {"app": "app", "database": "db", "generator": "generator"}

Run = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its title."""

    title: str
    svg: Markup


def write(run: Run, zone: ZoneInfo) -> str:
    """The report of a judged run."""
    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    says = {lang: _said(lang, run, zone) for lang in LANGUAGES}
    return template.render(run=run, word=word, says=says)


def _said(lang: str, run: Run, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "facts": _facts(lang, run, zone),
        "weak": _weak(lang, run),
        "checks": [_check(lang, one, run["compared"]) for one in run["checks"]],
        "unranked": word(lang, "unranked").format(why=run["unranked"]) if run["unranked"] else "",
        "runs": [_run(lang, run, one) for one in run["runs"]],
        "capacity": [{"name": word(lang, one["shape"])} for one in run["capacity"]],
        "capacity_rows": _capacity(lang, run["capacity"]),
        "capacity_notes": [word(lang, "estimate_means").format(share=round(SAFE_SHARE * 100))],
        "assumed": word(lang, "assumed_means").format(
            share=round(HOUR_SHARE * 100), minutes=short(lang, run["runs"][0]["minutes"])
        ),
        "differs": [word(lang, f"differs_{name}") for name in _differences(run)],
    }


def _differences(run: Run) -> tuple[str, ...]:
    return ("dates", "people", "site" if run["target"] else "path")


def _facts(lang: str, run: Run, zone: ZoneInfo) -> list[tuple[str, str]]:
    machine, size = run["machine"], run["expected"]
    papers = "; ".join(
        f"{block or word(lang, 'no_block')}: v{one['version']}, {one['commitment'][:16]}…"
        for block, one in run["papers"].items()
    )
    memory = number(lang, machine["memory_mb"] / 1024, 1)
    place = (
        f"{machine['cores']} {word(lang, 'cores')}, {memory} GB {word(lang, 'memory')}, {machine['system']}"
    )
    facts = [
        ("when", f"{_instant(run['started_at'], zone)} – {_instant(run['finished_at'], zone)} ({zone.key})"),
        ("operator", run["operator"]),
        ("build", run["build"]),
        ("papers", papers),
        ("expected", _size(lang, size["participants"], size["attempts"])),
        ("machine", place),
        *_served(lang, run),
    ]
    if run["target"]:
        return _named(lang, [*facts, ("target", run["target"])])
    filled = _size(lang, run["filled"]["people"], run["filled"]["attempts"])
    return _named(lang, [*facts, ("filled", filled)])


def _served(lang: str, run: Run) -> list[tuple[str, str]]:
    """What served the rehearsal, and what serves the real contest."""
    asked, used = asked_of(run), Served(**run["used"])
    facts = [("in_use", f"{used.database_name}, {number(lang, used.workers)} {word(lang, 'workers')}")]
    if asked.served:
        name = run.get("database") or asked.served.database_name
        said = f"{name}, {number(lang, asked.served.workers)} {word(lang, 'workers')}"
        facts.insert(0, ("served", said))
    if asked.think is not None:
        facts.append(("think", f"{short(lang, asked.think)} {word(lang, 'seconds')}"))
    return facts


def _named(lang: str, facts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(word(lang, name), said) for name, said in facts]


def _size(lang: str, people: int, attempts: int) -> str:
    return f"{number(lang, people)} {word(lang, 'people')}, {number(lang, attempts)} {word(lang, 'attempts')}"


def _instant(spelled: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(spelled).astimezone(zone).strftime("%H:%M %d/%m/%Y")


def _weak(lang: str, run: Run) -> list[str]:
    """What makes this run prove less than it could."""
    asked, used = asked_of(run), Served(**run["used"])
    served = asked.served or used
    values = {
        "found": short(lang, asked.minutes),
        "enough": short(lang, ENOUGH.minutes),
        "page": number(lang, ENOUGH.p95),
        "hand_in": number(lang, ENOUGH.hand_in_p99),
        "rehearsed": served.database_name,
        "used": used.database_name,
        "workers": number(lang, served.workers),
        "used_workers": number(lang, used.workers),
    }
    return [word(lang, doubt).format(**values) for doubt, holds in weaknesses(asked, used) if holds]


def _check(lang: str, one: Mapping[str, Any], compared: Mapping[str, int]) -> dict[str, Any]:
    count = number(lang, compared.get("places_compared", 0))
    name = word(lang, one["name"]).format(page=page(lang, one["page"]), count=count)
    sign = word(lang, "at_least" if one["name"] in AT_LEAST else "at_most")
    unit, scale = UNITS.get(one["name"], ""), 100 if one["name"] == "failures" else 1
    places = 2 if one["name"] == "failures" and one["found"] else 0
    return {
        "name": f"{word(lang, one['shape'])}: {name}" if one["shape"] else name,
        "asked": f"{sign} {number(lang, one['asked'] * scale)}{unit}",
        "found": f"{number(lang, one['found'] * scale, places)}{unit}",
        "met": one["met"],
    }


def _run(lang: str, whole: Run, run: Run) -> dict[str, Any]:
    size = _size(lang, run["participants"], run["attempts"])
    minutes = f"{short(lang, run['minutes'])} {word(lang, 'minutes')}"
    rows = sorted(run["summary"]["pages"].items())
    return {
        "name": word(lang, run["shape"]),
        "means": word(lang, f"{run['shape']}_means"),
        "load": f"{word(lang, 'load')}: {size}, {minutes}.",
        "charts": _charts(lang, whole, run),
        "notes": _notes(lang, whole, run),
        "pages": [{"name": page(lang, name), "cells": _cells(lang, row)} for name, row in rows],
    }


def _notes(lang: str, whole: Run, run: Run) -> list[str]:
    notes = [word(lang, "not_measured")] if whole["target"] else []
    if not whole["target"] and "database" not in run["samples"]:
        notes.append(word(lang, "sqlite_inside"))
    said = run["summary"].get("limits_not_kept", ())
    return notes + [f"{word(lang, 'told')}: {sentence}" for sentence in said]


def _cells(lang: str, row: Mapping[str, Any]) -> list[str]:
    counted = [number(lang, row[name]) for name in ("requests", "failures")]
    return counted + [number(lang, row[name]) for name in ("p50", "p95", "p99")]


def _charts(lang: str, whole: Run, run: Run) -> list[Drawn]:
    history, name = run["history"], word(lang, run["shape"])
    begun = history[0]["at"] if history else 0.0
    lines = {
        "throughput": [Line(word(lang, "requests"), rates(history, "requests"))],
        "finished": [Line(word(lang, "receipts"), rates(history, "receipts"))],
        "latency": [
            *(Line(p, [(one["at"] - begun, one[p]) for one in history]) for p in ("p50", "p95", "p99")),
            Line(
                word(lang, "latency_hand_in"),
                [(one["at"] - begun, one["hand_in_p99"]) for one in history if one.get("hand_in_p99")],
            ),
        ],
        "cpu": _samples(lang, run, "cores", begun),
        "ram": _samples(lang, run, "megabytes", begun),
    }
    limits = {"latency": (f"p95 ≤ {number(lang, whole['limits']['p95'])} ms", float(whole["limits"]["p95"]))}
    return [_drawn(lang, name, key, some, limits.get(key)) for key, some in lines.items() if any(some)]


def _drawn(lang: str, shape: str, key: str, lines: list[Line], limit: tuple[str, float] | None) -> Drawn:
    title = word(lang, key)
    drawn = chart(lines, title=f"{shape}: {title}", number=lambda value: short(lang, value), limit=limit)
    return Drawn(title, drawn)


def _samples(lang: str, run: Run, measure: str, begun: float) -> list[Line]:
    return [
        Line(
            word(lang, PARTS[part]),
            [(one["at"] - begun, one[measure]) for one in found if one["at"] >= begun],
        )
        for part, found in run["samples"].items()
    ]


def _capacity(lang: str, found: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    parts = [part for part in PARTS if any(one["cpu_ms"].get(part) for one in found)]

    def row(name: str, values: list[float | None], unit: str = "") -> dict[str, Any]:
        cells = ["–" if value is None else f"{short(lang, value)}{unit}" for value in values]
        return {"name": name, "cells": cells}

    per_second = f" {word(lang, 'attempts')}/s"
    highest = word(lang, "highest")
    return [
        row(highest, [one["requests_per_second"] for one in found], f" {word(lang, 'requests')}"),
        row(highest, [one["attempts_per_second"] for one in found], per_second),
        row(word(lang, "needed"), [one["wanted"] for one in found], per_second),
        *(
            row(
                f"{word(lang, 'cost')}: {word(lang, PARTS[part])}", [one["cpu_ms"].get(part) for one in found]
            )
            for part in parts
        ),
        row(word(lang, "estimate"), [one["estimate"] for one in found], per_second),
    ]
