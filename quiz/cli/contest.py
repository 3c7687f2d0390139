"""`quiz contest`: creates or amends a contest from its rulebook, and shows the rulebook as applied."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from quiz.actions import planning
from quiz.cli.asked import existing_file, reason_option, text_of
from quiz.cli.shell import Shell, contest_of, json_option, say, shell_of
from quiz.rules.rulebook import read_toml, to_document
from quiz.store.contests import ContestState


@click.group()
def contest() -> None:
    """Load a contest from its rulebook and show it as applied."""


@contest.command()
@click.argument("file", type=existing_file)
@reason_option
@json_option
@shell_of
def load(shell: Shell, file: Path, reason: str, as_json: bool) -> None:
    """Create the contest, or amend it where the rulebook differs; a second run changes nothing."""
    wanted = read_toml(text_of(file))
    with shell.writing() as db:
        loaded = planning.load(db, wanted, reason=reason, author_id=None, now=shell.now)
    done = {"contest": wanted.slug, "rulebook": loaded.number, "changed": loaded.changed}
    what = "changed" if loaded.changed else "unchanged"
    say(done, f"{wanted.slug}: rulebook {loaded.number}, {what}", as_json=as_json)


@contest.command()
@click.argument("slug")
@json_option
@shell_of
def show(shell: Shell, slug: str, as_json: bool) -> None:
    """Print the rulebook as really applied, with every clause stated, and where each round stands."""
    with shell.reading() as db:
        state = contest_of(db, slug)
    shown = _shown(state)
    say(shown, json.dumps(shown, ensure_ascii=False, indent=2), as_json=as_json)


def _shown(state: ContestState) -> dict[str, Any]:
    """The rulebook's own document; what is no clause of it stands under `applied`."""
    steps = [
        {"round": one.slug, "number": one.number, "state": one.state, "rulebook": one.rulebook_number}
        for one in state.rounds
    ]
    return {**to_document(state.contest), "applied": {"rulebook": state.rulebook_number, "rounds": steps}}
