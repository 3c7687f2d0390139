"""The contest of a replay: the demonstration's, with rounds that follow each other at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from loadtests.stage import ROOT, Stage

CONTEST = "ha-giang"
RULEBOOK, UNITS = ROOT / "quiz/demo/contest.toml", ROOT / "quiz/demo/units.csv"
BANKS = ROOT / "question_bank/banks/digital-transformation"
REASON = "load test"
# Loading, choosing and scheduling take this long at most; then the round opens by the clock.
EVE = timedelta(seconds=8)
# The window that is announced; the round is closed when everybody has played.
LONGEST = timedelta(hours=6)
FIRST_ROUND, LAST_COLLECTIVE = "[[rounds]]", "[[collectives]]"


def prepare(stage: Stage, rounds: int) -> list[str]:
    """The slugs of the rounds of a contest that is there with units and banks, and opens nothing yet."""
    stage.quiz("db", "upgrade")
    far = datetime.now(UTC) + timedelta(days=30)
    slugs = [f"tuan-{number}" for number in range(1, rounds + 1)]
    planned = [_planned(slug, far + number * LONGEST) for number, slug in enumerate(slugs)]
    _load(stage, planned)
    stage.quiz("units", "load", str(UNITS), "--contest", CONTEST)
    for number, path in enumerate(sorted(BANKS.glob("*.toml"))):
        stage.quiz("bank", "import", str(path), "--bank", f"kho-{number + 1}")
    return slugs


def open_next(stage: Stage, number: int, lasts: timedelta = LONGEST) -> datetime:
    """When the round with this number from 0 opens; its paper is frozen, its questions are its own."""
    rounds = json.loads(stage.quiz("contest", "show", CONTEST, "--json"))["rounds"]
    opens = datetime.now(UTC).replace(microsecond=0) + EVE
    rounds[number:] = [
        one
        | {"opens": _spelled(opens + place * LONGEST), "closes": _spelled(opens + place * LONGEST + lasts)}
        for place, one in enumerate(rounds[number:])
    ]
    _load(stage, rounds)
    slug = rounds[number]["slug"]
    banks = len(list(BANKS.glob("*.toml")))
    stage.quiz("round", "choose", CONTEST, slug, "--bank", f"kho-{number % banks + 1}")
    stage.quiz("round", "schedule", CONTEST, slug, "--reason", REASON)
    return opens


def rulebook(text: str, rounds: Sequence[Mapping[str, Any]]) -> str:
    """The same rulebook with these rounds."""
    before, _, rest = text.partition(FIRST_ROUND)
    after = rest[rest.index(LAST_COLLECTIVE) :]
    return before + "\n".join(_table(number, one) for number, one in enumerate(rounds, 1)) + "\n" + after


def _load(stage: Stage, rounds: Sequence[Mapping[str, Any]]) -> None:
    written = stage.folder / "contest.toml"
    written.write_text(rulebook(RULEBOOK.read_text(encoding="utf-8"), rounds), encoding="utf-8")
    stage.quiz("contest", "load", str(written), "--reason", REASON)


def _planned(slug: str, opens: datetime) -> dict[str, Any]:
    return {"slug": slug, "opens": _spelled(opens), "closes": _spelled(opens + LONGEST), "moves": []}


def _spelled(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _table(number: int, one: Mapping[str, Any]) -> str:
    moves = ", ".join(
        f"{{ opens = {move['opens']}, closes = {move['closes']}, "
        f"decided_at = {move['decided_at']}, reason = {json.dumps(move['reason'])} }}"
        for move in one["moves"]
    )
    return (
        f"{FIRST_ROUND}\n"
        f'slug = "{one["slug"]}"\nnumber = {number}\n'
        f'title = {{ vi = "Tuần {number}", en = "Week {number}" }}\n'
        f"opens = {one['opens']}\ncloses = {one['closes']}\nmoves = [{moves}]\n"
    )
