"""The words of the command line beside Locust's own, and what they mean as values."""

from __future__ import annotations

import math
import socket
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from loadtests import numbers
from loadtests.limits import Limits
from loadtests.shapes import SHAPES, Kind, Size
from loadtests.wire import Target, trusting_authorities, trusting_nobody

# Hà Giang 2022, the reference contest. Its weeks had 156.5 hours; compressed into 45 minutes their last hour
# would be four seconds, so a replay takes eight hours for a round and `deadline` plays the last one.
PARTICIPANTS, ATTEMPTS, ROUNDS, HOURS, BURST = 156_724, 344_771, 4, 8.0, 5.0
# How long a phone waits for an answer.
ANSWER_SECONDS = 25.0

CLOSES = "Seconds since 1970 when arrivals end and the round closes."
# Some walk away on purpose, and some come twice: far fewer receipts is another load than was asked for.
DELIVERED = 0.9
LEAST_DELIVERED = "Share of the attempts that get their receipt, of those who are to hand in."
AT_ONCE = "Replay as fast as the site answers, with so many people."
OWN_ADDRESSES = "Each person calls from an address of 127.0.0.0/8."
TRUST = "Whose certificates are believed; “loopback” believes any, of this machine only."


def add(parser: ArgumentParser) -> None:
    """Add the options of the crowd."""
    crowd = parser.add_argument_group("crowd")
    crowd.add_argument("--shape", choices=sorted(SHAPES), default="replay")
    crowd.add_argument("--contest", default="ha-giang", help="The contest's slug.")
    crowd.add_argument("--participants", type=numbers.people, default=PARTICIPANTS)
    crowd.add_argument("--attempts", type=numbers.attempts, default=ATTEMPTS)
    crowd.add_argument(
        "--rounds", type=numbers.rounds, default=ROUNDS, help="Rounds that open one after another."
    )
    crowd.add_argument(
        "--hours", type=numbers.hours, default=HOURS, help="Hours of a real round, compressed."
    )
    crowd.add_argument("--burst", type=numbers.burst, default=BURST, help="Density of the last five minutes.")
    crowd.add_argument(
        "--hurried", type=numbers.share, default=1 / 3, help="Share that hands in at the very end."
    )
    crowd.add_argument(
        "--last-seconds", type=numbers.last_seconds, default=6.0, help="… within so many seconds of it."
    )
    crowd.add_argument("--closes", type=numbers.moment, default=None, help=CLOSES)
    crowd.add_argument(
        "--minutes", type=numbers.minutes, default=45.0, help="How long people go on arriving."
    )
    crowd.add_argument("--at-once", type=numbers.at_once, default=0, help=AT_ONCE)
    _add_manners(parser)
    _add_limits(parser)


def refuse(words: Sequence[str]) -> None:
    """End with usage and exit status 2 where Locust would refuse one of these, before anything is made."""
    parser = ArgumentParser(prog="locust", allow_abbrev=False, add_help=False)
    add(parser)
    parser.parse_known_args(words)


def _add_manners(parser: ArgumentParser) -> None:
    crowd = parser.add_argument_group("people")
    crowd.add_argument(
        "--think", type=numbers.seconds, default=10.0, help="Seconds over a sheet, saves included."
    )
    crowd.add_argument("--saves", type=numbers.saves, default=4, help="Autosaves an attempt.")
    crowd.add_argument("--attempts-a-round", type=numbers.a_round, default=3, help="The rulebook's limit.")
    crowd.add_argument(
        "--retried", type=numbers.share, default=0.05, help="Share of writes whose answer is lost."
    )
    crowd.add_argument("--walk-away", type=numbers.share, default=0.02, help="Share that never hands in.")
    crowd.add_argument("--assets", action="store_true", help="Fetch style sheets and scripts as well.")
    crowd.add_argument("--organiser", type=numbers.organiser, default="", help=numbers.ORGANISER)
    crowd.add_argument(
        "--patience", type=numbers.seconds, default=60.0, help="Seconds for which a phone tries again."
    )
    crowd.add_argument("--trust", choices=("authorities", "loopback"), default="authorities", help=TRUST)
    crowd.add_argument("--own-addresses", action="store_true", help=OWN_ADDRESSES)
    crowd.add_argument("--seed", type=int, default=0, help="Dice of arrivals; answers are always random.")
    crowd.add_argument("--ledger", default="var/load", help="An empty folder for what was acknowledged.")
    crowd.add_argument("--allow-host", default=None, help="A machine that is not this one, by its name.")


def _add_limits(parser: ArgumentParser) -> None:
    limits = parser.add_argument_group("limits", "Exit 1 when one is not kept.")
    limits.add_argument(
        "--most-p95", type=numbers.milliseconds, default=None, help="Milliseconds, every page."
    )
    limits.add_argument(
        "--most-p99", type=numbers.milliseconds, default=None, help="Milliseconds, every page."
    )
    limits.add_argument("--most-hand-in-p99", type=numbers.milliseconds, default=None, help="Milliseconds.")
    limits.add_argument("--least-delivered", type=numbers.share, default=DELIVERED, help=LEAST_DELIVERED)
    limits.add_argument("--most-failures", type=numbers.share, default=0.0, help="Share of all requests.")
    limits.add_argument("--least-attempts", type=numbers.a_second, default=None, help="Receipts a second.")
    limits.add_argument("--least-requests", type=numbers.a_second, default=None, help="Requests a second.")


def size(words: Namespace) -> Size:
    """How big the run is to be."""
    return Size(
        participants=words.participants,
        attempts=words.attempts,
        rounds=words.rounds,
        hours=words.hours,
        burst=words.burst,
        minutes=words.minutes,
        think=words.think,
        organisers=1 if words.organiser else 0,
        hurried=words.hurried,
        at_once=words.at_once if words.shape == "replay" else 0,
    )


def limits(words: Namespace) -> Limits:
    """What must hold at the end."""
    return Limits(
        p95=words.most_p95,
        p99=words.most_p99,
        hand_in_p99=words.most_hand_in_p99,
        failure_share=words.most_failures,
        receipts=_receipts(words),
        attempts_per_second=words.least_attempts,
        requests_per_second=words.least_requests,
    )


def _receipts(words: Namespace) -> int:
    """The fewest receipts of this run; who walks away is thrown by dice, so it may be a few more."""
    streams = SHAPES[words.shape](size(words))
    asked = sum(streams[kind].visits for kind in (Kind.CITIZEN, Kind.HURRIED) if kind in streams)
    away, dice = asked * words.walk_away, 3 * math.sqrt(asked * words.walk_away * (1 - words.walk_away))
    return max(int(words.least_delivered * (asked - away - dice)), 0)


def target(host: str, words: Namespace) -> Target:
    """Where the site is, and how its certificate is looked at."""
    address = urlsplit(host)
    makes = {"authorities": trusting_authorities, "loopback": trusting_nobody}[words.trust]
    tls = makes() if address.scheme == "https" else None
    port, name = address.port or (443 if tls else 80), address.hostname or ""
    return Target(name, _resolved(name), port, tls, ANSWER_SECONDS)


def _resolved(name: str) -> str:
    """The address behind a name, looked up once: every visit makes a connection of its own."""
    found = sorted(socket.getaddrinfo(name, None, type=socket.SOCK_STREAM), key=lambda one: one[0])
    return str(found[0][4][0])


def folder(words: Namespace) -> Path:
    """Where the ledger goes."""
    return Path(words.ledger)
