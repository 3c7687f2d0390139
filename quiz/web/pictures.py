"""Pictures of questions, for pages that show the question they belong to."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection
from werkzeug.wrappers import Response

from quiz.actions.shelf import Shelf
from quiz.rules.refusals.contest import NotFound
from quiz.store import bank
from quiz.store.attempts import Attempt

KEPT = "private, max-age=86400, immutable"


def of_sheet(db: Connection, shelf: Shelf, attempt: Attempt, name: str) -> Response:
    """A picture that stands on this attempt's own sheet."""
    questions = shelf.paper(db, attempt.paper_id).questions
    lines = shelf.sheet(db, attempt.paper_id, attempt.seed)
    return one_of(db, {media for line in lines for media in questions[line.question].media}, name)


def one_of(db: Connection, names: Collection[str], name: str) -> Response:
    """The picture of that name if it is one of these."""
    found = bank.picture(db, name) if name in names else None
    if found is None:
        raise NotFound
    return Response(found[1], mimetype=found[0], headers={"Cache-Control": KEPT})
