"""`/metrics` for people on call: how fast, how often in vain, whether due jobs run; one scrape, all workers.

While a contest asks to guess a number of people or attempts, nothing that counts them is shown (decision 21).
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from quiz.rules.visibility import hidden_quantities
from quiz.settings import Settings
from quiz.store import contests, duties
from quiz.store.watching import watch
from quiz.web.clock import arrival
from quiz.web.contests import contest_state
from quiz.web.figures import VOLUMES, Figures
from quiz.web.logs import QUIET, seconds_so_far
from quiz.web.transaction import reading

log = logging.getLogger(__name__)
pages = Blueprint("metrics", __name__)
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP")
QUIET_SECONDS = 10.0


def measure(app: Flask, engine: Engine) -> None:
    """Remember how every request ends, listen to the database, and open `/metrics`."""
    settings: Settings = app.config["SETTINGS"]
    figures = Figures(app.extensions["gate"])
    app.extensions["figures"] = figures
    app.extensions["gate"].turned_away = figures.turned_away
    app.after_request(_remember)
    app.register_blueprint(pages)
    told = SlowStatements(figures)
    watch(engine, slow_ms=settings.slow_query_ms, slow=told.hear, failed=figures.database_failed)


@pages.get("/metrics")
def metrics() -> Response:
    """Prometheus text; a 404 for everybody who is not the operator's own collector."""
    if not _may_see():
        abort(404)
    figures: Figures = current_app.extensions["figures"]
    figures.publish()
    registry = CollectorRegistry()
    registry.register(Found(figures, arrival()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@dataclass(slots=True)
class SlowStatements:
    """Counts every slow statement; writes a log line of each kind, one in ten seconds."""

    figures: Figures
    told_at: dict[str, float] = field(default_factory=dict)

    def hear(self, sql: str, milliseconds: float) -> None:
        """Hear of one; under load all are slow, and a flood of lines would slow them further."""
        self.figures.slow_statement()
        now = time.monotonic()
        if now - self.told_at.get(sql, -QUIET_SECONDS) >= QUIET_SECONDS:
            self.told_at[sql] = now
            log.warning("slow statement", extra={"ms": round(milliseconds), "sql": sql})


@dataclass(frozen=True, slots=True, eq=False)
class Found(Collector):
    """What there is to tell at this moment."""

    figures: Figures
    now: datetime

    def collect(self) -> Iterator[Metric]:
        """Every figure that may be seen now."""
        up, withheld, ages = self._of_database()
        for metric in _of_workers(self.figures):
            if metric.name not in VOLUMES or not withheld.samples[0].value:
                yield metric
        yield from (up, withheld, ages)

    def _of_database(self) -> tuple[Metric, Metric, Metric]:
        up = GaugeMetricFamily("quiz_database_up", "Whether the database answers.")
        withheld = GaugeMetricFamily(
            "quiz_volumes_withheld", "1 while a prediction asks for numbers of people, or nobody knows."
        )
        ages = GaugeMetricFamily(
            "quiz_due_job_age_seconds", "Since a job was done that is due all the time.", labels=["kind"]
        )
        try:
            with reading() as db:
                done, slugs = duties.last_done(db), contests.slugs(db)
            guessed = any(hidden_quantities(contest_state(slug).contest, self.now) for slug in slugs)
        except SQLAlchemyError:
            up.add_metric([], 0)
            withheld.add_metric([], 1)
        else:
            up.add_metric([], 1)
            withheld.add_metric([], float(guessed))
            for kind, at in done.items():
                ages.add_metric([kind], (self.now - at).total_seconds())
        return up, withheld, ages


def _of_workers(figures: Figures) -> Iterable[Metric]:
    folder = os.environ.get(FOLDER)
    if folder is None:
        return figures.registry.collect()
    _bury_the_dead(Path(folder))
    found: Iterable[Metric] = MultiProcessCollector(None, folder).collect()  # type: ignore[no-untyped-call]
    return found


def _bury_the_dead(folder: Path) -> None:
    """Remove what a worker said of its present whose server was killed before it could do so."""
    for pid in {path.stem.rpartition("_")[2] for path in folder.glob("gauge_live*.db")}:
        if not Path("/proc", pid).exists():
            mark_process_dead(int(pid), str(folder))  # type: ignore[no-untyped-call]


def _may_see() -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    if settings.metrics_token is not None:
        wanted = f"Bearer {settings.metrics_token.get_secret_value()}"
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode())
    return _is_near(request.remote_addr) and not any(name in request.headers for name in FORWARDED)


def _is_near(address: str | None) -> bool:
    if not address:  # a unix socket has no address; only this machine reaches it
        return True
    near = ipaddress.ip_address(address)
    return near.is_loopback or near.is_private


def _remember(response: Response) -> Response:
    page = request.endpoint
    if page not in QUIET and "began" in g:
        refused = g.get("refused") or response.headers.get("X-Quiz-Reason", "")
        figures: Figures = current_app.extensions["figures"]
        figures.answered(page or "-", response.status_code, seconds_so_far(), refused)
    return response
