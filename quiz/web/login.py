"""Who is signed in: Flask-Login over session rows, citizens and staff apart."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from quiz.store import sessions
from quiz.store.sessions import StaffMember
from quiz.web.clock import arrival
from quiz.web.transaction import reading

# One cookie may carry a citizen or a member of staff, never both; the letter tells which.
CITIZEN, STAFF = "c", "s"


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """A cookie's claim: whose kind it is and its token. The row behind it is asked for where it is needed."""

    kind: str
    token: str

    def get_id(self) -> str:
        """What Flask-Login writes into the cookie."""
        return f"{self.kind}:{self.token}"


def citizen_token() -> str | None:
    """The token of the citizen's cookie; statements that need the person check it in the same breath."""
    return _token(CITIZEN)


def staff_member() -> StaffMember | None:
    """The member of staff whose live session this is, read once a request; None for anybody else."""
    token = _token(STAFF)
    if token is None:
        return None
    if "staff_member" not in g:
        with reading() as db:
            g.staff_member = sessions.staff_member(db, token, now=arrival())
    member: StaffMember | None = g.staff_member
    return member


def staff_token() -> str | None:
    """The token of the staff cookie, to be revoked at sign-out."""
    return _token(STAFF)


def sign_in(kind: str, token: str) -> None:
    """Start a fresh cookie for this session: nothing of what an anonymous visitor had is kept."""
    session.clear()
    session.permanent = True
    login_user(SignedIn(kind, token))


def sign_out() -> None:
    """Forget the cookie; the row is revoked by the caller's transaction."""
    logout_user()
    session.clear()


class Visitors(LoginManager):
    """Flask-Login without its guess from address and browser whether a cookie was stolen.

    Phones change both in mid-round; the session row is what decides.
    """

    def _session_protection_failed(self) -> bool:
        return False  # asked first, the original hashes the address and the browser only to drop the hash

    def _update_remember_cookie(self, response: Response) -> Response:
        return response  # ours is the session's cookie alone


def know_visitors(app: Flask) -> None:
    """Connect Flask-Login to this application."""
    Visitors(app).user_loader(_load)


def _load(claim: str) -> SignedIn | None:
    kind, _, token = claim.partition(":")
    return SignedIn(kind, token) if kind in (CITIZEN, STAFF) and token else None


def _token(kind: str) -> str | None:
    claim = current_user._get_current_object()  # noqa: SLF001 (Werkzeug's way through its proxy)
    return claim.token if isinstance(claim, SignedIn) and claim.kind == kind else None
