"""`quiz units`: loads the tree of units of a contest."""

from __future__ import annotations

from pathlib import Path

import click

from quiz.actions import grouping
from quiz.cli.asked import chosen_contest, contest_option, existing_file, tell, text_of
from quiz.cli.differences import told_warnings
from quiz.cli.shell import Shell, json_option, say, shell_of
from quiz.rules.checks.units import unknown_units
from quiz.rules.lists.units import unit_rows
from quiz.store import evaluating


@click.group()
def units() -> None:
    """Load the tree of units."""


@units.command()
@click.argument("file", type=existing_file)
@contest_option
@json_option
@shell_of
def load(shell: Shell, file: Path, contest_slug: str | None, as_json: bool) -> None:
    """Take a CSV list of units in, all or nothing; a second run changes nothing, units not named stay."""
    text = text_of(file)
    with shell.writing() as db:
        state = chosen_contest(db, contest_slug)
        rows = unit_rows(text)
        done = grouping.load_table(db, state, rows, file_name=file.name, staff_id=None, now=shell.now)
        tree, _faces = evaluating.tree(db, state.id)
        tell(told_warnings(unknown_units(state.contest, tree)))
    told = {"contest": state.slug, "added": done.added, "changed": done.changed, "unchanged": done.unchanged}
    say(told, f"{state.slug}: +{done.added} ~{done.changed} ={done.unchanged}", as_json=as_json)
