"""Lets citizens in: by code or by link, slowing down whoever guesses without locking anybody out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.actions import entries
from quiz.rules import identity
from quiz.rules.refusals.entry import LinkDead, SlowDown
from quiz.store import codes, known, sessions, throttles
from quiz.store.codes import CodeKey, EntryCode
from quiz.store.contests import ContestState
from quiz.store.throttles import Allowance

# One account from one source: a person who mistypes. From everywhere: an enemy with many addresses.
PAIR_EVERY, ACCOUNT_EVERY, SOURCE_EVERY = timedelta(seconds=30), timedelta(seconds=10), timedelta(seconds=1)
EVERYWHERE = 12
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a sign-in comes from, and how many wrong tries it has free."""

    source: str
    agent_class: str
    account_tries: int
    source_tries: int
    shared_device: bool = False


def by_code(
    db: Connection,
    state: ContestState,
    account: str,
    code: str,
    caller: Caller,
    *,
    key: CodeKey,
    now: datetime,
) -> str | None:
    """The token of a new session, None for unknown and wrong alike: commit then, or the try is not counted.

    Raises SlowDown while this account or source has to wait.
    """
    named = account_name(account)
    allowances = _allowances(state, named, caller, key)
    _charge(db, allowances, now)
    person = codes.owner(
        db,
        key,
        state.id,
        account=named,
        phone=identity.phone(account),
        code=re.sub(r"\D", "", code)[:LONGEST],
    )
    if person is None:
        return None
    throttles.refund(db, allowances)
    return _open(db, person, caller, now)


def by_link(
    db: Connection, state: ContestState, secret: str, caller: Caller, *, key: CodeKey, now: datetime
) -> str | None:
    """The token of a new session for the holder of this link, None when it is dead: commit then."""
    allowances = [_of_source(state, caller, key)]
    _charge(db, allowances, now)
    person = codes.holder(db, key, state.id, secret[:LONGEST])
    if person is None:
        return None
    throttles.refund(db, allowances)
    return _open(db, person.id, caller, now)


def link_name(db: Connection, state: ContestState, secret: str, *, key: CodeKey) -> str:
    """Whose link this is, to be asked "is that you?"; raises LinkDead. Nothing is used up by asking."""
    person = codes.holder(db, key, state.id, secret[:LONGEST])
    if person is None:
        raise LinkDead
    return str(person.name or person.code)


def new_code(
    db: Connection, state: ContestState, token: str, *, key: CodeKey, now: datetime
) -> EntryCode | None:
    """A fresh code for whoever is signed in with this token; the old one stops working. None for nobody."""
    person = known.signed_in(db, token, state.id, now=now)
    return codes.issue(db, key, [person.id], now=now)[0] if person else None


def account_name(typed: str) -> str:
    """A telephone in its one spelling, or a number as it is printed: without blanks, in capitals."""
    return identity.phone(typed) or entries.number_name(typed)[:LONGEST]


def _allowances(state: ContestState, account: str, caller: Caller, key: CodeKey) -> list[Allowance]:
    pair = key.digest("pair", state.slug, account, caller.source)
    everywhere = key.digest("account", state.slug, account)
    return [
        Allowance(pair, caller.account_tries, PAIR_EVERY),
        Allowance(everywhere, caller.account_tries * EVERYWHERE, ACCOUNT_EVERY),
        _of_source(state, caller, key),
    ]


def _of_source(state: ContestState, caller: Caller, key: CodeKey) -> Allowance:
    return Allowance(key.digest("source", state.slug, caller.source), caller.source_tries, SOURCE_EVERY)


def _charge(db: Connection, allowances: list[Allowance], now: datetime) -> None:
    wait = throttles.charge(db, allowances, now=now)
    if wait:
        raise SlowDown(retry_after=max(1, round(wait.total_seconds())))


def _open(db: Connection, person: int, caller: Caller, now: datetime) -> str:
    return sessions.open_for_participant(
        db, person, shared_device=caller.shared_device, agent_class=caller.agent_class, now=now
    )
