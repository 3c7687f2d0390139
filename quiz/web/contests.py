"""The contest of an address, kept in the process and compared with the database at most once a second."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask, current_app, request

from quiz.rules.refusals.contest import NotFound
from quiz.store import contests
from quiz.store.contests import ContestState
from quiz.web.clock import arrival
from quiz.web.transaction import reading

# A pause or a close on another node must bind here within two seconds; half of it is for us.
FRESH_FOR = timedelta(seconds=1)

type_of_cache = dict[str, tuple[datetime, ContestState]]


def remember_contests(app: Flask) -> None:
    """Give the application an empty memory of contests."""
    app.extensions["contests"] = {}


def contest_state(slug: str) -> ContestState:
    """The contest of that slug as it is now or was a second ago; NotFound when there is none."""
    memory: type_of_cache = current_app.extensions["contests"]
    now = arrival()
    kept = memory.get(slug)
    if kept is not None and timedelta(0) <= now - kept[0] < FRESH_FOR:
        return kept[1]
    with reading() as db:
        state = contests.load(db, slug, kept[1] if kept else None)
    if state is None:
        raise NotFound
    memory[slug] = (now, state)
    return state


def contest_now(slug: str) -> ContestState:
    """The contest as the database has it at this moment, for pages that act upon what they show."""
    memory: type_of_cache = current_app.extensions["contests"]
    kept = memory.get(slug)
    with reading() as db:
        state = contests.load(db, slug, kept[1] if kept else None)
    if state is None:
        raise NotFound
    memory[slug] = (arrival(), state)
    return state


def remembered_contest() -> ContestState | None:
    """The contest of this page's address as far as this process remembers it; asks no database."""
    memory: type_of_cache = current_app.extensions["contests"]
    _, _, *parts = request.path.split("/")
    kept = memory.get((request.view_args or {}).get("slug") or (parts[0] if parts else ""))
    return kept[1] if kept else None
