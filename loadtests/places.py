"""Recounts scores and places from sheets, keys and answers alone, and compares the published standings."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from loadtests.drawing import drawn
from loadtests.pack import Pack, Row, Standing

FIRST, RANDOM = 1_000, 1_000
# States of a round that has a result.
DECIDED = ("provisional", "final")
SECOND = 1_000_000
FARTHEST = 10**12
KNOWN = {"score", "prediction", "duration", "submitted"}
# Guesses whose truth is counted here; each of these clauses is as a rulebook has it that says nothing of it.
GUESSED = {"all_correct_people", "participants", "attempts"}
PLAIN_GUESS = {"match": "nearest", "sides": "equal", "truth": None}


@dataclass(frozen=True, slots=True)
class Mark:
    """A valid attempt with its score as recounted; instants and duration in microseconds."""

    row: Row
    score: float
    is_perfect: bool
    duration: int
    submitted: int


@dataclass(slots=True)
class Recount:
    """How many places were compared, why some could not be, and what differs."""

    compared: int
    unknown: list[str]
    differences: list[str]


def recount(exported: Pack) -> Recount:
    """The first 1,000 and 1,000 random places of every round that has a result, and every score of it."""
    made = Recount(0, [], [])
    rows = defaultdict(list)
    for row in exported.rows:
        rows[row.round].append(row)
    for slug, standings in exported.standings.items():
        if clause := _beyond(exported.rulebooks[slug], slug):
            made.unknown.append(f"{slug}: places are not recounted, for its rulebook says {clause}")
            continue
        marks = [_mark(row, exported) for row in rows[slug] if row.valid]
        made.differences += [*_scores(marks), *_published(slug, standings, marks)]
        rulebook = exported.rulebooks[slug]
        ours = places(marks, rulebook["ranking"]["chain"], rulebook["prediction"].get("quantity", ""))
        chosen = _chosen(standings)
        made.compared += len(chosen)
        made.differences += _differences(slug, standings, chosen, ours)
    return made


def without_result(exported: Pack, played: Iterable[str]) -> Recount:
    """Why no place of some rounds that were played could be compared; a decided one must have its result."""
    made = Recount(0, [], [])
    for slug in sorted(set(played) - set(exported.standings)):
        state = exported.states.get(slug, "not in the pack")
        if state in DECIDED:
            made.differences.append(f"{slug} is {state}, and results/rounds/{slug}.csv is missing")
        else:
            made.unknown.append(f"{slug}: no place is compared, for it has no result yet ({state})")
    return made


def places(marks: Sequence[Mark], chain: Sequence[str], quantity: str) -> dict[str, tuple[int, str]]:
    """Place and counting attempt of everybody; equals share a place."""
    truth = _truth(marks, quantity)
    best: dict[str, Mark] = {}
    for one in sorted(marks, key=_preference):
        best.setdefault(one.row.participant, one)
    ranked = sorted((_rank(one, chain, truth), who) for who, one in best.items())
    made: dict[str, tuple[int, str]] = {}
    place, before = 0, None
    for number, (key, who) in enumerate(ranked, 1):
        place = place if key == before else number
        made[who], before = (place, best[who].row.attempt), key
    return made


def _truth(marks: Sequence[Mark], quantity: str) -> int:
    """What was to be guessed."""
    if quantity == "attempts":
        return len(marks)
    counts = {one.row.participant for one in marks if one.is_perfect or quantity == "participants"}
    return len(counts)


def _preference(one: Mark) -> tuple[Any, ...]:
    seconds = one.duration // SECOND, one.submitted // SECOND
    return (-one.score, *seconds, one.submitted, one.row.started, one.row.attempt)


def _rank(one: Mark, chain: Sequence[str], truth: int) -> tuple[float, ...]:
    guess = one.row.prediction
    value = {
        "score": -one.score,
        "prediction": FARTHEST if guess is None else abs(guess - truth),
        "duration": one.duration // SECOND,
        "submitted": one.submitted // SECOND,
    }
    return tuple(value[name] for name in chain)


def _mark(row: Row, exported: Pack) -> Mark:
    key, sheet = exported.keys[row.paper], drawn(exported.papers[row.paper], row.seed)
    # Whoever never saved an answer has none, not even an empty one for each question.
    given = row.answers.split(",") if row.answers else [""] * len(sheet)
    if len(given) != len(sheet):
        raise ValueError(f"{row.attempt} has {len(given)} answers to {len(sheet)} questions")
    right = sum(
        answer == str(sum(1 << choice for choice in key[name]["right"]))
        for (name, _), answer in zip(sheet, given, strict=True)
    )
    each = exported.rulebooks[row.round]["scoring"]["right"]
    started, submitted = round(row.started * SECOND), round(row.submitted * SECOND)
    return Mark(row, float(right * each), right == len(sheet), submitted - started, submitted)


def _scores(marks: Sequence[Mark]) -> Iterator[str]:
    for one in marks:
        if one.score != one.row.score:
            yield f"{one.row.attempt}: score {one.row.score} is there, {one.score} was recounted"


def _published(slug: str, standings: Sequence[Standing], marks: Sequence[Mark]) -> Iterator[str]:
    """Scores beside the places; an attempt that is not there is told with its place."""
    ours = {one.row.attempt: one.score for one in marks}
    for line in standings:
        if ours.get(line.attempt, line.score) != line.score:
            yield (
                f"{slug}: {line.participant} has score {line.score} beside the place, "
                f"{ours[line.attempt]} was recounted"
            )


def _chosen(standings: Sequence[Standing]) -> list[Standing]:
    first, others = list(standings[:FIRST]), standings[FIRST:]
    return first + random.sample(others, min(RANDOM, len(others)))


def _differences(
    slug: str, standings: Sequence[Standing], chosen: Sequence[Standing], ours: dict[str, tuple[int, str]]
) -> Iterator[str]:
    if len(standings) != len(ours):
        yield f"{slug}: {len(standings)} people have a place, {len(ours)} were recounted"
    for line in chosen:
        found = ours.get(line.participant)
        if found != (line.place, line.attempt):
            yield f"{slug}: {line.participant} has place {line.place} with {line.attempt}, recounted: {found}"


def _beyond(rulebook: Any, slug: str) -> str:
    """The first clause that this recount does not know; empty when it knows them all."""
    scoring, counting, ranking = rulebook["scoring"], rulebook["counting"], rulebook["ranking"]
    here: Any = next((one for one in rulebook.get("rounds", ()) if one["slug"] == slug), {})
    said = {"counts": here.get("counts", "own"), "progressions": (), **rulebook}
    plain = {"several": "all_or_nothing", "wrong": 0, "blank": 0, "bonus": "ignore"}
    asked = {
        "counts": said["counts"] == "own",
        "progressions": all(one["to"] != slug for one in said["progressions"]),
        "blocks": not rulebook["blocks"],
        "scoring": all(scoring[name] == value for name, value in plain.items()),
        "counting": counting == {"which": "best", "by": ["score", "duration", "submitted"]},
        "ranking": set(ranking["chain"]) <= KNOWN and ranking["precision"] == "second",
        "qualification": not any(rulebook["qualification"].values()),
        "prediction": "prediction" not in ranking["chain"] or _counts_guess(rulebook["prediction"]),
    }
    return next((f"{name} = {said[name]}" for name, known in asked.items() if not known), "")


def _counts_guess(clause: Any) -> bool:
    plain = all(clause.get(name, value) == value for name, value in PLAIN_GUESS.items())
    return plain and clause.get("quantity") in GUESSED and clause.get("scope") != "contest"
