"""`quiz backup` and `quiz restore`: a consistent copy of a running system, and back into an empty one."""

from __future__ import annotations

from pathlib import Path

import click

from quiz.cli.asked import existing_file
from quiz.cli.shell import Shell, json_option, say, shell_of
from quiz.store import backups, migrating


@click.command()
@click.option("--out", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@json_option
@shell_of
def backup(shell: Shell, file: Path, as_json: bool) -> None:
    """Copy the database of a running system into one file; it holds personal data: encrypt it."""
    size = backups.write(shell.engine, file)
    told = {"file": str(file), "bytes": size, "database": shell.settings.database_kind}
    say(told, f"{file}: {size} B", as_json=as_json)


@click.command()
@click.argument("file", type=existing_file)
@json_option
@shell_of
def restore(shell: Shell, file: Path, as_json: bool) -> None:
    """Bring a backup into an empty database."""
    backups.restore(shell.engine, file)
    with shell.reading() as db:
        version, wanted = migrating.version(db), migrating.head()
    remedy = "" if version == wanted else f" → quiz db upgrade ({wanted})"
    say(
        {"file": str(file), "version": version, "wanted": wanted},
        f"{file}: schema {version}{remedy}",
        as_json=as_json,
    )
