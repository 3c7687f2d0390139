"""What a whole attempt costs, and what its floor costs: person by person in turn, through real servers.

The load test's citizen signs up and plays one attempt on `quiz serve`'s server with one worker; the floor's
server then gets the same requests. CPU time of the worker and of the database.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import secrets
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from bench.floor import PLANS, Plan
from bench.serving import PRODUCT, quiz, served
from bench.stores import Fresh, fresh
from bench.weighing import HOST, Family, Scale, Spent
from loadtests.whole_attempt import ATTEMPT, Meter, play

CONTEST, WARM_UP, FLOOR = "ha-giang", 8, "bench.floor:made()"
SIGN_UP = ("register page", "units", "register", "code")
Asked = list[tuple[str, dict[str, Any]]]
Document = dict[str, Any]


class Weights:
    """What every person's pages cost, in milliseconds."""

    def __init__(self) -> None:
        self.application: Spent = defaultdict(list)
        self.database: Spent = defaultdict(list)
        self.attempts: list[float] = []
        self.sign_ups: list[float] = []

    def add(self, application: Spent, database: Spent) -> None:
        """Add one person."""
        for page in application:
            self.application[page] += application[page]
            self.database[page] += database[page]
        both = (application, database)
        self.attempts.append(sum(sum(part[page]) for part in both for page in ATTEMPT))
        self.sign_ups.append(sum(sum(part[page]) for part in both for page in SIGN_UP))

    def of(self, page: str) -> list[float]:
        """Application and database together, one number a request."""
        return [sum(one) for one in zip(self.application[page], self.database[page], strict=True)]


def measured(store: str, people: int) -> Document:
    """Pages, whole attempt and sign-up of so many people on a fresh database, each with its floor."""
    with fresh(store) as empty:
        environment = _environment(empty)
        quiz(empty.folder, environment, "demo", "--no-serve", "--people", "100")
        plans = planned(environment)
        told = {PLANS: json.dumps({page: plan.told() for page, plan in plans.items()})}
        with (
            served(PRODUCT, environment, empty.folder) as product,
            served(FLOOR, environment | told, empty.folder) as floor,
        ):
            database = Family(empty.postmaster)
            ours = Scale(product.port, Family(product.arbiter), database)
            bare = Scale(floor.port, Family(floor.arbiter), database)
            return compared(plans, *weighed(ours, bare, people, plans))


def weighed(ours: Scale, bare: Scale, people: int, plans: dict[str, Plan]) -> tuple[Weights, Weights]:
    """Let people play, first on the product and then on the floor."""
    product, floor = Weights(), Weights()
    for number in range(-WARM_UP, people):
        ours.forget()
        play(ours, CONTEST, 1)
        *told, asked = ours.taken()
        bare.forget()
        repeat(bare, asked, plans)
        *again, _ = bare.taken()
        if number >= 0:
            product.add(*told)
            floor.add(*again)
    return product, floor


class Learner(Meter):
    """Remembers which page is on its way, and how each was answered."""

    page = ""

    def __init__(self, application: Any) -> None:
        super().__init__(application, None)
        self.answered: dict[str, tuple[int, int]] = {}

    def call(self, page: str, environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of one request."""
        self.page = page
        status, headers, body = super().call(page, environ)
        self.answered[page] = (status, len(body))
        return status, headers, body


def planned(environment: dict[str, str]) -> dict[str, Plan]:
    """What every page sends, learnt within this process from a person who comes when all is warm."""
    os.environ.update({name: value for name, value in environment.items() if name.startswith("QUIZ_")})
    app = importlib.import_module("quiz.web").create_app()
    learner, engine = Learner(app), app.extensions["engine"]
    play(learner, CONTEST, WARM_UP)
    learner.spent.clear()
    with counting(learner, engine) as sent:
        play(learner, CONTEST, 1)
    engine.dispose()
    times = {page: len(spent) for page, spent in learner.spent.items()}
    return {
        page: Plan(sent[page, "read"] // times[page], sent[page, "write"] // times[page], size, status)
        for page, (status, size) in learner.answered.items()
        if page in times
    }


@contextmanager
def counting(learner: Learner, engine: Engine) -> Iterator[Counter[tuple[str, str]]]:
    """Statements that read and write by page, meanwhile; BEGIN and COMMIT are none."""
    sent: Counter[tuple[str, str]] = Counter()

    def listen(_db: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        word = statement.split(None, 1)[0].upper()
        if word in ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH"):
            sent[learner.page, "read" if word in ("SELECT", "WITH") else "write"] += 1

    event.listen(engine, "before_cursor_execute", listen)
    yield sent
    event.remove(engine, "before_cursor_execute", listen)


def repeat(floor: Scale, asked: Asked, plans: dict[str, Plan]) -> None:
    """Ask the floor what the product was asked; RuntimeError where it answers otherwise than planned."""
    for page, environ in asked:
        body = io.BytesIO(environ["wsgi.input"].getvalue())
        path = f"/{page.replace(' ', '-')}"
        status, _, sent = floor.call(page, environ | {"PATH_INFO": path, "wsgi.input": body})
        if (status, len(sent)) != (plans[page].status, plans[page].size):
            raise RuntimeError(f"the floor answers {page} with {status} and {len(sent)} bytes")


def compared(plans: dict[str, Plan], ours: Weights, bare: Weights) -> Document:
    """Quartiles by page and of the whole, with what is how many times its floor."""
    ratios = [one / other for one, other in zip(ours.attempts, bare.attempts, strict=True)]
    return {
        "people": len(ours.attempts),
        "attempt": {"ms": spread(ours.attempts), "floor": spread(bare.attempts), "ratio": spread(ratios)},
        "sign up": {"ms": spread(ours.sign_ups), "floor": spread(bare.sign_ups)},
        "pages": {
            page: {
                "times": round(len(ours.application[page]) / len(ours.attempts), 2),
                "statements": plan.reads + plan.writes,
                "bytes": plan.size,
                "database": round(statistics.mean(ours.database[page]), 3),
                "ms": spread(ours.of(page)),
                "floor": spread(bare.of(page)),
            }
            for page, plan in plans.items()
        },
    }


def lines(store: str, found: Document) -> list[str]:
    """The table of one database, for people: milliseconds of CPU as quartiles."""
    people = f"whole attempts on {store}: {found['people']} people"
    told = [
        f"{people:42}{'quartiles of CPU ms':>24}{'floor':>24}{'database':>10}{'statements':>12}{'bytes':>8}"
    ]
    told += [
        f"{page:36}{one['times']:6.1f}{_said(one['ms']):>24}{_said(one['floor']):>24}"
        f"{one['database']:10.2f}{one['statements']:12}{one['bytes']:8,}"
        for page, one in found["pages"].items()
    ]
    told += [
        f"{whole:42}{_said(found[whole]['ms']):>24}{_said(found[whole]['floor']):>24}"
        for whole in ("sign up", "attempt")
    ]
    return [*told, f"{'an attempt is so many times its floor':42}{_said(found['attempt']['ratio']):>24}"]


def _said(quartiles: list[float]) -> str:
    return " ".join(f"{one:7.2f}" for one in quartiles)


def spread(values: list[float]) -> list[float]:
    """Lower quartile, median, upper quartile."""
    return [round(one, 3) for one in statistics.quantiles(values, n=4)]


def _environment(empty: Fresh) -> dict[str, str]:
    outer = {name: value for name, value in os.environ.items() if not name.startswith("QUIZ_")}
    return outer | {
        "QUIZ_DATABASE_URL": empty.url,
        "QUIZ_ENVIRONMENT": "demo",
        "QUIZ_INSECURE_COOKIES": "true",
        "QUIZ_PROXIES": "1",  # nginx compresses
        "QUIZ_SECRET_KEY": secrets.token_urlsafe(48),
        "QUIZ_CODE_KEY": secrets.token_urlsafe(48),
        "QUIZ_BIND": f"{HOST}:0",
        "PROMETHEUS_MULTIPROC_DIR": str(empty.folder),
    }
