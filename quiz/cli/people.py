"""`quiz people`: takes in rosters, and makes accounts of staff."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import click
from sqlalchemy import Connection

from question_bank.tables import read_table
from quiz.actions import rostering, staffing
from quiz.actions.appointing import is_login
from quiz.actions.enrolling import RowFault, Slip
from quiz.actions.second_factor import Vault
from quiz.cli.asked import chosen_contest, contest_option, existing_file, reason_option, tell
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say, shell_of
from quiz.rules.refusals.office import FileRefused
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
@reason_option
@json_option
@shell_of
def load(shell: Shell, file: Path, contest_slug: str | None, reason: str, as_json: bool) -> None:
    """Take a CSV or XLSX roster in, all or nothing; a header names the columns.

    Entry codes are printed once, as CSV or with --json; people taken in before are left as they are.
    """
    lines, key = _table(file), _code_key(shell)
    with shell.writing() as db:
        state = chosen_contest(db, contest_slug)
        _columns, rows = rostering.understand(state.contest, lines)
        roster = rostering.take_in(db, state, rows, key=key, staff_id=None, reason=reason, now=shell.now)
    tell(map(_fault, roster.faults))
    if roster.faults:
        count = len(roster.faults)
        refuse(f"{file.name}: {count} lỗi, chưa lưu gì. / faults: {count}, nothing was stored.")
    slips = [dict(zip(SLIP, _cells(slip), strict=True)) for slip in roster.slips]
    told = {"contest": state.slug, "added": len(slips), "known": roster.known, "slips": slips}
    say(told, _as_csv(roster.slips), as_json=as_json)
    tell([f"{state.slug}: +{len(slips)} ={roster.known}"])


def as_login(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The login, when it is one that can be typed and told: wrong usage otherwise."""
    if not is_login(value):
        raise click.BadParameter("2 to 60 letters, digits, dots, hyphens, underscores or @.")
    return value


@people.command()
@click.argument("login", callback=as_login)
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


@people.command("old-keys")
@json_option
@shell_of
def old_keys(shell: Shell, as_json: bool) -> None:
    """Name the staff whose second factor still needs a key of QUIZ_SECRET_KEY_FALLBACKS."""
    keys = (shell.settings.secret_key, *shell.settings.secret_key_fallbacks)
    with shell.reading() as db:
        logins = staffing.under_old_keys(db, Vault(tuple(key.get_secret_value() for key in keys)))
    nobody = "Không còn ai; có thể bỏ khoá cũ. / Nobody: old keys may go."
    say({"logins": logins}, "\n".join(logins) or nobody, as_json=as_json)


def _code_key(shell: Shell) -> CodeKey:
    settings = shell.settings
    return CodeKey(settings.code_key_id, settings.code_key.get_secret_value().encode())


def _fault(fault: RowFault) -> str:
    where = ", ".join(filter(None, (str(fault.line), fault.field)))
    return f"{where}: {fault.refusal.sentence('vi')} / {fault.refusal.sentence('en')}"


def _account(shell: Shell, db: Connection, login: str, name: str) -> tuple[Account, str | None]:
    login = login.strip().casefold()
    known = staff.by_login(db, login)
    if known is not None:
        return known, None
    _number, password = staffing.add(db, login=login, name=name, by=None, now=shell.now)
    made = staff.by_login(db, login)
    assert made is not None
    return made, password


def _table(file: Path) -> list[tuple[int, tuple[str, ...]]]:
    """Every row of a CSV or XLSX file with its number; raises FileRefused for what is neither."""
    with file.open("rb") as stream:
        table = read_table(file.name, stream)
    if table.fault is not None:
        raise FileRefused(vi=table.fault.sentence("vi"), en=table.fault.sentence("en"))
    return list(table.rows)


def _cells(slip: Slip) -> tuple[int, str, str, str, str, str]:
    return slip.line, slip.name, slip.unit, slip.number, slip.entry.code, slip.entry.secret


def _as_csv(slips: Iterable[Slip]) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(SLIP)
    writer.writerows(_cells(slip) for slip in slips)
    return lines.getvalue().rstrip("\n")
