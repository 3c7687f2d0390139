"""Password checks beside the event loop, a bounded number at once: a storm of sign-ins is told to wait."""

from __future__ import annotations

from threading import BoundedSemaphore

import gevent
from gevent import monkey

from quiz.actions import passwords
from quiz.rules.refusals.staff import SignInBusy

AT_ONCE = 2
PATIENCE_SECONDS = 3.0
_turns = BoundedSemaphore(AT_ONCE)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Is it the password of that hash? Raises SignInBusy when no turn came up in time."""
    if not _turns.acquire(timeout=PATIENCE_SECONDS):
        raise SignInBusy
    try:
        if monkey.is_module_patched("threading"):
            fits: bool = gevent.get_hub().threadpool.apply(passwords.fits, (password_hash, password))
            return fits
        return passwords.fits(password_hash, password)
    finally:
        _turns.release()
