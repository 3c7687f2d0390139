"""Takes a contest out of the database as a result pack: all that a recount needs, nobody's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from quiz.actions.packs import files as pack_files
from quiz.actions.packs import script as pack_script
from quiz.actions.packs import tables as pack_tables
from quiz.actions.packs.files import File
from quiz.rules.contest import Contest
from quiz.rules.drawing import sheet
from quiz.rules.guess import Guess, Scope
from quiz.rules.paper import paper_from_document
from quiz.rules.refusals.packs import NothingToExport
from quiz.rules.veiling import Veil
from quiz.store import evaluating, pack, snapshots
from quiz.store.contests import ContestState, RoundState

ENDED = ("closed", "provisional", "final")


@dataclass(frozen=True, slots=True)
class Exportable:
    """The rounds that go into a pack, and in words why the others wait."""

    rounds: tuple[RoundState, ...]
    waiting: tuple[str, ...]


def exportable(db: Connection, state: ContestState) -> Exportable:
    """Which rounds may be shown with key and answers; raises NothingToExport when none may."""
    ended = [one for one in state.rounds if one.state in ENDED]
    unfinished = pack.unfinished(db, [one.id for one in ended])
    used = pack.items_by_round(db, state.id)
    still_secret = {item for one in state.rounds if one not in ended for item in used.get(one.id, ())}
    reasons = {one.slug: "chưa đóng / not closed" for one in state.rounds if one not in ended}
    for one in ended:
        if one.id in unfinished:
            reasons[one.slug] = "còn bài đang làm / attempts still open"
        elif used.get(one.id, set()) & still_secret:
            reasons[one.slug] = "dùng chung câu hỏi với vòng chưa đóng / shares questions with a later round"
        elif _asked_elsewhere(state, one):
            reasons[one.slug] = "câu dự đoán còn mở / a prediction is still open"
    waiting = tuple(f"{slug}: {why}." for slug, why in reasons.items())
    free = tuple(one for one in ended if one.slug not in reasons)
    if not free:
        raise NothingToExport(why=" ".join(waiting))
    return Exportable(free, waiting)


def files(db: Connection, state: ContestState, chosen: Exportable) -> Iterator[File]:
    """Every file of the pack but its manifest, in an order that needs little memory; read them one by one."""
    round_ids = [one.id for one in chosen.rounds]
    papers = pack.frozen_papers(db, round_ids)
    yield pack_script.NAME, [pack_script.source()]
    for row in pack.rulebooks(db, state.id):
        told = {name: getattr(row, name) for name in ("number", "document", "digest")}
        yield pack_files.rulebook_name(row.number), [pack_files.spelled(told)]
    yield pack_files.ROUNDS, [pack_files.spelled([round_told(one) for one in chosen.rounds])]
    yield from paper_files(db, chosen)
    yield units_file(db, state)
    yield _people(db, state, round_ids)
    lengths = {row.id: len(sheet(paper_from_document(row.document), b"")) for row in papers}
    bonus = evaluating.bonus_points(db, round_ids)
    cells = (
        pack_tables.attempt(row, lengths[row.paper_id], bonus.get((row.participant_id, row.round_id), 0))
        for row in pack.finished_attempts(db, round_ids)
    )
    yield pack_files.ATTEMPTS, pack_files.table(pack_files.ATTEMPT_COLUMNS, cells)
    yield (
        pack_files.SEALS,
        [pack_files.spelled([_seal(row) for row in pack.whole_seals(db, state.id, round_ids)])],
    )
    for scope in scopes(state, chosen):
        yield from _results(db, state, scope)


def left_out(db: Connection, state: ContestState, chosen: Exportable) -> dict[str, Any]:
    """What a pack of these rounds lacks, so that a recount can tell it from what was taken away later."""
    waiting = [one.slug for one in state.rounds if one.state in ENDED and one not in chosen.rounds]
    shared = pack.shared_seals(db, state.id, [one.id for one in chosen.rounds])
    return {"rounds": waiting, "seals": shared}


def paper_files(db: Connection, chosen: Exportable) -> Iterator[File]:
    """The frozen papers of these rounds with every version of their keys."""
    slugs = {one.id: one.slug for one in chosen.rounds}
    for row in pack.frozen_papers(db, list(slugs)):
        name = pack_files.paper_name(slugs[row.round_id], row.block, row.version)
        yield name, [pack_files.spelled(_paper(db, row))]


def units_file(db: Connection, state: ContestState) -> File:
    """The tree of units."""
    tree, _faces = evaluating.tree(db, state.id)
    rows = (row for code in sorted(tree.units) for row in pack_tables.unit(tree.units[code]))
    return pack_files.UNITS, pack_files.table(pack_files.UNIT_COLUMNS, rows)


def scopes(state: ContestState, chosen: Exportable) -> Iterable[str]:
    """The results whose every attempt is in the pack: a round's slug, or "" for the contest."""
    yield from (one.slug for one in chosen.rounds)
    if all(one in chosen.rounds for one in state.rounds if one.state in ENDED):
        yield ""


def round_told(one: RoundState) -> dict[str, Any]:
    """A round as packs tell of it."""
    return {
        "slug": one.slug,
        "number": one.number,
        "state": one.state,
        "rulebook": one.rulebook_number,
        "opens_at": pack_files.spoken(one.opens_at),
        "closes_at": pack_files.spoken(one.closes_at),
        "closed_at": pack_files.spoken(one.closed_at),
    }


def _asked_elsewhere(state: ContestState, this_round: RoundState) -> bool:
    """Would this round's figures tell what an open or coming prediction asks for?"""
    contest = state.contest
    others = [one for one in state.rounds if one.state not in ENDED]
    near = {contest.round(this_round.slug).parent, this_round.slug} - {None}
    return any(
        rule.kind is Guess.NUMBER and (rule.scope is Scope.CONTEST or _touches(contest, one.slug, near))
        for one in others
        for block in contest.block_slugs()
        for rule in [contest.rules_for(one.slug, block).prediction]
    )


def _touches(contest: Contest, slug: str, near: set[str | None]) -> bool:
    return slug in near or contest.round(slug).parent in near


def _people(db: Connection, state: ContestState, round_ids: list[int]) -> File:
    known, _faces = evaluating.people(db, state.id, state.contest)
    by_code = {one.participant: one for one in known}
    veil = Veil.of(state.contest)
    cells = (pack_tables.participant(by_code[code], veil) for code in pack.players(db, round_ids))
    return pack_files.PARTICIPANTS, pack_files.table(pack_files.PARTICIPANT_COLUMNS, cells)


def _results(db: Connection, state: ContestState, scope: str) -> Iterator[File]:
    shown = snapshots.shown(db, state.id, scope)
    if shown is None:
        return
    ranking = pack_tables.published_ranking(pack.individuals(db, shown.id))
    yield pack_files.result_name(scope, "csv"), pack_files.table(pack_files.RANKING_COLUMNS, ranking)
    rest = pack_tables.published_rest(
        shown.summary, pack.collectives(db, shown.id), pack.prizes(db, shown.id)
    )
    known = {"rulebook": state.rulebook_number, "rounds": None, **shown.summary}
    told = {"scope": scope, "version": shown.version, "digest": shown.digest, **rest}
    told |= {"rulebook": known["rulebook"], "rounds": known["rounds"]}
    told["fixed_truths"] = known.get("fixed_truths", [])
    yield pack_files.result_name(scope, "json"), [pack_files.spelled(told)]


def _paper(db: Connection, row: Any) -> dict[str, Any]:
    keys = [
        {
            "version": one.version,
            "document": one.document,
            "commitment": one.commitment,
            "salt": one.salt,
        }
        for one in pack.keys_of(db, row.id)
    ]
    return {"document": row.document, "commitment": row.commitment, "salt": row.salt, "keys": keys}


def _seal(row: Any) -> dict[str, Any]:
    told = {"number": row.number, "leaves": row.leaves, "root": row.root, "previous": row.previous}
    return told | {"sealed_at": pack_files.spoken(row.sealed_at)}
