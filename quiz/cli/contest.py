"""`quiz contest`: creates or amends a contest from its rulebook, shows it, and offers templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from quiz.actions import planning
from quiz.actions.amending import Weight, proposed, refuse_beyond
from quiz.actions.planning import Loaded
from quiz.cli.asked import existing_file, reason_option, tell, text_of
from quiz.cli.differences import LANGUAGES, told_document, told_lines, told_warnings
from quiz.cli.shell import Shell, contest_of, json_option, say, shell_of
from quiz.rulebooks import templates
from quiz.rules.checks.rulebook import warnings
from quiz.rules.checks.units import unknown_units
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.rulebook import read_toml, to_document
from quiz.rules.sentences.rulebook import sentences
from quiz.rules.units import NO_TREE
from quiz.store import contests, evaluating
from quiz.store.contests import ContestState


@click.group()
def contest() -> None:
    """Load a contest from its rulebook and show it as applied."""


@contest.command()
@click.argument("file", type=existing_file)
@click.option("--dry-run", is_flag=True, help="Only say what would change, or why it is refused.")
@click.option(
    "--amend",
    "weight",
    flag_value=Weight.AMENDMENT,
    type=Weight,
    default=Weight.CHANGE,
    help="Change what attempts already made stand on; needs --reason.",
)
@reason_option
@json_option
@shell_of
def load(shell: Shell, file: Path, dry_run: bool, weight: Weight, reason: str, as_json: bool) -> None:
    """Create the contest, or amend it where the rulebook differs; a second run changes nothing.

    Says clause by clause what changes. What would alter an attempt already made is refused; time limit,
    scoring, fewer attempts and the calendar that was announced may be amended for a reason, and once a round
    has opened what is guessed, which attempt counts, who is ranked, places and prizes, who may take part,
    tables of collectives and who goes on too.
    """
    wanted = read_toml(text_of(file))
    tell(told_warnings(warnings(wanted)))
    with shell.writing() as db:
        state = contests.load(db, wanted.slug)
        tell(told_warnings(_unmatched(db, state, wanted)))
        proposal = proposed(db, state, wanted, reason=reason, now=shell.now) if state else None
        proposal = proposal if proposal and proposal.old != proposal.new else None
        if dry_run:
            number = state.rulebook_number if state else 0
            loaded = Loaded(state.id if state else 0, number, changed=state is None or proposal is not None)
        else:
            loaded = planning.load(db, wanted, reason=reason, author_id=None, now=shell.now, weight=weight)
    done = {"contest": wanted.slug, "rulebook": loaded.number, "changed": loaded.changed}
    done |= ({"dry_run": True} if dry_run else {}) | ({"waiting": loaded.waiting} if loaded.waiting else {})
    what = "changed" if loaded.changed else "unchanged"
    said = "\n".join([f"{wanted.slug}: rulebook {loaded.number}, {what}", *told_lines(proposal)])
    say({**done, **told_document(proposal)}, said, as_json=as_json)
    if dry_run and proposal is not None:
        refuse_beyond(weight, proposal, reason)


def _unmatched(db: Connection, state: ContestState | None, wanted: Contest) -> list[Fault]:
    """Tags and units that the loaded list of units does not have; nothing before there is a list."""
    tree = evaluating.tree(db, state.id)[0] if state else NO_TREE
    return unknown_units(wanted, tree) if tree.units else []


@contest.command()
@click.argument("slug")
@json_option
@shell_of
def show(shell: Shell, slug: str, as_json: bool) -> None:
    """Print the rulebook as really applied in numbered sentences, and where each round stands.

    As JSON: the whole document with every clause stated.
    """
    with shell.reading() as db:
        state = contest_of(db, slug)
    say(_shown(state), "\n".join(_told(state)), as_json=as_json)


@contest.command()
@click.argument("name", required=False, type=click.Choice(sorted(templates())))
@json_option
def template(name: str | None, as_json: bool) -> None:
    """Print a commented rulebook to start from; without NAME list them."""
    known = templates()
    if name is not None:
        say({"name": name, "text": known[name].text}, known[name].text.rstrip(), as_json=as_json)
        return
    lines = [f"{one.name:22}{one.title.vi} / {one.title.en}" for one in known.values()]
    say(
        [{"name": one.name, "vi": one.title.vi, "en": one.title.en} for one in known.values()],
        "\n".join(lines),
        as_json=as_json,
    )


def _told(state: ContestState) -> Iterator[str]:
    """Where it stands, then every sentence of the rulebook in Vietnamese and again in English."""
    yield f"{state.contest.slug}: rulebook {state.rulebook_number}"
    yield from (f"{one.number}. {one.slug}: {one.state}" for one in state.rounds)
    for lang in LANGUAGES:
        yield from ("", state.contest.title.say(lang), *sentences(state.contest, lang))


def _shown(state: ContestState) -> dict[str, Any]:
    """The rulebook's own document; what is no clause of it stands under `applied`."""
    steps = [
        {"round": one.slug, "number": one.number, "state": one.state, "rulebook": one.rulebook_number}
        for one in state.rounds
    ]
    return {**to_document(state.contest), "applied": {"rulebook": state.rulebook_number, "rounds": steps}}
