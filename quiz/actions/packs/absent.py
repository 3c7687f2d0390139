"""What a result pack should hold and does not: a difference where it must be there, else told as left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quiz.actions.packs import files as pack_files
from quiz.actions.packs.checks import Leaves
from quiz.actions.packs.findings import Findings
from quiz.actions.packs.reading import understood
from quiz.actions.packs.unpacking import Pack
from quiz.rules.text import Text

WITH_RESULTS = ("provisional", "final")
GONE = "thiếu / missing"
SHOWN = 5
NO_CONTEST = Text(
    "không có kết quả cả cuộc thi, vì có vòng không nằm trong gói",
    "the result of the whole contest is not there, as rounds are not in the pack",
)


def check_results(pack: Pack, findings: Findings) -> None:
    """Is the result of every round there that has one, and that of the contest?"""
    there = set(pack.named("results/"))
    with understood(pack_files.ROUNDS):
        states = {str(one["slug"]): str(one["state"]) for one in pack.rounds}
    for slug, state in states.items():
        name = pack_files.result_name(slug, "json")
        if name not in there and state in WITH_RESULTS:
            findings.compare(name, slug, GONE, state)
        elif name not in there:
            findings.leave_out(name, _no_result_yet(slug, state))
    contest = pack_files.result_name("", "json")
    if contest in there or not any(state in WITH_RESULTS for state in states.values()):
        return
    if _must_hold_contest(pack, states):
        findings.compare(contest, "contest", GONE, ", ".join(states))
    else:
        findings.leave_out(contest, NO_CONTEST)


def check_sealed(pack: Pack, leaves: Leaves, findings: Findings) -> None:
    """Is every seal there that attempts name, and is every attempt under one?"""
    with understood(pack_files.SEALS):
        held = {str(one["number"]) for one in pack.document(pack_files.SEALS)}
    absent = sorted(leaves.keys() - held, key=lambda number: (len(number), number))
    elsewhere = pack.left_out("seals")
    missed = [] if elsewhere is None else [number for number in absent if number not in elsewhere]
    for number in missed:
        findings.compare(pack_files.SEALS, number, GONE, f"{pack_files.ATTEMPTS}: {len(leaves[number])}")
    named = [number for number in absent if number not in missed]
    if named:
        findings.leave_out(pack_files.SEALS, _not_held(named))
    if findings.unsealed:
        findings.leave_out(pack_files.SEALS, _under_none(findings.unsealed))


def _must_hold_contest(pack: Pack, there: Iterable[str]) -> bool:
    """A contest has a result as soon as a round has one; it waits for the rounds that ended."""
    waiting = pack.left_out("rounds")
    newest = pack.rulebooks[max(pack.rulebooks)] if pack.rulebooks else None
    complete = newest is not None and {one.slug for one in newest.rounds} <= {*there}
    return waiting == [] or complete


def _no_result_yet(slug: str, state: str) -> Text:
    return Text(f"vòng {slug} chưa có kết quả ({state})", f"{slug} has no result yet ({state})")


def _not_held(numbers: Sequence[str]) -> Text:
    more = len(numbers) - SHOWN
    few = ", ".join(numbers[:SHOWN]) + (f" … (+{more})" if more > 0 else "")
    return Text(
        f"gói không có niêm phong {few} mà lượt thi nêu", f"seals {few}, which attempts name, are not there"
    )


def _under_none(count: int) -> Text:
    return Text(f"{count} lượt thi chưa được niêm phong", f"{count} attempts are under no seal")
