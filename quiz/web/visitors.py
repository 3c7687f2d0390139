"""What citizens' pages know about whoever calls: the person, the source, the way back."""

from __future__ import annotations

import ipaddress

from flask import Response, current_app, redirect, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from quiz.actions.signing_in import Caller
from quiz.settings import Settings
from quiz.store import known
from quiz.store.codes import CodeKey
from quiz.store.contests import ContestState
from quiz.store.known import SignedIn
from quiz.web.clock import arrival
from quiz.web.login import citizen_token

KINDS = (
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("android", "android"),
    ("windows", "desktop"),
    ("mac", "desktop"),
)
LEADS_OUT = ("\\", "//", "/.", "%")  # another host, or a climb out of this contest


def settings() -> Settings:
    """The settings of this application."""
    kept: Settings = current_app.config["SETTINGS"]
    return kept


def code_key() -> CodeKey:
    """The key under which codes, identities and throttled subjects are kept."""
    return CodeKey(settings().code_key_id, settings().code_key.get_secret_value().encode())


def person(db: Connection, state: ContestState) -> SignedIn | None:
    """The participant of this contest who is signed in on this device; one statement, none for strangers."""
    token = citizen_token()
    return known.signed_in(db, token, state.id, now=arrival()) if token else None


def sign_in_first(state: ContestState) -> AnyResponse:
    """The way to the sign-in page, and back here afterwards."""
    back = request.path if request.method == "GET" else None
    return redirect(url_for("entering.sign_in_page", slug=state.slug, next=back), 303)


def way_on(state: ContestState, fallback: str) -> str:
    """Where the form says to go on: an address of this contest, anything else is the fallback."""
    wanted = request.values.get("next", "")
    inside = wanted.startswith(f"/c/{state.slug}/") and not any(odd in wanted for odd in LEADS_OUT)
    return wanted if inside and wanted.isprintable() else fallback


def caller() -> Caller:
    """Where this sign-in comes from."""
    limits = settings()
    return Caller(
        source=source(),
        agent_class=agent_class(),
        account_tries=limits.account_tries,
        source_tries=limits.source_tries,
        shared_device=bool(request.form.get("shared")),
    )


def source() -> str:
    """The address of the caller; of IPv6 the network, since one household owns a whole one."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def agent_class() -> str:
    """The kind of device, as coarse as evidence needs it."""
    agent = (request.user_agent.string or "").casefold()
    return next((kind for word, kind in KINDS if word in agent), "other")


def public_for(response: Response, seconds: int) -> Response:
    """Let caches keep an answer that is the same for everybody."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response
