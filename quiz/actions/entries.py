"""Reads what a sign-up form or a roster row says, by the fields of the rulebook; touches no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from quiz.rules import identity, joining
from quiz.rules.contest import Contest
from quiz.rules.eligibility import births
from quiz.rules.refusals.contest import ConsentMissing, FieldMalformed, FieldMissing, Refusal
from quiz.rules.refusals.entry import BirthDateUnlikely
from quiz.rules.registration import Asked, Field, FieldKind
from quiz.store.people import Details

LONGEST = 200
OWN_COLUMNS = ("name", "birth_date", "phone", "roster_number")
EXAMPLES = {
    FieldKind.DATE: "31/12/1990",
    FieldKind.PHONE: "0912 345 678",
    FieldKind.NUMBER: "12",
    FieldKind.EMAIL: "ten@vidu.vn",
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")


class EntryRefused(Exception):  # noqa: N818 - many "no" at once
    """What is wrong with an entry, by the name of the field."""

    def __init__(self, faults: Mapping[str, Refusal]) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)

    @property
    def status(self) -> int:
        """422 while a field can be mended, else the status of what stands in the way."""
        statuses = {fault.status for fault in self.faults.values()}
        return 422 if 422 in statuses else max(statuses)


def read(
    fields: Iterable[Field], values: Mapping[str, str], *, today: date
) -> tuple[dict[str, str], dict[str, Refusal]]:
    """The values in canonical spelling and the faults, both by field; unit and block are judged elsewhere."""
    read_values: dict[str, str] = {}
    faults: dict[str, Refusal] = {}
    for field in fields:
        typed = identity.shown_name(values.get(field.name, ""))[:LONGEST]
        if not typed:
            if field.required:
                faults[field.name] = FieldMissing(field=field.label)
            continue
        spelled = canonical(field, typed)
        fault = _fault(field, spelled, today)
        if fault is not None:
            faults[field.name] = fault
        elif spelled is not None:
            read_values[field.name] = spelled
    return read_values, faults


def asked(contest: Contest, when: Asked = Asked.BEFORE) -> tuple[Field, ...]:
    """The fields that the form asks as plain inputs: all but unit and block."""
    fields = contest.registration.fields
    return tuple(
        one
        for one in fields
        if one.asked is when
        and one.kind is not FieldKind.UNIT
        and not (one.name == "block" and contest.blocks)
    )


def unit_field(contest: Contest) -> Field | None:
    """The field that asks for the unit, if the form does; required where nothing else leads to a block."""
    found = next((one for one in contest.registration.fields if one.kind is FieldKind.UNIT), None)
    return replace(found, required=True) if found and joining.led_by_units(contest) else found


def canonical(field: Field, typed: str) -> str | None:
    """The one spelling of a value, None when it cannot be read."""
    if field.kind is FieldKind.PHONE:
        return identity.phone(typed)
    if field.kind is FieldKind.DATE:
        return _day(typed)
    if field.kind is FieldKind.NUMBER:
        return str(int(typed)) if typed.isdecimal() else None
    if field.kind is FieldKind.EMAIL:
        return typed if EMAIL.fullmatch(typed) else None
    if field.kind is FieldKind.CHOICE and field.options:
        return next((one.vi for one in field.options if typed in (one.vi, one.en)), None)
    return typed


def details(values: Mapping[str, str]) -> Details:
    """Canonical values as the columns of a person."""
    birth = values.get("birth_date")
    return Details(
        name=values.get("name", ""),
        birth_date=date.fromisoformat(birth) if birth else None,
        phone=values.get("phone"),
        roster_number=number_name(values.get("roster_number", "")) or None,
        more={name: value for name, value in values.items() if name not in OWN_COLUMNS},
    )


def number_name(typed: str) -> str:
    """A roster number or public code in its one spelling: without blanks, in capitals."""
    return "".join(typed.split()).upper()


def values_of(person: Details) -> dict[str, str]:
    """The other way round: canonical values by field, those that are there."""
    own = {
        "name": person.name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "phone": person.phone or "",
        "roster_number": person.roster_number or "",
    }
    return {name: value for name, value in {**own, **person.more}.items() if value}


def consent_faults(contest: Contest, given: Iterable[str]) -> dict[str, Refusal]:
    """Required consents that were not ticked."""
    ticked = set(given)
    return {
        f"consent-{one.slug}": ConsentMissing(consent=one.text)
        for one in contest.consents
        if one.required and one.slug not in ticked
    }


def _day(typed: str) -> str | None:
    # The numeric keypad of many phones has no slash.
    parted = re.sub(r"^([0-9]{2})([0-9]{2})([0-9]{4})$", r"\1/\2/\3", typed)
    day = identity.birth_date(parted)
    return day.isoformat() if day else None


def _fault(field: Field, spelled: str | None, today: date) -> Refusal | None:
    if spelled is None:
        return FieldMalformed(field=field.label, example=_example(field))
    if field.name != "birth_date":
        return None
    day, (first, last) = date.fromisoformat(spelled), births(today, today)
    if first <= day <= last:
        return None
    return BirthDateUnlikely(day=f"{day:%d/%m/%Y}", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")


def _example(field: Field) -> str:
    if field.kind is FieldKind.CHOICE:
        return ", ".join(option.vi for option in field.options)
    return EXAMPLES.get(field.kind, "")
