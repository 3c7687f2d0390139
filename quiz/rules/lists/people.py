"""Participants from a CSV list: every faulty line named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from quiz.rules.contest import Contest
from quiz.rules.eligibility import births
from quiz.rules.lists.faults import LineError, LineFault, columns, strangers, surplus
from quiz.rules.lists.rows import ListRows
from quiz.rules.lists.values import day
from quiz.rules.records import Person
from quiz.rules.units import Tree

NEEDED = ("participant",)
KNOWN = ("participant", "unit", "block", "birth_date", "prize", "nationality")
MAY_WIN = {"": True, "yes": True, "no": False}


@dataclass(slots=True)
class PeopleLines:
    """What a list gave: people, faults by line, and columns nobody reads."""

    people: dict[str, Person] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)
    unread: tuple[str, ...] = ()


def read_people(lines: Iterable[str], contest: Contest, tree: Tree) -> PeopleLines:
    """Read `participant, unit, block, birth_date, prize, nationality` in any order; prize is yes or no."""
    rows = ListRows(lines)
    read, reader = PeopleLines(faults=rows.faults, unread=strangers(rows.header, KNOWN)), rows.reader
    try:
        at = columns(rows.header, NEEDED, KNOWN)
    except LineError as error:
        read.faults.append(LineFault(1, error.vi, error.en))
        return read
    for values in reader:
        told = {name: values[n].strip() for name, n in at.items() if n < len(values)}
        try:
            if (fault := surplus(values, len(rows.header))) is not None:
                raise fault
            if values:
                person = _person(told, read.people, contest, tree)
                read.people[person.participant] = person
        except LineError as error:
            read.faults.append(LineFault(reader.line_num, error.vi, error.en))
    return read


def _person(told: Mapping[str, str], known: Mapping[str, Person], contest: Contest, tree: Tree) -> Person:
    name, unit, block = told["participant"], told.get("unit", ""), told.get("block", "")
    if not name:
        raise LineError("thiếu participant.", "participant is missing.")
    if name in known:
        raise LineError(f"“{name}” đã có ở trên.", f"“{name}” stands above already.")
    if block and block not in contest.block_slugs():
        raise LineError(f"không có khối “{block}”.", f"there is no block “{block}”.")
    if unit and tree.units and unit not in tree.units:
        raise LineError(f"không có đơn vị “{unit}”.", f"there is no unit “{unit}”.")
    prize, born = told.get("prize", ""), told.get("birth_date", "")
    if prize not in MAY_WIN:
        raise LineError(
            f"prize phải là yes hoặc no, không phải “{prize}”.", f"prize is yes or no, not “{prize}”."
        )
    return Person(
        participant=name,
        unit=unit or None,
        block=block or None,
        birth_date=_birth(born, contest) if born else None,
        may_win=MAY_WIN[prize],
        nationality=told.get("nationality") or None,
    )


def _birth(text: str, contest: Contest) -> date:
    days = [instant.astimezone(contest.zone).date() for instant in (contest.opens, contest.closes)]
    birth, (first, last) = day(text), births(*days)
    if first <= birth <= last:
        return birth
    raise LineError(
        f"ngày sinh {text} không thể đúng: phải từ {first} đến {last}; kiểm tra lại năm sinh.",
        f"a birth date of {text} cannot be right: it lies between {first} and {last}; check the year.",
    )
