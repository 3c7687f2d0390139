"""The desk: finding a person, what happened to him or her, the flags that wait for somebody."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Connection

from quiz.actions import desking
from quiz.actions.desking import Act
from quiz.rules.masking import masked_phone
from quiz.rules.refusals.contest import NotFound, Refusal
from quiz.store import desk
from quiz.store.contests import WITH_RESULTS, ContestState
from quiz.store.desk import Found
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.office import asked, once
from quiz.web.office.choose import leaves
from quiz.web.office.kept import kept
from quiz.web.office.roles import acting, role_required, unit_scope
from quiz.web.transaction import reading, writing

pages = Blueprint("office_desk", __name__, url_prefix="/office/c/<slug>/desk")
HELPERS = ("organiser", "support")
SEERS = (*HELPERS, "coordinator", "auditor")
# Coordinators of units help their people to sign in; numbers and devices are not theirs to see.
SEE_PERSONAL = frozenset({*HELPERS, "auditor"})
SEE_EVIDENCE = frozenset({"organiser", "auditor"})


@pages.get("/")
@role_required(*SEERS)
def index(slug: str) -> ResponseReturnValue:
    """The search form and how many flags wait."""
    state = contest_state(slug)
    with reading() as db:
        waiting = len(desk.flags_of(db, state.id))
    takes = may(frozenset(HELPERS), state)
    return render_template(
        "office/desk/index.html", found=None, typed="", waiting=waiting, takes_objections=takes
    )


@pages.post("/")
@role_required(*SEERS)
def search(slug: str) -> ResponseReturnValue:
    """Who was meant: the page of the only one, or a list.

    A POST without a redirect, because names and telephones must not stand in addresses.
    """
    state, typed = contest_state(slug), asked.text("q")
    with writing() as db:
        found = desk.find(db, state.id, typed, scope(state))
        desking.searched(db, state, len(found), staff_id=acting().id, now=arrival())
    shown = [_shown(one, state) for one in found]
    if len(found) == 1:
        return redirect(url_for("office_desk.person", slug=slug, code=found[0].code), 303)
    return render_template("office/desk/index.html", found=shown, typed=typed, waiting=0)


@pages.get("/people/<code>")
@role_required(*SEERS)
def person(slug: str, code: str) -> ResponseReturnValue:
    """One person with attempts and everything the desk may do; each look is noted."""
    return person_page(slug, code)


def person_page(slug: str, code: str, *, refusal: Refusal | None = None, **_act: str) -> str:
    """That page; after a refused act with the sentence beside its form."""
    state = contest_state(slug)
    with writing() as db:
        who = some_person(db, state, code)
        desking.look(db, state, who, staff_id=acting().id, now=arrival())
        values = {
            "attempts": desk.attempts_of(db, who.id),
            "late_answers": desk.late_answers_of(db, who.id),
            "extended": desk.extended(db, who.id),
            "allowed": desk.allowed(db, who.id),
            "flags": desk.flags_of(db, state.id, who.id),
            "alike": desk.alike(db, state.id, who) if may(SEE_PERSONAL, state) else [],
        }
    return render_template(
        "office/desk/person.html",
        refusal=refusal,
        who=_shown(who, state),
        evidence=may(SEE_EVIDENCE, state),
        helps=may(frozenset(HELPERS), state),
        decides=may(frozenset({"organiser"}), state),
        hands_out=may(frozenset({*HELPERS, "coordinator"}), state),
        rounds=[one for one in leaves(state) if one.state not in WITH_RESULTS],
        results_made=[one.slug for one in state.rounds if one.state in WITH_RESULTS],
        **values,
    )


@pages.get("/flags")
@role_required(*HELPERS, "auditor")
def flags(slug: str) -> ResponseReturnValue:
    """The flags that wait for a decision."""
    with reading() as db:
        waiting = desk.flags_of(db, contest_state(slug).id)
    return render_template("office/desk/flags.html", flags=waiting)


def _flagged_person(slug: str, flag_id: int, *, refusal: Refusal) -> str:
    """The page of the person under that flag, from which it is settled."""
    with reading() as db:
        flags_there = desk.flags_of(db, contest_state(slug).id)
    code = next((one.code for one in flags_there if one.id == flag_id), None)
    if code is None:
        raise refusal
    return person_page(slug, code, refusal=refusal)


@pages.post("/flags/<int:flag_id>")
@role_required("organiser")
@kept(_flagged_person)
def settle(slug: str, flag_id: int) -> ResponseReturnValue:
    """Settle one flag with the words of the form."""
    act = Act(acting().id, asked.reason(), arrival())
    with writing() as db:
        desking.settle(db, contest_state(slug), flag_id, act=act)
    flash(_("Đã ghi cách giải quyết."), "done")
    return redirect(url_for("office_desk.flags", slug=slug), 303)


@pages.get("/slip")
@role_required(*HELPERS, "coordinator")
def slip(slug: str) -> ResponseReturnValue:
    """The new entry code on a slip to print, for one look."""
    told = once.take()
    picture = once.picture(slug, told["secret"]) if told else ""
    address = once.address(slug)
    return render_template("office/desk/slip.html", slip=told, picture=picture, address=address)


def some_person(db: Connection, state: ContestState, code: str) -> Found:
    """The person of that code as far as this member of staff may know; raises NotFound."""
    who = desk.by_code(db, state.id, code, scope(state))
    if who is None:
        raise NotFound
    return who


def scope(state: ContestState) -> desk.Scope:
    """The units to which this member of staff is bound, None for the whole contest."""
    return unit_scope(acting(), state.id)


def may(roles: frozenset[str], state: ContestState) -> bool:
    """Has this member of staff one of the roles here?"""
    return acting().may(roles, state.id)


def _shown(who: Found, state: ContestState) -> Found:
    if may(SEE_PERSONAL, state):
        return who
    return replace(who, phone=masked_phone(who.phone) if who.phone else None, birth_date=None)
