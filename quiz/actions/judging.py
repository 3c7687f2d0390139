"""Judges a readable entry by the rulebook: block, eligibility, identity; touches no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from quiz.actions import entries
from quiz.rules import identity, joining
from quiz.rules.contest import Contest
from quiz.rules.eligibility import Admission, admission, age_day, objection
from quiz.rules.refusals.contest import Refusal
from quiz.rules.registration import Duplicate
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
    block = _block(contest, judged, person.birth_date, chosen_block, now)
    against = ground(contest, block, code, judged, person, now)
    digest = identity_digest(contest, values, _code_of(judged), key)
    claimed = contest.registration.duplicates in ONE_OF_A_KIND
    return Entrant(
        code=code,
        details=person,
        unit_id=judged.unit.id if judged.unit else None,
        block=block or "",
        facts=_facts(person, judged),
        standing="full" if against is None else "may_not_win",
        standing_reason=type(against).__name__ if against else None,
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


def ground(
    contest: Contest, block: str | None, code: str, judged: Judged, person: Details, now: datetime
) -> Refusal | None:
    """What keeps this person from winning; raised where it keeps the person out.

    Somebody may sign up who comes of age before the last round ends, or is not yet too old today.
    """
    own = contest.block(block)
    rule = (own and own.eligibility) or contest.eligibility
    opens = [one.opens for one in contest.rounds]
    first = (replace(rule, age_min=None), now, min(opens))
    last = (replace(rule, age_max=None), max(contest.closes, now), max(opens))
    line = judged.tree.line(_code_of(judged))
    for part, at, round_opens in (last, first):
        day = age_day(part, at=at, round_opens=round_opens, opens=contest.opens, zone=contest.zone)
        against = objection(
            part,
            participant=code,
            line=line,
            birth=person.birth_date,
            on=day,
            listed=judged.listed,
            nationality=person.more.get("nationality"),
        )
        if against is not None and admission(rule, against) is Admission.REFUSED:
            raise against
        if against is not None:
            return against
    return None


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
    if "nationality" in person.more:
        facts["nationality"] = person.more["nationality"]
    return facts


def _code_of(judged: Judged) -> str | None:
    return judged.unit.code if judged.unit else None


def _block(
    contest: Contest, judged: Judged, birth: date | None, chosen: str | None, now: datetime
) -> str | None:
    today = now.astimezone(contest.zone).date()
    block = joining.block_for(
        contest, judged.tree, chosen=chosen, unit=_code_of(judged), birth=birth, on=today
    )
    if contest.blocks and block is None:
        raise joining.turned_away(contest)
    return block
