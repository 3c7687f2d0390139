"""Banks of questions: looking through them, one item with its versions, approval by a second person."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from quiz.actions import difficulty, stocking
from quiz.rules.refusals.contest import NotFound
from quiz.rules.refusals.office import ChangedMeanwhile, ItemFaulty
from quiz.store import bank, browsing, histories, papers
from quiz.store.browsing import Use, Wanted
from quiz.store.histories import Version
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.office import asked, editing
from quiz.web.office.roles import acting, confirmation_required, recently_confirmed, role_required
from quiz.web.office.showing import shown
from quiz.web.transaction import reading, writing

pages = Blueprint("office_bank", __name__, url_prefix="/office/c/<slug>/bank")
PER_PAGE = 25


@pages.get("/")
@role_required("organiser", "editor")
def index(slug: str) -> ResponseReturnValue:
    """The items of the banks that this contest may draw from, as far as they fit what is looked for."""
    state, wanted = contest_state(slug), wanted_items()
    with reading() as db:
        values = {
            "found": browsing.page(db, state.id, wanted, after=asked.whole("after"), limit=PER_PAGE),
            "total": browsing.count(db, state.id, wanted),
            "strata": browsing.strata(db, state.id, wanted),
            "topics": browsing.topics(db, state.id),
            "banks": bank.open_to(db, state.id),
        }
    return render_template("office/bank/index.html", wanted=wanted, uses=Use, per_page=PER_PAGE, **values)


@pages.post("/approve")
@role_required("organiser", "editor")
def approve(slug: str) -> ResponseReturnValue:
    """Approve the ticked versions, as far as somebody else wrote them."""
    with writing() as db:
        state = contest_state(slug)
        approved = stocking.approve(db, state, asked.ticked(), by=acting().id, now=arrival())
    flash(_("Đã duyệt %(count)s câu; câu do chính bạn soạn cần người khác duyệt.", count=approved), "done")
    return redirect(url_for("office_bank.review", slug=slug), 303)


@pages.get("/review")
@role_required("organiser", "editor")
@confirmation_required
def review(slug: str) -> ResponseReturnValue:
    """What others wrote and nobody has approved, in full and with its key."""
    state = contest_state(slug)
    with reading() as db:
        wanted = Wanted(use=Use.WAITING, not_by=acting().id)
        found = browsing.page(db, state.id, wanted, after=asked.whole("after"), limit=PER_PAGE)
        documents = papers.chosen_items(db, [one.version_id for one in found])
    return render_template(
        "office/bank/review.html", found=found, items=documents, shown=shown, per_page=PER_PAGE
    )


@pages.get("/items/<bank_slug>/<item_slug>")
@role_required("organiser", "editor")
def item(slug: str, bank_slug: str, item_slug: str) -> ResponseReturnValue:
    """One item: its versions, where it is used; the key only for those who gave a fresh code."""
    state = contest_state(slug)
    with reading() as db:
        versions = history(slug, bank_slug, item_slug)
        used = histories.where_used(db, state.id, versions[0].item_id)
        shares = difficulty.right_shares(db, used)
    return render_template(
        "office/bank/item.html",
        versions=versions,
        bank_slug=bank_slug,
        used=used,
        shares=shares,
        open_key=recently_confirmed(),
        shown=shown,
        mine=versions[0].contest_id == state.id,
    )


@pages.get("/items/<bank_slug>/<item_slug>/key")
@role_required("organiser", "editor")
@confirmation_required
def unlock(slug: str, bank_slug: str, item_slug: str) -> ResponseReturnValue:
    """Back to the item after a fresh code."""
    return redirect(url_for("office_bank.item", slug=slug, bank_slug=bank_slug, item_slug=item_slug), 303)


@pages.get("/items/<bank_slug>/<item_slug>/edit")
@role_required("organiser", "editor")
@confirmation_required
def edit(slug: str, bank_slug: str, item_slug: str) -> ResponseReturnValue:
    """The form of an item of the contest's own bank."""
    newest = own(slug, bank_slug, item_slug)
    return render_template("office/bank/edit.html", fields=editing.filled(newest.document), newest=newest)


@pages.post("/items/<bank_slug>/<item_slug>/edit")
@role_required("organiser", "editor")
@confirmation_required
def keep(slug: str, bank_slug: str, item_slug: str) -> ResponseReturnValue:
    """Keep the edited item as a new version; nothing typed is lost on a fault."""
    newest, fields = own(slug, bank_slug, item_slug), editing.sent()
    known = bank.Kept(newest.item_id, newest.id, newest.version, newest.document)
    edited = editing.item(fields, newest.document)
    try:
        with writing() as db:
            state, seen = contest_state(slug), asked.whole("version")
            stocking.edit(db, state, known, edited, slug=item_slug, seen=seen, by=acting().id, now=arrival())
    except (ItemFaulty, ChangedMeanwhile) as refusal:
        fault = refusal.sentence(language())
        return render_template(
            "office/bank/edit.html", fields=fields, newest=newest, fault=fault
        ), refusal.status
    return redirect(url_for("office_bank.item", slug=slug, bank_slug=bank_slug, item_slug=item_slug), 303)


@pages.post("/items/<bank_slug>/<item_slug>/retire")
@role_required("organiser", "editor")
def retire(slug: str, bank_slug: str, item_slug: str) -> ResponseReturnValue:
    """Offer the item to no further paper."""
    newest = own(slug, bank_slug, item_slug)
    with writing() as db:
        state = contest_state(slug)
        stocking.retire(db, state, newest.item_id, item_slug, by=acting().id, now=arrival())
    return redirect(url_for("office_bank.item", slug=slug, bank_slug=bank_slug, item_slug=item_slug), 303)


@pages.get("/media/<name>")
@role_required("organiser", "editor")
def picture(slug: str, name: str) -> Response:
    """A picture of a question in a bank that is open to this contest."""
    with reading() as db:
        here = browsing.shows_picture(db, contest_state(slug).id, name)
        kept = bank.picture(db, name) if here else None
    if kept is None:
        raise NotFound
    response = make_response(kept[1])
    response.headers["Content-Type"] = kept[0]
    return response


def wanted_items() -> Wanted:
    """What the address asks for."""
    return Wanted(
        words=asked.text("q")[:200],
        bank=asked.text("bank"),
        topic=asked.text("topic"),
        difficulty=asked.text("difficulty"),
        source=asked.text("source")[:200],
        use=next((use for use in Use if use == asked.text("use")), None),
    )


def history(slug: str, bank_slug: str, item_slug: str) -> list[Version]:
    """The versions of an item of an open bank, newest first; raises NotFound."""
    with reading() as db:
        versions = histories.versions(db, contest_state(slug).id, bank_slug, item_slug)
    if not versions:
        raise NotFound
    return versions


def own(slug: str, bank_slug: str, item_slug: str) -> Version:
    """The newest version of an item of the contest's own bank; raises NotFound for others'."""
    newest = history(slug, bank_slug, item_slug)[0]
    if newest.contest_id != contest_state(slug).id:
        raise NotFound
    return newest
