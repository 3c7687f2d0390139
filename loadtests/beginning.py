"""What would spoil a run, by the part that Locust plays on this machine: alone, as master or as worker."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable

from loadtests import before, options
from loadtests.crowd import Share


def end_with(faults: Iterable[str | None]) -> None:
    """End with everything that is wrong; go on when nothing is."""
    said = list(filter(None, faults))
    if said:
        sys.exit("\n".join(said))


def ports(words: Namespace) -> list[str | None]:
    """Ports on which Locust is to listen here."""
    if words.worker:
        return []
    found = [before.busy_port(words.master_bind_host, words.master_bind_port)] if words.master else []
    return found if words.headless else [*found, before.busy_port(words.web_host or "*", words.web_port)]


def of_run(words: Namespace, slots: int) -> list[str | None]:
    """Whoever begins the run: a master has no people of its own."""
    folder = options.folder(words)
    host = before.foreign_host(words.host or "", allowed=words.allow_host)
    found = [host, before.used_folder(folder), before.little_disk(folder, words.attempts)]
    if not words.master:
        found.append(before.few_files(slots))
    if host:
        return found
    trust = before.foreign_certificate(words.host, words.trust)
    return [*found, trust or before.no_answer(words.host, words.trust)]


def of_worker(words: Namespace, share: Share, slots: int, *, came: float) -> list[str | None]:
    """A worker, which hears the run from its master; `came` is when it began to wait for that (epoch)."""
    folder = options.folder(words)
    return [
        before.used_folder(folder, since=came),
        before.little_disk(folder, share.part(words.attempts)),
        before.few_files(-(-slots // share.of)),
    ]
