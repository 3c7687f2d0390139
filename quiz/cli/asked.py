"""What several commands ask for: a file, a contest, a reason; and how faults of files are told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from sqlalchemy import Connection

from quiz.cli.shell import contest_of, refuse
from quiz.rules.refusals.office import FileRefused
from quiz.store import contests
from quiz.store.contests import ContestState

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
contest_option = click.option(
    "--contest", "contest_slug", metavar="SLUG", help="Which contest; not needed where there is only one."
)
reason_option = click.option("--reason", default="", help="Why, for the audit trail.")
lang_option = click.option(
    "--lang", type=click.Choice(("vi", "en")), default="vi", help="Language of faults and warnings."
)


def chosen_contest(db: Connection, slug: str | None) -> ContestState:
    """The contest of that slug, or the only one; ends the command where several wait to be named."""
    if slug is not None:
        return contest_of(db, slug)
    known = contests.slugs(db)
    if len(known) != 1:
        named = ", ".join(known) or "–"
        refuse(f"Cần chỉ rõ cuộc thi bằng --contest: {named}. / Name the contest with --contest: {named}.")
    return contest_of(db, known[0])


def text_of(file: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; raises FileRefused for another."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise not_utf8(file) from None


def not_utf8(file: Path) -> FileRefused:
    """The refusal of a file that is no UTF-8 text, with the first line that is not."""
    good = file.read_bytes().decode(errors="replace").partition("\ufffd")[0]
    line = good.count("\n") + 1
    return FileRefused(
        vi=f"Tệp {file.name}, dòng {line}: không phải văn bản UTF-8. Hãy lưu lại với mã UTF-8.",
        en=f"{file.name}, line {line}: not UTF-8 text. Save the file as UTF-8.",
    )


def tell(sentences: Iterable[str]) -> None:
    """Print one line each on standard error."""
    for sentence in sentences:
        click.echo(" ".join(sentence.split()), err=True)
