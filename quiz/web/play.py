"""From the start page to the hand-in: every view opens one transaction and calls one verb."""

from __future__ import annotations

import secrets

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from quiz.actions import handing_in, sitting, starting
from quiz.actions.shelf import Shelf
from quiz.actions.sitting import Sitter
from quiz.actions.starting import Caller
from quiz.rules.refusals.contest import (
    AnswersMissing,
    NotFound,
    PredictionMissing,
    PredictionOutOfRange,
    Refusal,
)
from quiz.rules.refusals.sheet import SignedOut
from quiz.rules.sentences.clauses import start_sentences
from quiz.store.attempts import Attempt
from quiz.store.contests import ContestState, RoundState
from quiz.web import evidence, login, pictures, practice, sheet_forms
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.language import language
from quiz.web.login import citizen_token
from quiz.web.sheet_pages import MILLISECOND, SheetPage, Telling, sheet_page
from quiz.web.transaction import at_once, reading, writing

pages = Blueprint("play", __name__)
KEY_BYTES, NUMBER_LENGTH = 12, 10


def register(app: Flask) -> None:
    """Add the pages of an attempt to the application."""
    app.extensions["shelf"] = Shelf()
    app.register_blueprint(pages)


def shelf() -> Shelf:
    """What this process remembers of papers and sheets."""
    kept: Shelf = current_app.extensions["shelf"]
    return kept


@pages.errorhandler(SignedOut)
def sign_in_first(_refusal: SignedOut) -> Response:
    """The way to the sign-in page and back to the page that asked for a person."""
    asked = request.view_args or {}
    names = {"public_id": "play.sheet", "round_slug": "play.start_page"}
    back = next((url_for(view, **asked) for name, view in names.items() if name in asked), None)
    return redirect(url_for("entering.sign_in_page", slug=asked["slug"], next=back), 303)


@pages.get("/c/<slug>/r/<round_slug>/")
def start_page(slug: str, round_slug: str) -> str:
    """What awaits the person, before any clock runs."""
    state = contest_state(slug)
    this_round = _round(state, round_slug)
    with reading() as db:
        doorway = starting.doorway(db, shelf(), state, this_round, token=_token(), now=arrival())
    lang = language()
    return render_template(
        "play/start.html",
        state=state,
        round=this_round,
        door=doorway,
        sentences=start_sentences(doorway.rules, lang),
        refusal=doorway.refusal.sentence(lang) if doorway.refusal else None,
        practised=practice.is_there(state),
    )


@pages.post("/c/<slug>/r/<round_slug>/")
def start(slug: str, round_slug: str) -> Response:
    """Begin an attempt, or go on with the one that is open."""
    state, now = contest_state(slug), arrival()
    this_round, token, device = _round(state, round_slug), _token(), evidence.device()
    caller = Caller(token, evidence.of_start(device), _seen())
    with at_once() as db:
        public_id = starting.start_at_once(db, shelf(), state, this_round, caller, now=now)
    if public_id is None:
        with writing() as db:
            public_id = starting.start(db, shelf(), state, this_round, caller, now=now)
    response = redirect(url_for("play.sheet", slug=slug, public_id=public_id), 303)
    return evidence.remember_device(response, device)


@pages.get("/c/<slug>/a/<public_id>/")
def sheet(slug: str, public_id: str) -> Response | str:
    """All questions at once; the script shows one at a time."""
    return _open_page("play/sheet.html", slug, public_id)


@pages.post("/c/<slug>/a/<public_id>/")
def save_sheet(slug: str, public_id: str) -> Response:
    """Save without a script, then back here with `then=save` or a fault, else on to the check page."""
    state, sitter, sent = contest_state(slug), _sitter(public_id), sheet_forms.sheet(request.form)
    with at_once() as db:
        saved = sitting.save(db, shelf(), state, sitter, sent, now=arrival())
    if saved.refusal is not None:
        raise saved.refusal
    if sheet_forms.is_unreadable(request.form):
        return _shown_again(422, "play/sheet.html", slug, public_id, guess=request.form["prediction"])
    if request.form.get("then") == "save":
        flash(_("Đã lưu bài làm."), "done")
        return redirect(url_for("play.sheet", slug=slug, public_id=public_id), 303)
    return redirect(url_for("play.check", slug=slug, public_id=public_id), 303)


@pages.post("/c/<slug>/a/<public_id>/save")
def autosave(slug: str, public_id: str) -> Response:
    """Take a few bytes from the script: 204 with the time left, or a status with one sentence."""
    state = contest_state(slug)
    try:
        sitter, sent = _sitter(public_id), sheet_forms.autosave(request.form)
        with at_once() as db:
            saved = sitting.save(db, shelf(), state, sitter, sent, now=arrival())
    except Refusal as refusal:
        return _plain(refusal)
    if saved.until is None:
        return _plain(saved.refusal or NotFound())
    response = Response(status=204)
    response.headers["X-Quiz-Left"] = str(max((saved.until - arrival()) // MILLISECOND, 0))
    return response


@pages.get("/c/<slug>/a/<public_id>/save")
@pages.get("/c/<slug>/a/<public_id>/hand-in")
def back_to_sheet(slug: str, public_id: str) -> Response:
    """Somebody reloaded an address that only takes forms."""
    return redirect(url_for("play.sheet", slug=slug, public_id=public_id), 303)


@pages.get("/c/<slug>/a/<public_id>/check")
def check(slug: str, public_id: str) -> Response | str:
    """Every question with its answer, before anything is final."""
    return _open_page("play/check.html", slug, public_id, key=_key())


@pages.post("/c/<slug>/a/<public_id>/hand-in")
def hand_in(slug: str, public_id: str) -> Response:
    """Hand in once; repeats lead to the same receipt."""
    state, sitter, handed = contest_state(slug), _sitter(public_id), sheet_forms.hand_in(request.form)
    try:
        with at_once() as db:
            ending = handing_in.hand_in_at_once(db, shelf(), state, sitter, handed, now=arrival())
        if ending is None:
            with writing() as db:
                ending = handing_in.hand_in(db, shelf(), state, sitter, handed, now=arrival())
    except (AnswersMissing, PredictionMissing, PredictionOutOfRange) as lacks:
        said = lacks.sentence(language())
        return _shown_again(lacks.status, "play/check.html", slug, public_id, key=_key(), told=said)
    if ending.signed_out:
        login.sign_out()
        flash(_("Máy này đã đăng xuất. Người tiếp theo đăng nhập để thi."), "done")
    address = url_for("receipts.receipt", slug=slug, receipt=ending.receipt)
    if ending.refusal is None:
        return redirect(address, 303)
    sentence = ending.refusal.sentence(language())
    page = render_template("play/too_late.html", state=state, sentence=sentence, receipt=address)
    return make_response(page, ending.refusal.status)


@pages.get("/c/<slug>/a/<public_id>/picture/<name>")
def picture(slug: str, public_id: str, name: str) -> Response:
    """A picture of a question on this person's own sheet."""
    state = contest_state(slug)
    with reading() as db:
        attempt = sitting.opened(db, shelf(), state, _sitter(public_id), now=arrival())
        return pictures.of_sheet(db, shelf(), attempt, name)


def _open_page(template: str, slug: str, public_id: str, **more: str) -> Response | str:
    state, now = contest_state(slug), arrival()
    sheet = url_for("play.sheet", slug=slug, public_id=public_id)
    telling = Telling(language(), pictures=f"{sheet}picture/")
    with reading() as db:
        attempt = sitting.opened(db, shelf(), state, _sitter(public_id), now=now)
        page = sheet_page(db, shelf(), state, attempt, telling=telling, now=now)
    if _is_done(attempt, page):
        return redirect(url_for("receipts.receipt", slug=slug, receipt=attempt.receipt), 303)
    lack = handing_in.lack(page.rules, len(page.questions), page.answered, attempt.prediction)
    return render_template(
        template,
        state=state,
        page=page,
        lack=lack.sentence(language()) if lack else None,
        sheet=sheet,
        **more,
    )


def _shown_again(status: int, template: str, slug: str, public_id: str, **more: str) -> Response:
    shown = _open_page(template, slug, public_id, **more)
    return shown if isinstance(shown, Response) else make_response(shown, status)


def _seen() -> int | None:
    """How many attempts the page of a start knew of; None for a form that does not tell."""
    told = request.form.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < NUMBER_LENGTH else None


def _key() -> str:
    return secrets.token_urlsafe(KEY_BYTES)


def _is_done(attempt: Attempt, page: SheetPage) -> bool:
    over = sitting.is_over(attempt, page.rules.grace, arrival())
    return over or attempt.state != "in_progress" or attempt.voided_at is not None


def _round(state: ContestState, slug: str) -> RoundState:
    found = state.round(slug)
    if found is None or found.state == "draft":
        raise NotFound
    return found


def _token() -> str:
    token = citizen_token()
    if token is None:
        raise SignedOut
    return token


def _sitter(public_id: str) -> Sitter:
    return Sitter(_token(), public_id)


def _plain(refusal: Refusal) -> Response:
    response = Response(refusal.sentence(language()), refusal.status, mimetype="text/plain")
    response.headers["X-Quiz-Reason"] = type(refusal).__name__
    return response
