"""Fifth part of the script in a result pack: what the public form lets anybody check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quiz.actions.recount.marking import Marks


@dataclass(frozen=True, slots=True)
class Told:
    """A result of the public form with what each attempt that it shows ranks with, and its marks."""

    name: str
    document: Any
    lines: Sequence[tuple[float, Marks]]


def wrong_numbers(told: Told) -> Iterator[str]:
    """Numbers of people and attempts that do not fit together."""
    ranked, figures = told.document["ranked"].get(""), told.document["figures"].get("")
    if ranked is None or figures is None:
        return
    people, shown = ranked["people"], ranked["shown"]
    if shown != len(told.lines):
        yield f"{told.name}: {shown} attempts are said to be shown, {len(told.lines)} are"
    if people != shown + ranked["left_out"]:
        yield f"{told.name}: {people} people are not those shown and those left out"
    if not people <= figures["participants"] <= figures["valid_attempts"] <= figures["attempts"]:
        yield f"{told.name}: there are more people than participants, or more than attempts"
    if ranked["bands"] and sum(band["people"] for band in ranked["bands"]) != people:
        yield f"{told.name}: the bands do not hold the {people} people"


def wrong_bands(told: Told, *, is_score_first: bool) -> Iterator[str]:
    """Bands with fewer people than attempts, or out of order; where the score is first, places too."""
    bands, before = told.document["ranked"].get("", {}).get("bands", []), 0
    if any(above["score_from"] <= below["score_to"] for above, below in pairwise(bands)):
        yield f"{told.name}: the bands do not follow each other"
    for band in bands:
        here = f"{told.name}: the band at {band['score_to']}"
        inside = sum(band["score_from"] <= score <= band["score_to"] for score, _ in told.lines)
        if inside > band["people"]:
            yield f"{here} has {band['people']} people, {inside} attempts lie in it"
        fits = band["first_place"] == before + 1 and before < band["last_place"] <= before + band["people"]
        before += band["people"]
        if is_score_first and not fits:
            yield f"{here} has places that do not follow those before"


def wrong_truth(told: Told, rules: Any) -> Iterator[str]:
    """A prediction's truth that is not what the figures and bands say."""
    asked, figures = rules["prediction"], told.document["figures"][""]
    numbers = {"participants": figures["participants"], "attempts": figures["valid_attempts"]}
    if asked["quantity"] in numbers and figures["truth"] != numbers[asked["quantity"]]:
        yield f"{told.name}: truth is {figures['truth']}, the figures say {numbers[asked['quantity']]}"
    if asked["quantity"] == "all_correct_people":
        full = rules["scoring"]["right"] * max((marks.questions for _, marks in told.lines), default=0)
        bands = told.document["ranked"][""]["bands"]
        perfect = sum(band["people"] for band in bands if band["score_from"] == band["score_to"] == full)
        if perfect and figures["truth"] != perfect:
            yield f"{told.name}: truth is {figures['truth']}, {perfect} people have everything right"


def unknown_truth(told: Told, rules: Any, book: Any) -> str:
    """Why the truth cannot be told from figures and bands; empty when it can, or none was asked."""
    asked, scoring = rules["prediction"], rules["scoring"]
    if asked["kind"] == "none":
        return ""
    if (
        asked["scope"] == "contest"
        or book["blocks"]
        or asked["truth"] is not None
        or told.document["fixed_truths"]
    ):
        return "asked of more than this round, or fixed"
    if asked["quantity"] in {"participants", "attempts"}:
        return ""
    first = rules["counting"]["which"] == "best" and rules["counting"]["by"][:1] == ["score"]
    clear = (
        first and scoring["right"] > max(scoring["wrong"], scoring["blank"]) and scoring["bonus"] == "ignore"
    )
    full = max((marks.score for _, marks in told.lines if marks.correct == marks.questions > 0), default=None)
    bands = told.document["ranked"].get("", {}).get("bands", ())
    exact = any(band["score_from"] == band["score_to"] == (full or 0) / 1000 for band in bands)
    known = asked["quantity"] == "all_correct_people" and clear and full is not None and exact
    return "" if known else str(asked["quantity"])


def wrong_units(told: Told, book: Any, heads: dict[str, str]) -> Iterator[str]:
    """Values of units that are not their people or attempts, and places against the values."""
    clauses = {one["slug"]: one for one in book["collectives"]}
    for table, rows in told.document["collectives"].items():
        clause = clauses[table]
        for row in rows:
            value = _value(clause, row, heads)
            if row["value"] is not None and value is not None and abs(row["value"] - value) > 1e-9:
                yield f"{told.name}: {table} gives {row['unit']} {row['value']}, its own numbers say {value}"
        placed = sorted((row for row in rows if row["place"]), key=lambda row: int(row["place"]))
        for above, below in pairwise(placed):
            if above["value"] < below["value"]:
                yield f"{told.name}: {table} has {below['unit']} behind {above['unit']}, which has less"


def _value(clause: Any, row: Any, heads: dict[str, str]) -> float | None:
    """What the metric makes of the row's own numbers; None where it needs others."""
    if clause["metric"] in {"participants", "attempts"}:
        return float(row[str(clause["metric"])])
    if clause["metric"] != "ratio" or not heads.get(row["unit"]):
        return None
    ratio = float(row["participants"]) / int(heads[row["unit"]])
    return ratio if clause["cap"] is None else min(ratio, float(clause["cap"]))
