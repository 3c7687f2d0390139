"""The rules as really applied, from the rulebook itself."""

from __future__ import annotations

from flask import Blueprint, render_template

from quiz.rules.sentences.rulebook import sections
from quiz.web.contests import contest_state
from quiz.web.language import language

pages = Blueprint("rules", __name__)


@pages.get("/c/<slug>/rules")
def rules(slug: str) -> str:
    """All clauses in numbered sentences, fit to be printed."""
    state = contest_state(slug)
    return render_template("rules.html", state=state, sections=sections(state.contest, language()))
