"""Rehearses a deployed staging site, after it has proved that it is not production."""

from __future__ import annotations

import hmac
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from quiz.cli.rehearsal import crowd as rehearse_crowd
from quiz.cli.rehearsal.crowd import Manner, Watched
from quiz.cli.rehearsal.own import LABELS
from quiz.cli.rehearsal.plan import Plan
from quiz.rules.refusals.staging import NotProved, OtherPapers, RoundNotOpenThere, TokenMissing
from quiz.rules.rehearsing import proof
from quiz.settings import Settings

PATIENCE, LONGEST_ANSWER = 20, 100_000


@dataclass(frozen=True, slots=True)
class Site:
    """A staging site that has proved to be one: its address, program and server."""

    target: str
    build: str
    served: dict[str, Any]


def prove(plan: Plan, target: str, settings: Settings) -> Site:
    """What stands there; raises TokenMissing, NotProved, OtherPapers, RoundNotOpenThere."""
    if settings.rehearsal_token is None:
        raise TokenMissing
    if urlsplit(target).scheme not in ("http", "https"):
        raise NotProved(target=target, why="https://…")
    if _place(target) == _place(settings.public_url):
        raise NotProved(target=target, why="QUIZ_PUBLIC_URL")
    nonce = secrets.token_hex(16)
    asked = {"nonce": nonce, "contest": plan.state.slug, "round": plan.this.slug}
    told = _ask(f"{target}/rehearsal?{urlencode(asked)}", target)
    given = str(told.pop("proof", ""))
    if not hmac.compare_digest(proof(settings.rehearsal_token.get_secret_value(), nonce, told), given):
        raise NotProved(target=target, why="QUIZ_REHEARSAL_TOKEN")
    _refuse_other_round(plan, target, told)
    return Site(target, str(told["build"]), told["served"])


def _refuse_other_round(plan: Plan, target: str, told: Mapping[str, Any]) -> None:
    this = plan.this.slug
    if told["papers"] != plan.papers:
        raise OtherPapers(target=target, round=this)
    # The crowd is not told which round to play: it takes what the home page offers, as people do.
    if told["open"] != [this]:
        raise RoundNotOpenThere(target=target, round=this, there=", ".join(told["open"]) or "–")


def rehearse(plan: Plan, site: Site, generators: int) -> dict[str, Any]:
    """What was measured from here; the verdict waits for the site's export."""
    allowed = ("--allow-host", urlsplit(site.target).hostname or "")
    manner = Manner(site.target, plan.state.slug, plan.think, plan.attempts_a_person, generators, allowed)
    runs = [
        rehearse_crowd.play(load, manner, plan.folder / load.shape, Watched(), LABELS[load.shape])
        for load in plan.loads
    ]
    return {**plan.document(), **asdict(site), "runs": runs}


def _ask(address: str, target: str) -> dict[str, Any]:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 (the operator's own site)
            told = json.loads(answer.read(LONGEST_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            raise NotProved(target=target, why=f"/rehearsal: {error.code}") from error
    except (OSError, ValueError) as error:
        raise NotProved(target=target, why=str(error) or type(error).__name__) from error
    if not isinstance(told, dict):
        raise NotProved(target=target, why="/rehearsal")
    return told


def _place(address: str) -> tuple[str | None, int | None]:
    parts = urlsplit(address)
    return parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
