"""The rows of a result pack, from the database and from a recount: equal results are spelled alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from quiz.actions.packs.files import harmless, receipt_digest, spoken
from quiz.rules.collectives import CollectiveRow
from quiz.rules.counting import THOUSAND
from quiz.rules.records import Person
from quiz.rules.results import Entry
from quiz.rules.units import Unit
from quiz.rules.veiling import Veil
from quiz.store import evaluating

Cells = tuple[Any, ...]
FIGURES = ("truth", "participants", "attempts", "valid_attempts")


def unit(one: Unit) -> Iterator[Cells]:
    """The rows of a unit: one, and one more for every time that it moved."""
    starts = (one.valid_from, *(move.at for move in one.moves))
    parents = (one.parent, *(move.parent for move in one.moves))
    ends = (*starts[1:], one.valid_to)
    about: Cells = (harmless(one.name), ";".join(one.groups), one.headcount, one.population, one.target)
    about = (*about, one.jury)
    last = len(starts) - 1
    for number, (parent, start, end) in enumerate(zip(parents, starts, ends, strict=True)):
        told = about if number == 0 else (None,) * len(about)
        became = ";".join(one.successors) if number == last else None
        yield (one.code, parent, *told, spoken(start), spoken(end), became)


def participant(one: Person, veil: Veil) -> Cells:
    """A row of the participants: no name, no contact, a birth date only as far as the rulebook asks."""
    birth = veil.shown(one.birth_date)
    prize = "yes" if one.may_win else "no"
    born, nation = birth.isoformat() if birth else None, veil.nationality(one.nationality)
    return one.participant, one.unit, one.block, born, prize, nation


def attempt(row: Any, questions: int, bonus: float) -> Cells:
    """A row of the attempts, without anything that tells a device or a place."""
    whose = (row.public_id, row.code, row.round, row.block, row.unit, row.number)
    drawn = (row.paper_version, row.seed.hex())
    times = map(spoken, (row.started_at, row.deadline_at, row.last_edit_at, row.finished_at))
    marks = (row.late, questions, row.answered, row.correct, row.score, row.key_version, bonus or None)
    extra = row.extra if isinstance(row.extra, int | float) else None
    status = "valid" if evaluating.counts(row) else "void"
    seal = (row.seal, row.leaf if row.seal else None, row.leaf_nonce.hex(), receipt_digest(row.receipt))
    return (*whose, *drawn, *times, *marks, row.answers, row.prediction, extra, status, *seal)


def published_ranking(rows: Iterable[Any]) -> Iterator[Cells]:
    """The individual ranking as it was published."""
    for row in rows:
        detail = row.detail or {}
        yield (
            row.block,
            row.place,
            row.code,
            row.public_id,
            row.unit,
            row.score,
            row.correct,
            row.duration_us,
            row.prediction_distance,
            detail.get("attempts"),
            _yes(detail.get("can_win")),
        )


def recounted_ranking(entries: Iterable[Entry]) -> Iterator[Cells]:
    """The individual ranking as the rules give it again."""
    for entry in entries:
        for row in entry.ranking:
            one = row.counted
            yield (
                entry.block or "",
                row.place,
                one.participant,
                one.attempt,
                one.unit,
                one.score / THOUSAND,
                one.correct,
                one.duration,
                row.distance,
                one.used,
                _yes(row.can_win),
            )


def published_rest(summary: Any, collectives: Iterable[Any], prizes: Iterable[Any]) -> dict[str, Any]:
    """Figures, collective tables and winners as they were published."""
    figures = {
        block: {name: told[name] for name in FIGURES} for block, told in summary.get("blocks", {}).items()
    }
    tables: dict[str, list[Cells]] = {}
    for row in collectives:
        apart = (row.detail or {}).get("apart") or ""
        cells = (row.place, row.code, row.value, row.participants, row.attempts, row.prize, apart)
        tables.setdefault(row.board, []).append(cells)
    winners = sorted(map(_published_prize, prizes), key=str)
    told = {"figures": figures, "collectives": _collectives(tables), "winners": winners}
    return told | _going_on(summary.get("advanced", ()))


def recounted_rest(entries: Iterable[Entry], advanced: Iterable[Any] = ()) -> dict[str, Any]:
    """Figures, collective tables, winners and who goes on, as the rules give them again."""
    figures: dict[str, dict[str, Any]] = {}
    tables: dict[str, list[Cells]] = {}
    winners: list[dict[str, Any]] = []
    for entry in entries:
        block = entry.block or ""
        figures[block] = {name: getattr(entry, name) for name in FIGURES}
        winners += [
            _prize(block, one.prize, one.place, shared=one.shared, participant=one.participant)
            | ({"waits": True} if one.waits else {})
            for one in entry.awards.winners
        ]
        for table in entry.collectives:
            tables[table.table] = [_unit_cells(row) for row in (*table.ranking, *table.apart)]
            winners += [
                _prize(block, row.prize, row.place, shared=row.shared, unit=row.unit)
                for row in table.ranking
                if row.prize
            ]
    tables = {name: rows for name, rows in tables.items() if rows}
    return {
        "figures": figures,
        "collectives": _collectives(tables),
        "winners": sorted(winners, key=str),
        **_going_on(advanced),
    }


def _going_on(advanced: Iterable[Any]) -> dict[str, Any]:
    """Who goes on, where the rulebook lets anybody; packs without a final keep the digest they had."""
    told = list(advanced)
    return {"advanced": told} if told else {}


def _unit_cells(row: CollectiveRow) -> Cells:
    value = None if row.value is None else float(row.value)
    return row.place, row.unit, value, row.participants, row.attempts, row.prize or None, row.apart


def _collectives(tables: dict[str, list[Cells]]) -> dict[str, list[dict[str, Any]]]:
    names = ("place", "unit", "value", "participants", "attempts", "prize", "apart")
    return {
        board: [dict(zip(names, cells, strict=True)) for cells in sorted(rows, key=str)]
        for board, rows in tables.items()
    }


def _published_prize(row: Any) -> dict[str, Any]:
    won = _prize(
        row.block, row.prize, row.place, shared=bool(row.shared), participant=row.code, unit=row.unit
    )
    return won | ({"waits": True} if (row.detail or {}).get("waits") else {})


def _prize(
    block: str,
    prize: str,
    place: int | None,
    *,
    shared: bool = False,
    participant: str | None = None,
    unit: str | None = None,
) -> dict[str, Any]:
    won = {"block": block, "prize": prize, "place": place, "shared": shared}
    return won | ({"unit": unit} if unit else {"participant": participant})


def _yes(flag: object) -> str:
    return "yes" if flag else "no"
