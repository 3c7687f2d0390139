"""Seals what a cookie or a form carries and its bearer must not read, under this application's keys."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app

from quiz.actions.second_factor import PURPOSE, Vault


def vault(purpose: bytes = PURPOSE) -> Vault:
    """The lock for one purpose; what one purpose locked no other opens."""
    keys = (current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"])
    return Vault(keys, purpose)


def shut(value: Any, purpose: bytes) -> str:
    """The value as a text that says nothing."""
    return vault(purpose).lock(json.dumps(value))


def opened(text: str | None, purpose: bytes) -> Any:
    """The value again; None where there is nothing, or nothing that was shut here for this purpose."""
    plain = vault(purpose).unlock(text) if text else None
    return json.loads(plain) if plain else None
