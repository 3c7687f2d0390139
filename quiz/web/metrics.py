"""`/metrics` for people on call: how fast, how often in vain, whether due jobs run; never how many people.

Totals of requests would tell what an open prediction asks for, so there are none (decision 21): answer times
are quantiles of the latest requests, and only failures are counted. Each answer speaks for one worker.
"""

from __future__ import annotations

import hmac
import ipaddress
import os
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from quiz.settings import Settings
from quiz.store import duties
from quiz.web.clock import arrival
from quiz.web.logs import QUIET, seconds_so_far
from quiz.web.transaction import reading

pages = Blueprint("metrics", __name__)
LATEST = 1_000
QUANTILES = (0.5, 0.95, 0.99)
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP")


@dataclass(frozen=True, slots=True)
class Measures:
    """What one worker remembers of its latest requests."""

    seconds: deque[float] = field(default_factory=lambda: deque(maxlen=LATEST))
    failures: Counter[str] = field(default_factory=Counter)


def measure(app: Flask) -> None:
    """Remember how long every request takes, and open `/metrics`."""
    app.extensions["measures"] = Measures()
    app.after_request(_remember)
    app.register_blueprint(pages)


@pages.get("/metrics")
def metrics() -> Response:
    """Prometheus text; a 404 for everybody who is not the operator's own collector."""
    if not _may_see():
        abort(404)
    registry = CollectorRegistry()
    registry.register(Found(current_app.extensions["measures"], arrival()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True, slots=True, eq=False)
class Found(Collector):
    """What there is to tell at this moment."""

    measures: Measures
    now: datetime

    def collect(self) -> Iterator[Metric]:
        """Every figure with its sentence."""
        worker = str(os.getpid())
        times = GaugeMetricFamily(
            "quiz_answer_seconds",
            f"Answer time of the latest {LATEST} requests.",
            labels=["worker", "quantile"],
        )
        for quantile, seconds in _quantiles(list(self.measures.seconds)):
            times.add_metric([worker, str(quantile)], seconds)
        failures = CounterMetricFamily(
            "quiz_failures", "Answers with status 5xx.", labels=["worker", "endpoint"]
        )
        for endpoint, count in list(self.measures.failures.items()):
            failures.add_metric([worker, endpoint], count)
        yield from (times, failures, *self._of_database())

    def _of_database(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("quiz_database_up", "Whether the database answers.")
        ages = GaugeMetricFamily(
            "quiz_due_job_age_seconds", "Since a job was done that is due all the time.", labels=["kind"]
        )
        try:
            with reading() as db:
                done = duties.last_done(db)
        except SQLAlchemyError:
            up.add_metric([], 0)
        else:
            up.add_metric([], 1)
            for kind, at in done.items():
                ages.add_metric([kind], (self.now - at).total_seconds())
        yield from (up, ages)


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
    if request.endpoint not in QUIET and "began" in g:
        measures: Measures = current_app.extensions["measures"]
        measures.seconds.append(seconds_so_far())
        if response.status_code >= 500:
            measures.failures[request.endpoint or "-"] += 1
    return response


def _quantiles(seconds: list[float]) -> Iterator[tuple[float, float]]:
    ordered = sorted(seconds)
    for quantile in QUANTILES if ordered else ():
        yield quantile, ordered[min(int(quantile * len(ordered)), len(ordered) - 1)]
