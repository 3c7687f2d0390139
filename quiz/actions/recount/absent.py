"""Seventh part of the script in a result pack: results and seals that should be there and are not."""

from collections.abc import Iterator
from typing import Any

from quiz.actions.recount.attempts import Played

HAS_RESULT = {"provisional", "final"}
FEW = 5
Elsewhere = dict[str, set[str]] | None


def said_left_out(manifest: Any) -> Elsewhere:
    """The rounds and seals that the pack says it leaves out; None where it is too old to say."""
    told = manifest.get("left_out")
    return None if told is None else {kind: set(map(str, told[kind])) for kind in ("rounds", "seals")}


def absent_results(
    rounds: Any, results: Any, books: Any, elsewhere: Elsewhere, left_out: dict[str, str]
) -> Iterator[str]:
    """Results that must be there by the states of the rounds; notes those that need not be."""
    states = {one["slug"]: one["state"] for one in rounds}
    for slug, state in states.items():
        if f"rounds/{slug}" in results:
            continue
        if state in HAS_RESULT:
            yield f"results/rounds/{slug}.json: missing, rounds.json says that {slug} is {state}"
        else:
            left_out[f"everything of {slug}"] = f"it is {state} and has no result yet"
    if "contest" in results or HAS_RESULT.isdisjoint(states.values()):
        return
    newest = {one["slug"] for one in books[max(books, key=int)]["document"]["rounds"]} if books else set()
    if (newest and newest <= states.keys()) or (elsewhere is not None and not elsewhere["rounds"]):
        yield "results/contest.json: missing, though rounds have a result and none is outside the pack"
    else:
        left_out["everything of contest"] = "its result is not in the pack, as rounds are not"


def absent_seals(
    held: dict[int, Any], played: Played, elsewhere: Elsewhere, left_out: dict[str, str]
) -> Iterator[str]:
    """Seals that attempts name and that are not there; notes those left out, and attempts under none."""
    named = {seal: len(own) for seal, own in played.leaves.items()}
    if played.unsealed:
        left_out[f"seals of {played.unsealed} attempts"] = "they name none"
    gone = sorted(named.keys() - set(map(str, held)), key=lambda one: (len(one), one))
    missed = [] if elsewhere is None else [number for number in gone if number not in elsewhere["seals"]]
    yield from (f"seals.json: seal {one} is missing, {named[one]} attempts name it" for one in missed)
    known = [number for number in gone if number not in missed]
    if known:
        more = f" and {len(known) - FEW} more" if len(known) > FEW else ""
        left_out[f"seals {', '.join(known[:FEW])}{more}"] = "they are not in the pack"
