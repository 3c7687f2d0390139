"""Sits attempts in tests with the product's own verbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Barrier
from typing import Any, TypeVar

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Connection, Engine, event, select

from quiz.actions import handing_in, sitting, starting
from quiz.actions.handing_in import Ending, Handed
from quiz.actions.shelf import Shelf
from quiz.actions.sitting import Saved, Sent, Sitter
from quiz.actions.starting import Caller, Evidence
from quiz.settings import Environment, Settings
from quiz.store.contests import ContestState
from quiz.store.tables import attempts
from quiz.web import create_app
from tests.make import NOW

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Play:
    """A contest in play: what every verb of an attempt is told."""

    state: ContestState
    shelf: Shelf = field(default_factory=Shelf)

    def start(self, db: Connection, token: str, *, now: datetime = NOW, seen: int | None = None) -> str:
        """The public id of the attempt that is now open in the first round."""
        this_round = self.state.rounds[0]
        caller = Caller(token, Evidence(), seen)
        return starting.start(db, self.shelf, self.state, this_round, caller, now=now)

    def start_at_once(self, db: Connection, token: str, *, now: datetime = NOW) -> str | None:
        """The public id of a new attempt, where that takes no lock."""
        this_round = self.state.rounds[0]
        caller = Caller(token, Evidence())
        return starting.start_at_once(db, self.shelf, self.state, this_round, caller, now=now)

    def save(
        self,
        db: Connection,
        token: str,
        public_id: str,
        shown: Mapping[int, tuple[int, ...]],
        *,
        revision: int,
        base: int = sitting.SEEN_ALL,
        prediction: int | None = None,
        now: datetime = NOW,
    ) -> Saved:
        """Save these displayed options."""
        sent = Sent(shown, prediction, revision, base)
        return sitting.save(db, self.shelf, self.state, Sitter(token, public_id), sent, now=now)

    def hand_in(
        self,
        db: Connection,
        token: str,
        public_id: str,
        shown: Mapping[int, tuple[int, ...]] | None = None,
        *,
        prediction: int | None = None,
        key: str | None = None,
        now: datetime = NOW,
    ) -> Ending:
        """Hand in these displayed options, or what was saved."""
        sent = None if shown is None else Sent(shown, prediction, 0)
        handed = Handed(sent, key)
        return handing_in.hand_in(db, self.shelf, self.state, Sitter(token, public_id), handed, now=now)

    def hand_in_at_once(
        self,
        db: Connection,
        token: str,
        public_id: str,
        shown: Mapping[int, tuple[int, ...]],
        *,
        prediction: int | None = None,
        now: datetime = NOW,
    ) -> Ending | None:
        """Hand in with one write where that is all it takes."""
        handed = Handed(Sent(shown, prediction, 0))
        sitter = Sitter(token, public_id)
        return handing_in.hand_in_at_once(db, self.shelf, self.state, sitter, handed, now=now)


def row(db: Connection, public_id: str) -> Any:
    """The attempt as it is stored."""
    return db.execute(select(attempts).where(attempts.c.public_id == public_id)).one()


def cookie(token: str, kind: str = "c") -> str:
    """The cookie of a citizen (or, with "s", of staff); all servers of tests have the default secret."""
    app = create_app(Settings(environment=Environment.TEST, database_url="sqlite://", insecure_cookies=True))
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    return str(signer.dumps({"_user_id": f"{kind}:{token}", "_fresh": True, "_permanent": True}))


def at_once(count: int, act: Callable[[], Answer]) -> list[Answer | Exception]:
    """What `act` answered in so many threads that all begin at the same moment, refusals included."""
    gate = Barrier(count)

    def one(_number: int) -> Answer | Exception:
        gate.wait(timeout=30)
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL sent meanwhile, without BEGIN and COMMIT."""
    sent: list[str] = []

    def listen(_db: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    yield sent
    event.remove(engine, "before_cursor_execute", listen)
