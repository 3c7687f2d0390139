"""`quiz bank`: looks at question files, takes them in, writes a bank out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

import question_bank
from question_bank import Item, Report, inspection
from question_bank.writing import SUFFIXES
from quiz.actions import shelving, stocking
from quiz.actions.copies import repeated, unrepeated
from quiz.actions.stocking import Tally
from quiz.cli.asked import existing_file, lang_option, tell
from quiz.cli.shell import NoSuchName, Shell, contest_of, json_option, refuse, say, shell_of
from quiz.clock import utc_now
from quiz.store import bank as bank_rows

keys_option = click.option(
    "--keys", type=existing_file, help="The file of keys that belongs to a Word file without them."
)


@click.group()
def bank() -> None:
    """Check, take in and write out files of questions."""


@bank.command()
@click.argument("file", type=existing_file)
@keys_option
@lang_option
@json_option
def check(file: Path, keys: Path | None, lang: str, as_json: bool) -> None:
    """Read a question file of any supported format and write nothing; exit 1 when it has errors."""
    report = _read(file, keys)
    say(report.to_document(lang), _counted(report), as_json=as_json)
    _tell_faults(report, lang)


@bank.command("import")
@click.argument("file", type=existing_file)
@click.option("--bank", "slug", required=True, metavar="SLUG", help="Which bank; made when it is not there.")
@click.option("--title", help="Its title when it is made; the slug otherwise.")
@click.option("--contest", metavar="SLUG", help="The contest it belongs to; without one it is public.")
@click.option("--partial", is_flag=True, help="Take in the good questions of a file with errors.")
@click.option("--copies", is_flag=True, help="Take in the further copies of a question as well.")
@keys_option
@lang_option
@json_option
@shell_of
def take_in(
    shell: Shell,
    file: Path,
    slug: str,
    title: str | None,
    contest: str | None,
    partial: bool,
    copies: bool,
    keys: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """Take the questions of a file into a bank; a second run changes nothing."""
    report = _read(file, keys)
    tally = Tally()
    if report.items and (partial or not report.errors):
        items = repeated(report.items) if copies else unrepeated(report.items)
        tally = _store(shell, items, slug, title or slug, contest)
    stored = {"added": tally.added, "changed": tally.changed, "unchanged": tally.unchanged}
    sentence = f"{_counted(report)}; +{tally.added} ~{tally.changed} ={tally.unchanged}"
    say({**report.to_document(lang), "bank": slug, "stored": stored}, sentence, as_json=as_json)
    _tell_faults(report, lang)


@bank.command()
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(sorted(SUFFIXES)), required=True)
@click.option("--out", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@lang_option
@json_option
@shell_of
def export(shell: Shell, slug: str, kind: str, file: Path, lang: str, as_json: bool) -> None:
    """Write the newest version of every question of a bank, key included, into a file of another program."""
    with shell.reading() as db:
        _require_bank(db, slug)
        items = shelving.items_of(db, slug)
    file.touch(mode=0o600)
    with file.open("wb") as stream:
        faults = question_bank.write(items, kind, stream)
    told = [fault.to_document(lang) for fault in faults]
    counted = {"bank": slug, "file": str(file), "format": kind, "items": len(items), "warnings": told}
    say(counted, f"{file}: {len(items)}", as_json=as_json)
    tell(f"{one['where']}: {one['reason']}" for one in told)


@bank.command()
@click.argument("slug")
@click.option("--need", type=click.IntRange(1), default=1, help="How many questions a draw needs.")
@lang_option
@json_option
@shell_of
def inspect(shell: Shell, slug: str, need: int, lang: str, as_json: bool) -> None:
    """Look over a stored bank as a careful editor would; exit 1 when something is worth a look."""
    with shell.reading() as db:
        _require_bank(db, slug)
        items = shelving.named_items(db, slug)
    found = [*inspection.inspect(items, today=shell.now.date()), *inspection.enough_for(items, need)]
    told = [fault.to_document(lang) for fault in found]
    table = inspection.table(items)
    sentence = "\n".join([*table, f"{slug}: {len(items)}; remarks {len(told)}"])
    say({"bank": slug, "items": len(items), "remarks": told}, sentence, as_json=as_json)
    tell(f"{one['where']}: {one['reason']}" for one in told)
    if told:
        refuse(f"{slug}: {len(told)} điều nên xem lại. / {len(told)} things worth a look.")


@bank.command()
@click.option("--out", "file", type=click.Path(dir_okay=False, path_type=Path), required=True)
def template(file: Path) -> None:
    """Write our spreadsheet with an example of each kind of question and a note on each column."""
    with file.open("wb") as stream:
        question_bank.write_template(stream)
    say({}, str(file), as_json=False)


def _require_bank(db: Connection, slug: str) -> None:
    known = bank_rows.slugs(db)
    if slug not in known:
        raise NoSuchName(name=slug, known=", ".join(known) or "–")


def _store(shell: Shell, items: Iterable[Item], slug: str, title: str, contest: str | None) -> Tally:
    with shell.writing() as db:
        contest_id = contest_of(db, contest).id if contest else None
        bank_id = stocking.ensure_bank(db, slug, title, contest_id, now=shell.now)
        return stocking.take_in(db, bank_id, items, author_id=None, now=shell.now)


def _read(file: Path, keys: Path | None) -> Report:
    with ExitStack() as files:
        beside = files.enter_context(keys.open("rb")) if keys else None
        stream = files.enter_context(file.open("rb"))
        return question_bank.read(file.name, stream, keys=beside, today=utc_now(None).date())


def _counted(report: Report) -> str:
    document: dict[str, Any] = report.to_document("vi")
    kinds = ", ".join(f"{kind} {count}" for kind, count in document["imported"].items())
    rest = {"skipped": report.skipped, "errors": report.errors, "warnings": report.warnings}
    rest |= {"remarks": report.remarks}
    return "; ".join(
        [
            f"{report.file} ({report.format}): {kinds}",
            *(f"{name} {len(found)}" for name, found in rest.items()),
        ]
    )


def _tell_faults(report: Report, lang: str) -> None:
    document = report.to_document(lang)
    remarked = Counter(one["reason"] for one in document["remarks"])
    tell(f"{count} × {reason}" for reason, count in remarked.most_common())
    for name in ("skipped", "warnings", "errors"):
        tell(f"{one['where']}: {one['reason']}" for one in document[name])
    if not report.items and not report.errors:
        refuse(
            f"{report.file}: không có câu hỏi nào dùng được; xem tệp mẫu: quiz bank template. / "
            "there is no usable question; see the template: quiz bank template."
        )
    if report.errors:
        count = len(report.errors)
        refuse(f"{report.file}: {count} lỗi, sửa rồi chạy lại. / errors: {count}; mend them and run again.")
