"""When a run has failed: percentiles, share of failures and throughput, decided after the last request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One page of the statistics; times in milliseconds."""

    page: str
    requests: int
    failures: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What must hold; None is not asked. Times in milliseconds, rates a second."""

    p95: float | None = None
    p99: float | None = None
    hand_in_p99: float | None = None
    failure_share: float = 0.0
    receipts: int = 0
    attempts_per_second: float | None = None
    requests_per_second: float | None = None


HAND_IN = "hand in"
RECEIPT = "receipt"


def broken(rows: Iterable[Row], limits: Limits, *, seconds: float) -> list[str]:
    """One sentence for every limit that was not kept."""
    rows = list(rows)
    requests, failures = sum(row.requests for row in rows), sum(row.failures for row in rows)
    if not requests:
        return ["Not one request was made."]
    said = [
        f"{page}: {name} is {found:.0f} ms, at most {most:.0f} ms was asked."
        for row in rows
        for page, name, found, most in _times(row, limits)
        if most is not None and found > most
    ]
    share = failures / requests
    if share > limits.failure_share:
        said.append(f"{failures} of {requests} requests failed, {limits.failure_share:.2%} may.")
    receipts = sum(row.requests - row.failures for row in rows if row.page == RECEIPT)
    if receipts < limits.receipts:
        said.append(f"{receipts} attempts got their receipt, at least {limits.receipts} were asked for.")
    return said + _slow(rows, limits, seconds)


def rate(rows: Iterable[Row], page: str, seconds: float) -> float:
    """How often a second this page came."""
    return sum(row.requests - row.failures for row in rows if row.page == page) / max(seconds, 1e-9)


def _times(row: Row, limits: Limits) -> Iterable[tuple[str, str, float, float | None]]:
    yield row.page, "p95", row.p95, limits.p95
    yield row.page, "p99", row.p99, limits.p99
    if row.page == HAND_IN:
        yield row.page, "p99", row.p99, limits.hand_in_p99


def _slow(rows: list[Row], limits: Limits, seconds: float) -> list[str]:
    attempts = rate(rows, RECEIPT, seconds)
    requests = sum(row.requests for row in rows) / max(seconds, 1e-9)
    wanted = (
        ("attempts", attempts, limits.attempts_per_second),
        ("requests", requests, limits.requests_per_second),
    )
    return [
        f"{found:.1f} {name}/s, at least {least:.1f} was asked."
        for name, found, least in wanted
        if least is not None and found < least
    ]
