"""The command group: every command by name, and refusals as one line with exit status 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from quiz.cli import (
    backup,
    bank,
    companion,
    contest,
    database,
    demo,
    pack,
    people,
    rank,
    rehearse,
    rounds,
    serve,
    units,
)
from quiz.cli.asked import tell
from quiz.cli.shell import Shell, refuse
from quiz.rules.faults import RulebookFaults
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.office import UnitsFaulty


class Refusing(click.Group):
    """A group that answers a refusal with its sentences, Vietnamese and English, and no traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate every "no"."""
        try:
            return super().invoke(ctx)
        except (RulebookFaults, UnitsFaulty) as refusal:
            tell(_lines(refusal))
            count = len(refusal.faults)
            refuse(f"{count} lỗi, chưa làm gì: sửa rồi chạy lại. / faults: {count}, nothing done: mend them.")
        except Refusal as refusal:
            refuse(f"{refusal.sentence('vi')} / {refusal.sentence('en')}")
        except OSError as error:
            refuse(": ".join(filter(None, (str(error.filename or ""), error.strerror or str(error)))))
        except DBAPIError as error:
            refuse(
                "Cơ sở dữ liệu không trả lời hoặc chưa nâng cấp: "
                "chạy `quiz db upgrade` và xem QUIZ_DATABASE_URL. / "
                "The database does not answer or is not migrated: run `quiz db upgrade` and check "
                f"QUIZ_DATABASE_URL. ({type(error.orig).__name__})"
            )


def _lines(refusal: RulebookFaults | UnitsFaulty) -> Iterator[str]:
    if isinstance(refusal, RulebookFaults):
        for fault in refusal.faults:
            yield f"{fault.sentence('vi')} / {fault.sentence('en')}"
    else:
        for line in refusal.faults:
            yield f"dòng {line.line}: {line.vi} / line {line.line}: {line.en}"


@click.group(cls=Refusing, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quiz-contest")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run online contests: questions, rounds, winners."""
    shell = ctx.obj = Shell()
    ctx.call_on_close(shell.close)


for one in (
    backup.backup,
    backup.restore,
    bank.bank,
    companion.companion,
    contest.contest,
    database.db,
    demo.demo,
    pack.export,
    pack.recount,
    people.people,
    rank.rank,
    rehearse.rehearse,
    rounds.rounds,
    serve.serve,
    units.units,
):
    main.add_command(one)
