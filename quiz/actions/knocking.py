"""Slows down whoever guesses at the office's door, by account and by source, without locking anybody out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from quiz.actions.second_factor import Vault
from quiz.rules.refusals.entry import SlowDown
from quiz.store import throttles
from quiz.store.throttles import Allowance

PAIR_EVERY, ACCOUNT_EVERY, SOURCE_EVERY = timedelta(minutes=1), timedelta(seconds=20), timedelta(seconds=1)
# An enemy with many addresses slows the account down, but later than one address of its owner.
EVERYWHERE = 12


@dataclass(frozen=True, slots=True)
class Knock:
    """Who wants in from where, and how many wrong tries are free."""

    login: str
    source: str
    account_tries: int
    source_tries: int


def charge(db: Connection, knock: Knock, *, vault: Vault, now: datetime) -> None:
    """Count a try; commit it before anything is compared. Raises SlowDown while the door must stay shut."""
    wait = throttles.charge(db, _allowances(knock, vault), now=now)
    if wait:
        raise SlowDown(retry_after=max(1, round(wait.total_seconds())))


def forgive(db: Connection, knock: Knock, *, vault: Vault) -> None:
    """Take back the try that turned out right."""
    throttles.refund(db, _allowances(knock, vault))


def _allowances(knock: Knock, vault: Vault) -> list[Allowance]:
    pair = vault.digest("staff pair", knock.login, knock.source)
    account, source = vault.digest("staff account", knock.login), vault.digest("staff source", knock.source)
    return [
        Allowance(pair, knock.account_tries, PAIR_EVERY),
        Allowance(account, knock.account_tries * EVERYWHERE, ACCOUNT_EVERY),
        Allowance(source, knock.source_tries, SOURCE_EVERY),
    ]
