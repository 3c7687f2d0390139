"""Judges a readable entry by the rulebook: block, eligibility, identity; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from quiz.actions import entries
from quiz.rules import identity, joining
from quiz.rules.contest import Block, Contest
from quiz.rules.eligibility import Admission, admission, age_day, objection
from quiz.rules.entry_refusals import BlockMissing
from quiz.rules.refusals import Refusal
from quiz.rules.registration import Duplicate, Eligibility
from quiz.rules.units import NO_TREE, Tree
from quiz.store.codes import CodeKey
from quiz.store.people import Details, Entrant
from quiz.store.units import UnitChoice

ONE_OF_A_KIND = (Duplicate.BLOCK, Duplicate.KEEP_FIRST)


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything about an entry that the rules need and the form does not say."""

    unit: UnitChoice | None = None
    tree: Tree = NO_TREE
    listed: bool = False
    channel: str = "web"


def entrant(
    contest: Contest,
    code: str,
    values: Mapping[str, str],
    judged: Judged,
    *,
    key: CodeKey,
    chosen_block: str | None,
    now: datetime,
) -> Entrant:
    """The participant that these canonical values make; raises the refusal of the rulebook that meets it."""
    person = entries.details(values)
    unit = judged.unit.code if judged.unit else None
    today = now.astimezone(contest.zone).date()
    block = joining.block_for(
        contest, judged.tree, chosen=chosen_block, unit=unit, birth=person.birth_date, on=today
    )
    if contest.blocks and block is None:
        raise BlockMissing
    rule = _eligibility(contest, contest.block(block))
    ground = _ground(rule, contest, code, unit, judged, person.birth_date, now)
    worth = admission(rule, ground)
    if ground is not None and worth is Admission.REFUSED:
        raise ground
    digest = identity_digest(contest, values, unit, key)
    claimed = contest.registration.duplicates in ONE_OF_A_KIND
    return Entrant(
        code=code,
        details=person,
        unit_id=judged.unit.id if judged.unit else None,
        block=block or "",
        facts=_facts(person, judged),
        standing="full" if ground is None else "may_not_win",
        standing_reason=type(ground).__name__ if ground else None,
        identity_digest=digest,
        identity_claim=digest if claimed else None,
        channel=judged.channel,
        unique=_unique(contest, values, key),
    )


def identity_digest(contest: Contest, values: Mapping[str, str], unit: str | None, key: CodeKey) -> str:
    """What a person is known by again; where a detail of it is missing, the unit tells namesakes apart."""
    names = contest.registration.identity
    known = {**values, "unit": unit or ""}
    if not all(known.get(name) for name in names):
        names = (*names, "unit")
    return key.digest("identity", contest.slug, identity.identity_input(known, names).hex())


def _unique(contest: Contest, values: Mapping[str, str], key: CodeKey) -> dict[str, str]:
    return {
        one.name: key.digest("unique", one.name, identity.normal(one.name, values[one.name]))
        for one in contest.registration.fields
        if one.unique and one.name in values
    }


def _facts(person: Details, judged: Judged) -> dict[str, object]:
    facts: dict[str, object] = {"listed": judged.listed}
    if person.birth_date:
        facts["birth_date"] = person.birth_date.isoformat()
    return facts


def _eligibility(contest: Contest, block: Block | None) -> Eligibility:
    return (block and block.eligibility) or contest.eligibility


def _ground(
    rule: Eligibility,
    contest: Contest,
    code: str,
    unit: str | None,
    judged: Judged,
    birth: date | None,
    now: datetime,
) -> Refusal | None:
    """Somebody may sign up who comes of age before the last round ends, or is not yet too old today."""
    opens = [one.opens for one in contest.rounds]
    first = (replace(rule, age_min=None), now, min(opens))
    last = (replace(rule, age_max=None), max(contest.closes, now), max(opens))
    for one, at, round_opens in (last, first):
        day = age_day(one, at=at, round_opens=round_opens, opens=contest.opens, zone=contest.zone)
        ground = objection(
            one, participant=code, line=judged.tree.line(unit), birth=birth, on=day, listed=judged.listed
        )
        if ground is not None:
            return ground
    return None
