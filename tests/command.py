"""The `quiz` command in tests: run in this process on the test's database, its answer as people see it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner

from quiz.cli import main


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of the command printed: `said` on standard output, `told` on standard error."""

    status: int
    said: str
    told: str

    @property
    def document(self) -> Any:
        """The JSON document that it printed."""
        return json.loads(self.said)


Command = Callable[..., Answer]


def command(environment: dict[str, str]) -> Command:
    """The command with these settings; `fails=True` expects exit status 1, else 0 is expected."""

    def run(*words: object, fails: bool = False) -> Answer:
        before = dict(os.environ)
        try:
            done = CliRunner().invoke(
                main, [str(word) for word in words], env=environment, catch_exceptions=False
            )
        finally:
            # The demonstration writes into the environment for its children: no test may inherit that.
            os.environ.clear()
            os.environ.update(before)
        assert done.exit_code == int(fails), done.output
        assert "Traceback" not in done.stderr
        return Answer(done.exit_code, done.stdout, done.stderr)

    return run
