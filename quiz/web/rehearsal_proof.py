"""`/rehearsal`: a staging site proves that it is one; everywhere else there is no such page."""

from __future__ import annotations

import re
from dataclasses import asdict

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request

from quiz.actions import rehearsing
from quiz.build import build
from quiz.rules.rehearsal_doubts import Served
from quiz.rules.rehearsing import proof
from quiz.settings import Environment, Settings
from quiz.store import rehearsals
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.transaction import reading

pages = Blueprint("rehearsal_proof", __name__)
NONCE = re.compile(r"[0-9a-f]{16,64}")


def register(app: Flask) -> None:
    """Open the page in this application."""
    app.register_blueprint(pages)


@pages.get("/rehearsal")
def show() -> Response:
    """What a crowd would meet here, and what only a holder of the token can say about it."""
    settings: Settings = current_app.config["SETTINGS"]
    token, nonce = settings.rehearsal_token, request.args.get("nonce", "")
    if settings.environment is not Environment.STAGING or token is None or not NONCE.fullmatch(nonce):
        abort(404)
    state = contest_state(request.args.get("contest", ""))
    this_round = state.round(request.args.get("round", ""))
    if this_round is None:
        abort(404)
    with reading() as db:
        papers = rehearsals.paper_versions(db, this_round.id)
    told = {"build": build(), "papers": papers, "open": rehearsing.open_rounds(state, now=arrival())}
    told |= {"served": asdict(Served(settings.database_kind, settings.workers))}
    return jsonify(**told, proof=proof(token.get_secret_value(), nonce, told))
