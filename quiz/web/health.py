"""`/healthz` (this process answers) and `/readyz` (what it needs is there), for balancers and operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from quiz.clock import utc_now
from quiz.store import migrating
from quiz.store.engine import database_now
from quiz.web.transaction import reading

pages = Blueprint("health", __name__)
# Hand-ins are judged by our clock and sealed by the database's: further apart than this is not fit to serve.
CLOCKS_APART = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of the database: whether this node may serve, and the word for why not."""

    ready: bool
    said: str


def register(app: Flask) -> None:
    """Open both addresses; the schema that this build wants is read once."""
    app.extensions["schema"] = migrating.head()
    app.register_blueprint(pages)


@pages.get("/healthz")
def alive() -> Response:
    """Alive: asks nothing of anybody."""
    return jsonify(status="alive")


@pages.get("/readyz")
def ready() -> tuple[Response, int]:
    """Ready, or 503 with one word: `database`, `schema` or `clock`."""
    try:
        with reading() as db:
            finding = _look(db, current_app.extensions["schema"])
    except SQLAlchemyError:
        finding = Finding(ready=False, said="database")
    return jsonify(status=finding.said), 200 if finding.ready else 503


def _look(db: Connection, wanted: str | None) -> Finding:
    if migrating.version(db) != wanted:
        return Finding(ready=False, said="schema")
    # The machines' own clocks: a test clock is meant to be wrong.
    if abs(database_now(db) - utc_now(None)) > CLOCKS_APART:
        return Finding(ready=False, said="clock")
    return Finding(ready=True, said="ready")
