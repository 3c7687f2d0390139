"""Refused acts of the office: the page again, with the sentence beside its form and what was typed in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g
from flask.typing import ResponseReturnValue

from quiz.rules.refusals.contest import NotFound, Refusal

View = Callable[..., ResponseReturnValue]


def kept(show: Callable[..., str]) -> Callable[[View], View]:
    """Answer a refusal of the act with the page `show` makes of the same address, under the refusal's status.

    Stands below `@role_required`: whoever may not act, and what is not there, have the page of all refusals.
    """

    def keeping(act: View) -> View:
        @wraps(act)
        def kept_act(**values: Any) -> ResponseReturnValue:
            try:
                return act(**values)
            except NotFound:
                raise
            except Refusal as refusal:
                g.refused = type(refusal).__name__
                return show(**values, refusal=refusal), refusal.status

        return kept_act

    return keeping
