"""`quiz db`: migrations, and whether the schema matches this build."""

from __future__ import annotations

import click

from quiz.cli.shell import Shell, json_option, refuse, say, shell_of
from quiz.store import migrating


@click.group()
def db() -> None:
    """Migrate the database and check its schema."""


@db.command()
@json_option
@shell_of
def upgrade(shell: Shell, as_json: bool) -> None:
    """Bring the database to the schema of this build."""
    with shell.reading() as connection:
        before = migrating.version(connection)
    migrating.upgrade(shell.engine)
    with shell.reading() as connection:
        version = migrating.version(connection)
    say({"before": before, "version": version}, f"schema {version}", as_json=as_json)


@db.command()
@json_option
@shell_of
def check(shell: Shell, as_json: bool) -> None:
    """Say whether the schema matches this build; exit 1 with the differences where it does not."""
    with shell.reading() as connection:
        version, wanted = migrating.version(connection), migrating.head()
        found = migrating.differences(connection) if version == wanted else [f"{version or '–'} ≠ {wanted}"]
    told = {"version": version, "wanted": wanted, "differences": found}
    say(told, f"schema {version or '–'}", as_json=as_json)
    if found:
        refuse(f"Chạy `quiz db upgrade`. / Run `quiz db upgrade`. ({'; '.join(found)})")


@db.command(hidden=True)
@click.argument("message")
@shell_of
def revise(shell: Shell, message: str) -> None:
    """Write a migration with what the tables have and this database lacks (for developers)."""
    migrating.revise(shell.engine, message)
