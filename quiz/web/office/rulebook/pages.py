"""The rulebook as a form: filled from a contest, a template or a file, looked at in words, then applied."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import Form

from quiz.rulebooks import templates
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault, RulebookFaults
from quiz.rules.refusals.contest import NotFound, Refusal
from quiz.rules.refusals.office import ChangedMeanwhile
from quiz.rules.rulebook import read_toml
from quiz.rules.sentences.rulebook import reviewed
from quiz.rules.toml_text import toml_text
from quiz.web.contests import contest_now, contest_state
from quiz.web.language import LANGUAGES, language
from quiz.web.office.contests import amendment_page, proposed
from quiz.web.office.roles import role_required
from quiz.web.office.rulebook.faulting import faults_by_field, section_of, trail
from quiz.web.office.rulebook.filling import filled
from quiz.web.office.rulebook.lines import rearranged
from quiz.web.office.rulebook.parts import rulebook_form
from quiz.web.office.rulebook.reading import contest_of
from quiz.web.office.rulebook.sections import SECTIONS
from quiz.web.office.rulebook.word import EXAMPLES
from quiz.web.office.rulebook.words import choice, word

pages = Blueprint("office_rulebook", __name__, url_prefix="/office")
PREVIEW, TEXT = "preview", "text"
TO_START = "unlimited-earliest"


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back: what it holds now, what is wrong, and the section that was worked in."""

    form: Form
    at: str = ""
    contest: Contest | None = None
    faults: tuple[Fault, ...] = ()
    refusal: Refusal | None = field(default=None)


@pages.get("/c/<slug>/rulebook/form")
@role_required("organiser")
def edit(slug: str) -> ResponseReturnValue:
    """The rulebook that applies, ready to be changed."""
    return _page(Sent(_shown(contest_state(slug).contest)), slug)


@pages.post("/c/<slug>/rulebook/form")
@role_required("organiser")
def change(slug: str) -> ResponseReturnValue:
    """One step of the work on the form; nothing is stored before the last page confirms it."""
    sent = _sent()
    if sent.contest is None:
        return _page(sent, slug), 422 if sent.refusal else 200
    reason = request.form.get("reason", "").strip()
    try:
        _refuse_old(slug)
        proposal = proposed(slug, sent.contest, reason)
    except Refusal as refusal:
        return _page(Sent(sent.form, refusal=refusal), slug), refusal.status
    return amendment_page(proposal, toml_text(sent.contest), reason)


@pages.get("/new/form")
@role_required("operator", "organiser")
def new() -> ResponseReturnValue:
    """A new rulebook, from a template."""
    known = templates().get(request.args.get("template", TO_START))
    if known is None:
        raise NotFound
    return _page(Sent(_shown(read_toml(known.text)), at=SECTIONS[0].slug))


@pages.post("/new/form")
@role_required("operator", "organiser")
def draft() -> ResponseReturnValue:
    """One step of the work on a new rulebook; its last page creates the contest."""
    sent = _sent()
    if sent.contest is None:
        return _page(sent), 422 if sent.refusal else 200
    other = next(one for one in LANGUAGES if one != language())
    return render_template(
        "office/rulebook/new.html",
        contest=sent.contest,
        sections=reviewed(sent.contest, language()),
        other=other,
        other_sections=reviewed(sent.contest, other),
        text=toml_text(sent.contest),
    )


def _refuse_old(slug: str) -> None:
    """A form filled from an older version would undo what somebody changed since."""
    if request.form.get("seen", "") not in ("", str(contest_now(slug).rulebook_number)):
        raise ChangedMeanwhile


def _sent() -> Sent:
    act, _, name = request.form.get("do", "").partition(":")
    if act == TEXT:
        return _of_text(request.form.get("text", "").replace("\r\n", "\n"))
    form = rulebook_form()(request.form)
    if act == PREVIEW:
        return _looked_at(form)
    return Sent(rearranged(form, act, name, language()), at=section_of(name) if name else "")


def _looked_at(form: Form) -> Sent:
    try:
        return Sent(form, contest=contest_of(form))
    except RulebookFaults as refused:
        return Sent(form, faults=refused.faults, refusal=refused)


def _of_text(text: str) -> Sent:
    return Sent(_shown(read_toml(text)))


def _shown(contest: Contest) -> Form:
    return rulebook_form()(data=filled(contest, language()))


def _page(sent: Sent, slug: str = "") -> str:
    faults = faults_by_field(sent.form, sent.faults)
    return render_template(
        "office/rulebook/form.html",
        form=sent.form,
        slug=slug,
        sections=SECTIONS,
        faults=faults,
        refusal=None if sent.faults else sent.refusal,
        opened={sent.at, *map(section_of, faults)},
        trail={name: trail(sent.form, name, language()) for name in faults},
        word=word,
        examples=EXAMPLES,
        choice=choice,
        reason=request.form.get("reason", ""),
        seen=request.form.get("seen") or (contest_state(slug).rulebook_number if slug else ""),
        more_languages=bool({*(sent.form["languages"].data or "").split()} - {*LANGUAGES}),
    )
