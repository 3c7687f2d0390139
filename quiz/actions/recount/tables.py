"""Fourth part of the script in a result pack: tables of units, from their tree as it stood at the close."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from quiz.actions.recount.marking import Attempt
from quiz.actions.recount.reading import Line, microseconds

PRIZED = {"winners", "weighted_winners"}
DONE = {"participants", "attempts", "valid_attempts", "ratio", "mean_score", "share_at"}
METRICS = DONE - {"share_at"} | {"headcount", "population", "target", "jury"}
Won = Sequence[tuple[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Tree:
    """The units at one instant: first line, parent and, where merged, successor of each; who wins nothing."""

    first: dict[str, Line]
    parent: dict[str, str]
    became: dict[str, str]
    window: tuple[int, int]
    barred: set[str] = field(default_factory=set)

    def heir(self, unit: str) -> str:
        """The unit itself or what it has become."""
        for _ in self.became:
            unit = self.became.get(unit, unit)
        return unit

    def line(self, unit: str) -> list[str]:
        """The unit, or what it has become, and all above it."""
        found = [self.heir(unit)] if unit else []
        while found and len(found) <= len(self.parent) and (above := self.parent.get(found[-1])):
            found.append(self.heir(above))
        return found

    def has(self, unit: str) -> bool:
        """Did the unit stand for itself at any time of the window?"""
        opens, closes = self.window
        told = self.first[unit]
        begun = not told["valid_from"] or microseconds(told["valid_from"]) < closes
        return (
            unit not in self.became
            and begun
            and (not told["valid_to"] or opens < microseconds(told["valid_to"]))
        )


def tree_at(lines: Sequence[Line], window: tuple[int, int], excluded: Iterable[str] = ()) -> Tree:
    """The tree at the last moment of a window; a unit that moves has several lines."""
    tree = Tree({}, {}, {}, window)
    for line in sorted(
        lines, key=lambda one: microseconds(one["valid_from"]) if one["valid_from"] else -(10**18)
    ):
        unit = line["unit"]
        if unit not in tree.first or microseconds(line["valid_from"]) < window[1]:
            tree.parent[unit] = line["parent"]
        tree.first.setdefault(unit, dict(line))["valid_to"] = line["valid_to"]
        is_over = bool(line["valid_to"]) and microseconds(line["valid_to"]) < window[1]
        if is_over and line["successor"] and ";" not in line["successor"]:
            tree.became[unit] = line["successor"]
    tree.barred.update(_barred(lines, window[1], {*excluded}))
    return tree


def _barred(lines: Sequence[Line], closes: int, excluded: Set[str]) -> set[str]:
    """The units excluded and all that stood below one of them at any moment before the close."""
    dates = {microseconds(at) for one in lines for at in (one["valid_from"], one["valid_to"]) if at}
    found = {*excluded}
    for instant in {closes, *(at for at in dates if at < closes)} if excluded else ():
        before = tree_at(lines, (instant, instant))
        for unit, told in before.first.items():
            has_begun = not told["valid_from"] or microseconds(told["valid_from"]) < instant
            if has_begun and excluded & {*before.line(unit)}:
                found.add(unit)
    return found


def window_of(book: Any, slugs: Iterable[str], attempts: Iterable[Attempt]) -> tuple[int, int]:
    """From the first opening to the last close of these rounds, of those played where any was."""
    told = {one["slug"]: one for one in book["rounds"]}
    played = {one.round for one in attempts}
    chosen = [told[slug] for slug in slugs]
    chosen = [one for one in chosen if one["slug"] in played or one["counts"] == "children"] or chosen
    return min(_instant(one["opens"]) for one in chosen), max(_instant(one["closes"]) for one in chosen)


def unknown_metric(table: Any, unknown_prizes: str) -> str:
    """Why a table cannot be made again; empty when it can."""
    if table["blocks"]:
        return "blocks"
    strange = [one for one in (table["metric"], *table["then_by"]) if one.strip() not in METRICS | PRIZED]
    if strange:
        return f"metric {strange[0]}"
    return unknown_prizes if counts_prizes(table) else ""


def counts_prizes(table: Any) -> bool:
    """Does a table ask what people of a unit won?"""
    return any(one.strip() in PRIZED for one in (table["metric"], *table["then_by"]))


def table_rows(
    table: Any, tree: Tree, attempts: Sequence[Attempt], valid: set[str], won: Won
) -> dict[str, Any]:
    """The rows of a table by unit; `valid` are the attempts that count, `won` unit and weight of prizes."""
    is_branch = table["roll_up"] == "branch"
    did = _did(tree, attempts, valid, is_branch=is_branch)
    weights: dict[str, list[Fraction]] = {}
    for winner_of, weight in won:
        for unit in tree.line(winner_of)[: None if is_branch else 1]:
            weights.setdefault(unit, []).append(weight)
    rows: dict[str, Any] = {}
    keys: dict[str, list[Fraction]] = {}
    for unit in _members(table, tree, did):
        told = _numbers(table, tree.first.get(unit, {}), did.get(unit, {}))
        prizes = weights.get(unit, [])
        told |= {"winners": Fraction(len(prizes)), "weighted_winners": sum(prizes, Fraction(0))}
        people, made = int(told["participants"] or 0), int(told["attempts"] or 0)
        rows[unit] = {"unit": unit, "place": None, "value": None, "participants": people, "attempts": made}
        rows[unit] |= {"prize": None, "apart": _apart(table, told)}
        if not rows[unit]["apart"]:
            keys[unit] = [told[name.strip()] or Fraction(0) for name in (table["metric"], *table["then_by"])]
            rows[unit]["value"] = float(keys[unit][0])
    order = sorted(keys.values(), reverse=True)
    first = {tuple(own): place for place, own in reversed(list(enumerate(order, 1)))}
    for unit, own in keys.items():
        rows[unit]["place"] = first[tuple(own)]
    for one in units_prizes(table, list(rows.values()), tree.barred):
        rows[one["unit"]]["prize"] = one["prize"]
    return rows


def units_prizes(table: Any, rows: Sequence[Any], barred: Set[str]) -> list[dict[str, Any]]:
    """The prizes of a table by its places; where nobody took part, a unit has one of a jury alone."""
    named = {*re.findall("[a-z_]+", table["metric"])}
    is_by_jury = "jury" in named and not named & (DONE | PRIZED)
    placed = [row for row in rows if row["place"] and row["unit"] not in barred]
    able = [row for row in placed if row["participants"] or is_by_jury]
    slots = [prize["slug"] for prize in table["prizes"] for _ in range(min(prize["count"], len(rows)))]
    won: list[dict[str, Any]] = []
    for place in sorted({row["place"] for row in able}):
        tied = [row["unit"] for row in able if row["place"] == place]
        taken, slots = slots[: len(tied)], slots[len(tied) :]
        shared = len(taken) < len(tied) or len({*taken}) > 1
        alike = {"block": "", "place": place, "shared": shared}
        won += [alike | {"prize": taken[0], "unit": unit} for unit in tied if taken]
    return won


def _did(tree: Tree, attempts: Sequence[Attempt], valid: set[str], *, is_branch: bool) -> Any:
    """By unit and person: attempts, those that count and the best score of these."""
    did: dict[str, dict[str, list[int]]] = {}
    lines: dict[str, list[str]] = {}
    for one in attempts:
        if one.unit not in lines:
            lines[one.unit] = tree.line(one.unit)[: None if is_branch else 1]
        for unit in lines[one.unit]:
            person = did.setdefault(unit, {}).setdefault(one.participant, [0, 0, 0])
            person[0] += 1
            if one.attempt in valid:
                person[2] = max(person[2], one.marks.score) if person[1] else one.marks.score
                person[1] += 1
    return did


def _members(table: Any, tree: Tree, did: Any) -> list[str]:
    standing = [unit for unit in tree.first if (unit in did and unit not in tree.became) or tree.has(unit)]
    if not table["units"] and not table["groups"]:
        return standing or list(did)
    tagged = [unit for unit in standing if {*tree.first[unit]["groups"].split(";")} & {*table["groups"]}]
    return list(dict.fromkeys([*map(tree.heir, table["units"]), *tagged]))


def _numbers(table: Any, unit: Line, did: Any) -> dict[str, Fraction | None]:
    """What a unit has and did; None is unknown."""
    people = [one for one in did.values() if one[1]]
    told = {
        name: Fraction(unit[name]) if unit.get(name) else None
        for name in ("headcount", "population", "target")
    }
    heads = told["headcount"] or None
    ratio = Fraction(len(people)) / heads if heads else None
    if ratio is not None and table["cap"] is not None:
        ratio = min(ratio, Fraction(str(table["cap"])))
    mean = Fraction(sum(one[2] for one in people), 1000 * len(people)) if people else Fraction(0)
    return {name: number or None for name, number in told.items()} | {
        "participants": Fraction(len(people)),
        "attempts": Fraction(sum(one[0] for one in did.values())),
        "valid_attempts": Fraction(sum(one[1] for one in did.values())),
        "ratio": ratio,
        "mean_score": mean,
        "jury": Fraction(unit["jury"]) if unit.get("jury") else None,
    }


def _apart(table: Any, told: dict[str, Fraction | None]) -> str:
    """The number for want of which a unit has no place; empty when it has one."""
    if (told["headcount"] or 0) < table["minimum_headcount"]:
        return "headcount"
    if (told["participants"] or 0) < table["minimum_participants"]:
        return "participants"
    asked = (name.strip() for name in (table["metric"], *table["then_by"]))
    return next((name for name in asked if told[name] is None), "")


def _instant(cell: str) -> int:
    return microseconds(datetime.fromisoformat(cell).isoformat())
