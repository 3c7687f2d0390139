"""The command group: every command by name, and refusals as one line with exit status 1."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from quiz.cli import companion, database, serve
from quiz.cli.shell import Shell, refuse
from quiz.rules.refusals import Refusal


class Refusing(click.Group):
    """A group that answers a refusal with its sentences, Vietnamese and English, and no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate every "no"."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            refuse(f"{refusal.sentence('vi')} / {refusal.sentence('en')}")
        except DBAPIError as error:
            refuse(
                "Cơ sở dữ liệu không trả lời hoặc chưa nâng cấp: chạy `quiz db upgrade` và xem QUIZ_DATABASE_URL. / "
                "The database does not answer or is not migrated: run `quiz db upgrade` and check "
                f"QUIZ_DATABASE_URL. ({type(error.orig).__name__})"
            )


@click.group(cls=Refusing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quiz-contest")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run online contests: questions, rounds, winners."""
    ctx.obj = Shell()


main.add_command(database.db)
main.add_command(serve.serve)
main.add_command(companion.companion)
