"""`quiz round`: the steps of a round, each safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import click
from sqlalchemy import Connection

from quiz.actions import choosing, finalising, running, scheduling, timekeeping
from quiz.actions.finalising import Finalised
from quiz.actions.timekeeping import More
from quiz.cli.asked import reason_option
from quiz.cli.shell import NoSuchName, Shell, contest_of, json_option, say, shell_of
from quiz.store import bank as banks
from quiz.store import browsing, snapshots
from quiz.store.browsing import Wanted
from quiz.store.contests import ContestState, RoundState

Command = Callable[..., None]
# What an announcement leaves open: its name in JSON, and its words.
LEFT_OPEN = {
    "waiting": ("waiting_prizes", "giải chờ quyết định / prizes that await a decision"),
    "undecided": ("undecided_ties", "nhóm đồng hạng chưa quyết định / ties not yet decided"),
}


@click.group("round")
def rounds() -> None:
    """The steps of a round: schedule, close, finalise, publish, recompute; pause, resume, extend."""


def of_a_round(command: Command) -> Command:
    """Give a command the words that every step takes; ROUND is a slug or a number."""
    for add in (
        shell_of,
        json_option,
        reason_option,
        click.argument("slug", metavar="ROUND"),
        click.argument("contest"),
    ):
        command = add(command)
    return command


@rounds.command()
@of_a_round
def schedule(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """Freeze papers, key and rulebook and commit to them; the round then opens by the clock."""
    _step(shell, contest, slug, partial(scheduling.schedule, reason=reason), as_json=as_json)


@rounds.command()
@of_a_round
def close(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """Close now; before the announced end this needs a reason."""
    _step(shell, contest, slug, partial(running.close, reason=reason), as_json=as_json)


@rounds.command()
@of_a_round
def finalise(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """Make the provisional result of a closed round; again, with a reason, where it is outdated."""
    with shell.reading() as db:
        this_round = _round(contest_of(db, contest), slug)
    # Only `recompute` takes an announced result back.
    act = finalising.refresh if this_round.state == "provisional" else finalising.finalise
    _compute(shell, contest, this_round, act, reason, as_json=as_json)


@rounds.command()
@of_a_round
def recompute(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """Make an outdated result again, an announced one too; it is provisional then. Needs a reason."""
    with shell.reading() as db:
        this_round = _round(contest_of(db, contest), slug)
    _compute(shell, contest, this_round, finalising.refresh, reason, as_json=as_json)


@rounds.command()
@of_a_round
def publish(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """Make the provisional result final."""
    _step(shell, contest, slug, partial(running.publish, reason=reason), as_json=as_json)


@rounds.command()
@of_a_round
def pause(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """Let nobody start until `resume`; attempts already begun go on. Needs a reason."""
    _step(shell, contest, slug, partial(timekeeping.pause, reason=reason), as_json=as_json)


@rounds.command()
@of_a_round
def resume(shell: Shell, contest: str, slug: str, reason: str, as_json: bool) -> None:
    """End a pause; open attempts get back the time it took."""
    _step(shell, contest, slug, partial(timekeeping.resume, reason=reason), as_json=as_json)


@rounds.command()
@click.option("--minutes", type=click.IntRange(1, 24 * 60), required=True, help="How much more time.")
@click.option("--unit", metavar="CODE", help="Only for this unit and all below it.")
@of_a_round
def extend(
    shell: Shell, contest: str, slug: str, reason: str, as_json: bool, minutes: int, unit: str | None
) -> None:
    """Give everybody, or one unit, more time; the same minutes and reason count once. Needs a reason."""
    more = More(timedelta(minutes=minutes), unit or "")
    act = partial(timekeeping.extend, more=more, reason=reason)
    _step(shell, contest, slug, act, as_json=as_json)


@rounds.command()
@click.option("--bank", required=True, metavar="SLUG", help="The bank to draw from.")
@click.option("--topic", default="", help="Only questions of this topic.")
@click.option("--difficulty", default="", help="Only questions of this difficulty.")
@click.option("--block", default="", metavar="SLUG", help="The paper of this block.")
@click.argument("contest")
@click.argument("slug", metavar="ROUND")
@json_option
@shell_of
def choose(
    shell: Shell, contest: str, slug: str, bank: str, topic: str, difficulty: str, block: str, as_json: bool
) -> None:
    """Put every question of a bank that fits into the pool of a round's paper."""
    wanted = Wanted(bank=bank, topic=topic, difficulty=difficulty)
    with shell.writing() as db:
        state = contest_of(db, contest)
        this_round = _round(state, slug)
        _refuse_unknown_bank(db, state, bank)
        found = browsing.fitting_ids(db, state.id, wanted)
        fresh = choosing.add(db, state, this_round, block, found, staff_id=None, now=shell.now)
        pool = len(choosing.pool(db, this_round.id, block))
    told = {"contest": contest, "round": this_round.slug, "block": block, "added": fresh, "pool": pool}
    say(told, f"{contest} {this_round.slug}: +{fresh}, {pool}", as_json=as_json)


def _refuse_unknown_bank(db: Connection, state: ContestState, slug: str) -> None:
    known = [one.slug for one in banks.open_to(db, state.id)]
    if slug not in known:
        raise NoSuchName(name=slug, known=", ".join(known) or "–")


def _step(shell: Shell, contest: str, slug: str, act: Callable[..., int | None], *, as_json: bool) -> None:
    """Take one step in one transaction; what it answers is whether, or for how many attempts, it did."""
    with shell.writing() as db:
        state = contest_of(db, contest)
        this_round = _round(state, slug)
        done = act(db, state, this_round.slug, staff_id=None, now=shell.now)
    counted = {} if isinstance(done, bool) or done is None else {"attempts": done}
    changed = done if isinstance(done, bool) else done is not None
    _say(shell, contest, this_round.slug, {"changed": changed, **counted}, as_json=as_json)


def _compute(
    shell: Shell,
    contest: str,
    this_round: RoundState,
    act: Callable[..., Finalised],
    reason: str,
    *,
    as_json: bool,
) -> None:
    done = act(shell.engine, contest, this_round.slug, staff_id=None, reason=reason, now=shell.now)
    _say(shell, contest, this_round.slug, {"changed": done.made, "result": done.version}, as_json=as_json)


def _say(shell: Shell, contest: str, slug: str, done: dict[str, Any], *, as_json: bool) -> None:
    with shell.reading() as db:
        state = contest_of(db, contest)
        now_so, shown = _round(state, slug), snapshots.shown(db, state.id, slug)
    paused, left = now_so.paused_at is not None, running.left_open(shown) if shown else {}
    told = {"contest": contest, "round": slug, "state": now_so.state, "paused": paused, **done}
    told |= {LEFT_OPEN[name][0]: count for name, count in left.items()}
    words = [now_so.state, *(["paused"] if paused else []), "changed" if done["changed"] else "unchanged"]
    words += [f"{LEFT_OPEN[name][1]}: {count}" for name, count in left.items()]
    say(told, f"{contest} {slug}: {', '.join(words)}", as_json=as_json)


def _round(state: ContestState, slug: str) -> RoundState:
    for one in state.rounds:
        if slug in (one.slug, str(one.number)):
            return one
    raise NoSuchName(name=slug, known=", ".join(one.slug for one in state.rounds))
