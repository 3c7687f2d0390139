"""`quiz people`: takes in rosters, and makes accounts of staff."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import click
from sqlalchemy import Connection

from quiz.actions import enrolling, staffing
from quiz.actions.enrolling import RosterRow, Slip
from quiz.cli.asked import chosen_contest, contest_option, existing_file, tell, text_of
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say, shell_of
from quiz.store import staff
from quiz.store.codes import CodeKey
from quiz.store.schema.staff import ROLES
from quiz.store.staff import Account

SLIP = ("line", "name", "unit", "number", "code", "link_secret")


@click.group()
def people() -> None:
    """Take in rosters, add staff."""


@people.command()
@click.argument("file", type=existing_file)
@contest_option
@json_option
@shell_of
def load(shell: Shell, file: Path, contest_slug: str | None, as_json: bool) -> None:
    """Take a CSV roster in, all or nothing; the columns are the rulebook's fields, `unit` and `block`.

    Entry codes are printed once, as CSV or with --json; people taken in before are left as they are.
    """
    rows = [RosterRow(line, values) for line, values in _lines(text_of(file))]
    settings = shell.settings
    key = CodeKey(settings.code_key_id, settings.code_key.get_secret_value().encode())
    with shell.writing() as db:
        state = chosen_contest(db, contest_slug)
        roster = enrolling.enrol_roster(db, state, rows, key=key, now=shell.now)
    tell(
        f"{fault.line}, {fault.field}: {fault.refusal.sentence('vi')} / {fault.refusal.sentence('en')}"
        for fault in roster.faults
    )
    if roster.faults:
        count = len(roster.faults)
        refuse(f"{file.name}: {count} lỗi, chưa lưu gì. / {count} faults, nothing was stored.")
    slips = [dict(zip(SLIP, _cells(slip), strict=True)) for slip in roster.slips]
    told = {"contest": state.slug, "added": len(slips), "known": roster.known, "slips": slips}
    say(told, _as_csv(roster.slips), as_json=as_json)
    tell([f"{state.slug}: +{len(slips)} ={roster.known}"])


@people.command()
@click.argument("login")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--contest", metavar="SLUG", help="Only in this contest; everywhere otherwise.")
@click.option("--name", help="The person's name; the login otherwise.")
@json_option
@shell_of
def add(shell: Shell, login: str, role: str, contest: str | None, name: str | None, as_json: bool) -> None:
    """Make an account with a one-time password, or give a role to the account that is there."""
    with shell.writing() as db:
        contest_id = contest_of(db, contest).id if contest else None
        account, password = _account(shell, db, login, name or login)
        staffing.give_role(db, account, role, contest_id=contest_id, unit_id=None, by=None, now=shell.now)
    told = {"login": account.login, "role": role, "contest": contest, "one_time_password": password}
    secret = f": {password} (một lần / one-time)" if password else ""
    say(told, f"{account.login} · {role}{secret}", as_json=as_json)


def _account(shell: Shell, db: Connection, login: str, name: str) -> tuple[Account, str | None]:
    login = login.strip().casefold()
    known = staff.by_login(db, login)
    if known is not None:
        return known, None
    _number, password = staffing.add(db, login=login, name=name, by=None, now=shell.now)
    made = staff.by_login(db, login)
    assert made is not None
    return made, password


def _lines(text: str) -> Iterable[tuple[int, dict[str, str]]]:
    """Every filled line of the roster with its number in the file."""
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=header.count), restval="")
    reader.fieldnames = [name.strip().casefold() for name in reader.fieldnames or ()]
    for values in reader:
        told = {name: (value or "").strip() for name, value in values.items() if isinstance(name, str)}
        if any(told.values()):
            yield reader.line_num, told


def _cells(slip: Slip) -> tuple[int, str, str, str, str, str]:
    return slip.line, slip.name, slip.unit, slip.number, slip.entry.code, slip.entry.secret


def _as_csv(slips: Iterable[Slip]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(SLIP)
    writer.writerows(_cells(slip) for slip in slips)
    return lines.getvalue().rstrip("\n")
