"""The public form of a result pack: what outsiders can check without a line that leads to a person.

docs/decisions/0010-what-the-public-pack-leaves-out.md says why each column is there or is not.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from quiz.actions.packs import files as pack_files
from quiz.actions.packs import packing
from quiz.actions.packs import script as pack_script
from quiz.actions.packs import tables as pack_tables
from quiz.actions.packs.classes import FEWEST, Ranked, bands, shareable
from quiz.actions.packs.files import File
from quiz.actions.packs.packing import Exportable
from quiz.rules.drawing import sheet
from quiz.rules.paper import paper_from_document
from quiz.rules.refusals.packs import NothingToExport
from quiz.rules.visibility import answers_shown
from quiz.store import pack, snapshots
from quiz.store.contests import ContestState, RoundState
from quiz.store.snapshots import Snapshot

# Where a rulebook names single people.
NAMING = frozenset({"decisions", "listed", "excluded", "extensions"})
LINE_BYTES = 8


def publishable(state: ContestState, chosen: Exportable, now: datetime) -> Exportable:
    """Which of these rounds the public may have with key and answers; raises NothingToExport when none."""
    reasons = {one.slug: why for one in chosen.rounds if (why := _secret(state, one, now))}
    waiting = (*chosen.waiting, *(f"{slug}: {why}." for slug, why in reasons.items()))
    free = tuple(one for one in chosen.rounds if one.slug not in reasons)
    if not free:
        raise NothingToExport(why=" ".join(waiting))
    return Exportable(free, waiting)


def files(db: Connection, state: ContestState, chosen: Exportable) -> Iterator[File]:
    """Every file of the public form but its manifest."""
    yield pack_script.NAME, [pack_script.source()]
    yield pack_files.ROUNDS, [pack_files.spelled([packing.round_told(one) for one in chosen.rounds])]
    round_ids = [one.id for one in chosen.rounds]
    yield from packing.paper_files(db, chosen)
    yield packing.units_file(db, state)
    shown = _shown(db, state, chosen)
    yield from _rulebooks(db, state, shown)
    told: list[File] = []
    yield pack_files.ATTEMPTS, pack_files.table(pack_files.PUBLIC_COLUMNS, _lines(db, state, shown, told))
    yield from told
    seals = pack.whole_seals(db, state.id, round_ids)
    yield pack_files.SEALS, [pack_files.spelled([_seal(row) for row in seals])]


def _secret(state: ContestState, one: RoundState, now: datetime) -> str:
    """Why the public may not have this round yet; empty when it may."""
    if one.state != "final":
        return "kết quả chưa công bố chính thức / its result is not final"
    if not answers_shown(state.contest, state.contest.round(one.slug), now, one.closes_at):
        return "thể lệ chưa cho công bố đáp án / the rulebook does not show the answers yet"
    return ""


def _shown(db: Connection, state: ContestState, chosen: Exportable) -> list[tuple[str, Snapshot]]:
    found = ((scope, snapshots.shown(db, state.id, scope)) for scope in packing.scopes(state, chosen))
    return [(scope, result) for scope, result in found if result is not None]


def _rulebooks(db: Connection, state: ContestState, shown: list[tuple[str, Snapshot]]) -> Iterator[File]:
    """The versions that judge these results, without the clauses that name a person."""
    used = {result.summary.get("rulebook", state.rulebook_number) for _scope, result in shown}
    used |= {one.rulebook_number or state.rulebook_number for one in state.rounds}
    for row in pack.rulebooks(db, state.id):
        if row.number not in used:
            continue
        left_out: list[str] = []
        document = _nameless(row.document, "", left_out)
        told = {"number": row.number, "document": document, "digest": row.digest, "left_out": left_out}
        yield pack_files.rulebook_name(row.number), [pack_files.spelled(told)]


def _nameless(value: Any, path: str, left_out: list[str]) -> Any:
    """A part of a rulebook with the lists that name people emptied, their paths noted."""
    if isinstance(value, list):
        return [_nameless(one, f"{path}.{number}", left_out) for number, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    told: dict[str, Any] = {}
    for name, part in value.items():
        here = f"{path}.{name}".strip(".")
        if name in NAMING and part:
            left_out.append(here)
            told[name] = []
        else:
            told[name] = _nameless(part, here, left_out)
    return told


def _lines(
    db: Connection, state: ContestState, shown: list[tuple[str, Snapshot]], told: list[File]
) -> Iterator[tuple[Any, ...]]:
    """The attempts that may be shown, round by round in the order of a lot; notes every result in `told`."""
    lengths = _lengths(db, state)
    for scope, result in shown:
        ranked: dict[str, Any] = {}
        rows = pack.counting(db, result.id, scope)
        for block, group in groupby(rows, key=lambda row: str(row.block)):
            people = [_ranked(row, scope, lengths) for row in group]
            shared = sorted((secrets.token_hex(LINE_BYTES), *one.cells) for one in shareable(people))
            yield from shared
            ranked[block] = {
                "people": len(people),
                "shown": len(shared),
                "left_out": len(people) - len(shared),
            }
            ranked[block]["bands"] = [asdict(one) for one in bands(people)]
        told.append(_result(db, state, scope, result, ranked))


def _lengths(db: Connection, state: ContestState) -> dict[int, int]:
    rows = pack.frozen_papers(db, [one.id for one in state.rounds])
    return {row.id: len(sheet(paper_from_document(row.document), b"")) for row in rows}


def _ranked(row: Any, scope: str, lengths: dict[int, int]) -> Ranked:
    """A person of a ranking; the attempt goes with the result of its own round only."""
    if row.paper_id is None or row.own_round != scope or row.own_score is None:
        return Ranked(row.place, row.score, None)
    marks = (lengths[row.paper_id], row.answered, row.correct, row.own_score, row.score)
    cells = (scope, row.block, row.paper_version, row.seed.hex(), *marks, row.answers)
    # Blanks go with them: whom the clock stopped, the board's minutes show.
    likeness = (row.score, row.own_score, row.correct, row.answered, row.paper_version)
    return Ranked(row.place, row.score, likeness, cells)


def _result(db: Connection, state: ContestState, scope: str, result: Snapshot, ranked: Any) -> File:
    rest = pack_tables.published_rest(result.summary, pack.collectives(db, result.id), ())
    known = {"rulebook": state.rulebook_number, "rounds": None, "fixed_truths": [], **result.summary}
    told = {"scope": scope, "version": result.version, "digest": result.digest, "ranked": ranked}
    told |= {name: known[name] for name in ("rulebook", "rounds", "fixed_truths")}
    told |= {"figures": rest["figures"]} | _tables(rest["collectives"])
    return pack_files.result_name(scope, "json"), [pack_files.spelled(told)]


def _tables(collectives: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Collective tables without the units from which only some few people came."""
    kept = {
        table: [row for row in rows if row["participants"] >= FEWEST] for table, rows in collectives.items()
    }
    missing = {table: len(rows) - len(kept[table]) for table, rows in collectives.items()}
    return {"collectives": kept, "units_left_out": missing}


def _seal(row: Any) -> dict[str, Any]:
    return {"number": row.number, "root": row.root, "previous": row.previous}
