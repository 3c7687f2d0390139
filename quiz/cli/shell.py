"""What every command shares: settings, the database, one clock, and how results and refusals are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic import ValidationError
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import make_url

from quiz.clock import utc_now
from quiz.rules.refusals.contest import NotFound
from quiz.settings import Settings, misspelt
from quiz.store import contests, engine
from quiz.store.contests import ContestState

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


class NoSuchName(NotFound):
    """A contest, round or bank was named that is not there; values: name, known."""

    vi = "Không có “{name}”; đang có: {known}."
    en = "There is no “{name}”; there is: {known}."


class Shell:
    """Settings and database of one run of the command, opened when first asked for."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._given = settings

    @cached_property
    def settings(self) -> Settings:
        """The settings from the environment; refused with their sentence when they are unsafe."""
        if self._given is not None:
            return self._given
        try:
            refuse_misspelt()
            return Settings()
        except ValidationError as error:
            refuse("; ".join(map(_setting_fault, error.errors())))

    @cached_property
    def engine(self) -> Engine:
        """The engine of the configured database; SQLite's file and folder are made for their owner only."""
        if self.settings.database_kind == "sqlite":
            make_place(make_url(self.settings.database_url).database)
        return engine.make_engine(self.settings.database_url, pool_size=self.settings.pool_size)

    def close(self) -> None:
        """Give the database's connections back."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    @cached_property
    def now(self) -> datetime:
        """When this command was given; the only `now` that it knows."""
        return self.clock()

    def clock(self) -> datetime:
        """The present instant, for commands that run on."""
        return utc_now(self.settings.test_clock)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that may write."""
        return engine.writing(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for reads."""
        return engine.reading(self.engine)


def refuse_misspelt() -> None:
    """End the command on a name that is no setting: nobody would notice that it is not heard."""
    for name, nearest in misspelt().items():
        refuse(
            f"{name} is no setting"
            + (f": did you mean {nearest}?" if nearest else "; .env.example lists all.")
        )


def make_place(file: str | None) -> None:
    """Make an empty file for the owner only, and the folder above it; raises OSError where that cannot be."""
    if file and file != ":memory:":
        Path(file).parent.mkdir(mode=0o700, exist_ok=True)
        Path(file).touch(mode=0o600)


def _setting_fault(error: Mapping[str, Any]) -> str:
    name = f"QUIZ_{error['loc'][0]}: ".upper() if error["loc"] else ""
    return name + str(error["msg"]).removeprefix("Value error, ")


shell_of = click.make_pass_decorator(Shell, ensure=True)


def contest_of(db: Connection, slug: str) -> ContestState:
    """The contest of that slug; raises NoSuchName."""
    state = contests.load(db, slug)
    if state is None:
        raise NoSuchName(name=slug, known=", ".join(contests.slugs(db)) or "–")
    return state


def refuse(sentence: str) -> NoReturn:
    """End with exit status 1 and one line on standard error."""
    click.echo(" ".join(sentence.split()), err=True)
    sys.exit(1)


def say(document: Any, sentence: str, *, as_json: bool) -> None:
    """Print the document for scripts or the sentence for people."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2) if as_json else sentence)
