"""Faults that stand beside others: dates and clauses are looked at apart, so that none hides another."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from quiz.rules.faults import Fault, RulebookFaults
from quiz.rules.rulebook import CLAUSES, from_form
from quiz.rules.toml_lines import KeyPath

Document = Mapping[str, Any]
# Weighed against clauses or dates, so they say nothing sure without them.
WEIGHED = ("overall", "collectives")
DATED = ("progressions", "extensions")
ASKED = ("registration", "eligibility")
PLAIN = {"opens": "2026-01-01 00:00", "closes": "2026-12-31 24:00"}
WHOLE_DAY = [{"slug": "ca", "opens": "00:00", "closes": "24:00"}]


def all_faults(document: Document, found: Iterable[Fault]) -> list[Fault]:
    """The faults found and those that they kept from being seen, each key once."""
    known = {fault.path: fault for fault in found}
    for view, belongs in VIEWS:
        for fault in _faults(view(document)):
            if belongs(fault.path):
                known.setdefault(fault.path, fault)
    return list(known.values())


def _faults(document: Document) -> Iterator[Fault]:
    try:
        from_form(document)
    except RulebookFaults as refused:
        yield from refused.faults


def _without_clauses(document: Document) -> Document:
    """Dates, blocks and registration under the most usual clauses."""
    kept = _without(document, (*CLAUSES, *WEIGHED))
    return kept | {
        name: [_without(one, CLAUSES) for one in kept.get(name, [])] for name in ("rounds", "blocks")
    }


def _on_plain_dates(document: Document) -> Document:
    """The clauses in rounds that are open all the year, for people who sign up as usual."""
    slugs = {one.get("slug") for one in document.get("rounds", [])}
    rounds = [_plain(one, number, slugs) for number, one in enumerate(document.get("rounds", []), 1)]
    return _without(document, (*WEIGHED, *DATED, *ASKED)) | {"rounds": rounds}


def _plain(one: Document, number: int, slugs: Container[Any]) -> Document:
    own = {name: one[name] for name in (*CLAUSES, "counts", "parent") if name in one}
    if own.get("parent") not in slugs:
        own.pop("parent", None)
    named = {"slug": one.get("slug") or f"vong-{number}", "number": number, "title": "…"}
    return own | PLAIN | named | {"sittings": WHOLE_DAY if one.get("sittings") else []}


def _without(document: Document, names: Iterable[str]) -> dict[str, Any]:
    left_out = set(names)
    return {name: one for name, one in document.items() if name not in left_out}


def _in_a_clause(path: KeyPath) -> bool:
    own = path[2:] if path[:1] in (("rounds",), ("blocks",)) else path
    return bool(own) and own[0] in CLAUSES


def _elsewhere(path: KeyPath) -> bool:
    return not _in_a_clause(path)


VIEWS: tuple[tuple[Callable[[Document], Document], Callable[[KeyPath], bool]], ...] = (
    (_without_clauses, _elsewhere),
    (_on_plain_dates, _in_a_clause),
)
