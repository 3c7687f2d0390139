"""Passwords of staff: argon2id at the strength that was measured, and which ones are good enough."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from quiz.rules.refusals.staff import PasswordWeak

# 22 ms of CPU a check on the reference machine; the library's default takes 173 ms.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST = 12
ONE_TIME_BYTES = 12
FEWEST_SIGNS = 5


def hashed(password: str) -> str:
    """What is kept of a password."""
    return HASHER.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Is it the password of that hash? Somebody unknown (None) costs the same time and never fits."""
    try:
        HASHER.verify(password_hash or _of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def one_time() -> str:
    """A password that its owner must change at the first sign-in."""
    return secrets.token_urlsafe(ONE_TIME_BYTES)


def refuse_weak(password: str, login: str) -> None:
    """Raise PasswordWeak for one that is short, monotonous or made of the login."""
    plain = password.casefold()
    if len(password) < SHORTEST or len(set(plain)) < FEWEST_SIGNS or login.casefold() in plain:
        raise PasswordWeak(length=SHORTEST)


@cache
def _of_nobody() -> str:
    return HASHER.hash(secrets.token_urlsafe())
