"""Takes in one person who signs up, or says by field what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from quiz.actions import entries, placing
from quiz.actions.entries import EntryRefused
from quiz.rules.contest import Contest, Joined
from quiz.rules.refusals.contest import AlreadyRegistered, FieldTaken, Refusal, RoundEnded
from quiz.rules.refusals.entry import SignedUpHere
from quiz.store import adding, codes, consents, likeness, people
from quiz.store.codes import CodeKey, EntryCode
from quiz.store.contests import ContestState
from quiz.store.likeness import Alike, Filled
from quiz.store.people import Entrant

DUPLICATE, SHARED_PHONE = "duplicate", "shared_phone"
# A slow network makes people tap again; later the same page may be filled in by the next of the family.
SECOND_TAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign-up form as it was typed; `unit` is a code, OUTSIDE, or empty while nothing is chosen.

    `form` is the random mark of the one page that was filled in, by which a second tap is known; `here` the
    identity of whoever is signed in on the device: it may be told that it signs up again, a stranger may not.
    """

    values: Mapping[str, str]
    unit: str = ""
    block: str | None = None
    consents: frozenset[str] = field(default_factory=frozenset)
    form: str = ""
    here: str = ""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new participant, and the code that is told once."""

    participant_id: int
    code: str
    entry: EntryCode


def enrol(db: Connection, state: ContestState, entry: Entry, *, key: CodeKey, now: datetime) -> Enrolled:
    """Take one person in; raises EntryRefused with every fault by field, RoundEnded after the last round."""
    contest = state.contest
    if now >= max(contest.closes, *(one.closes_at for one in state.rounds)):
        raise RoundEnded
    today = now.astimezone(contest.zone).date()
    values, faults = entries.read(entries.asked(contest), entry.values, today=today)
    faults |= entries.consent_faults(contest, entry.consents)
    known = placing.chosen_unit(db, state, entry.unit, faults, now=now)
    if faults:
        raise EntryRefused(faults)
    person = placing.judge(
        contest, people.new_code(), values, known, block=_own_choice(contest, entry.block), key=key, now=now
    )
    form = key.digest("form", state.slug, entry.form) if entry.form else ""
    # All at one moment: a tap that lands between two looks would be taken for another person's page.
    alike = likeness.alike(db, state.id, person.identity_digest, person.details.phone, form)
    if alike.earlier and _is_same_tap(alike.earlier, person, now):
        entry_code = codes.issue(db, key, [alike.earlier.id], now=now)[0]
        return Enrolled(alike.earlier.id, alike.earlier.code, entry_code)
    if entry.here == person.identity_digest:
        raise EntryRefused({"": SignedUpHere()})
    number = _store(db, state, person, alike, form, now=now)
    if number is None:
        return enrol(db, state, entry, key=key, now=now)
    given = {one.slug: str(one.version) for one in contest.consents if one.slug in entry.consents}
    consents.give(db, number, given, now=now)
    return Enrolled(number, person.code, codes.issue_first(db, key, number, now=now))


def _own_choice(contest: Contest, slug: str | None) -> str | None:
    """The block that somebody chose, if it is open to choice: into one by list the organisers put people."""
    open_to_all = {one.slug for one in contest.blocks if one.joined is Joined.CHOICE}
    return slug if slug in open_to_all else None


def _is_same_tap(earlier: Filled, person: Entrant, now: datetime) -> bool:
    """Did this same person fill in the same page a moment ago? Not another person, nor on a later day."""
    return earlier.identity_digest == person.identity_digest and now - earlier.created_at < SECOND_TAP


def _store(
    db: Connection, state: ContestState, person: Entrant, alike: Alike, form: str, *, now: datetime
) -> int | None:
    """The number of the new participant, None when a first tap on the same page was a moment faster."""
    if alike.same and person.identity_claim:
        raise EntryRefused({"": AlreadyRegistered()})
    _refuse_taken(db, state, person)
    if form and alike.earlier is None:
        person = replace(person, unique={**person.unique, people.FORM: form})
    try:
        with adding.all_or_nothing(db):
            number = people.add_one(db, state.id, person, now=now)
    except IntegrityError:
        earlier = likeness.who_filled(db, state.id, form) if form else None
        if earlier and _is_same_tap(earlier, person, now):
            return None
        # Somebody with the same identity, or the same unique detail, was a moment faster.
        raise EntryRefused({"": AlreadyRegistered()}) from None
    if alike.same:
        people.flag(db, state.id, number, DUPLICATE, {"others": alike.same}, now=now)
    if person.details.phone and alike.sharing >= state.contest.registration.phone_shared_by:
        people.flag(db, state.id, number, SHARED_PHONE, {"people": alike.sharing + 1}, now=now)
    return number


def _refuse_taken(db: Connection, state: ContestState, person: Entrant) -> None:
    if not person.unique:
        return
    taken = people.taken(db, state.id, list(person.unique.values()))
    names = [name for name, digest in person.unique.items() if digest in taken]
    fields = (state.contest.registration.field(name) for name in names)
    faults: dict[str, Refusal] = {one.name: FieldTaken(field=one.label) for one in fields if one}
    if faults:
        raise EntryRefused(faults)
