"""Where in the form a fault of the rulebook is shown: at its field, or at the nearest one around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from wtforms import Form

from quiz.rules.faults import Fault
from quiz.rules.text import Text
from quiz.rules.toml_lines import KeyPath, key_lines
from quiz.web.office.rulebook.parts import FREQUENT, LAYERED, OTHER, OWN, form_of, layered, own_name
from quiz.web.office.rulebook.sections import SECTIONS
from quiz.web.office.rulebook.words import word

# How values are spelled in the form; a file has a spelling of its own.
SPELLED: Mapping[Any, Text] = {
    datetime: Text("08/09/2022 09:30", "08/09/2022 09:30"),
    date: Text("08/09/2022", "08/09/2022"),
    time: Text("09:30", "09:30"),
    timedelta: Text("30 phút", "30 minutes"),
    int: Text("10", "10"),
    Decimal: Text("0,5", "0.5"),
}
LONGEST_SHOWN = 60
LAYER_FORMS = {form_of(kind): layered(kind) for kind in LAYERED}


def faults_by_field(form: Form, faults: Iterable[Fault]) -> Mapping[str, list[Fault]]:
    """The faults by the name of the field that shows them."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        field, inside = _field(form, fault.path)
        found[field.name].append(_said_at(fault, field, inside))
    return found


def _said_at(fault: Fault, field: Any, inside: KeyPath) -> Fault:
    if field.short_name == OTHER:
        return _in_box(fault, field, inside)
    typed = field.data
    if fault.wanted not in SPELLED or not isinstance(typed, str):
        return fault
    shown, example = typed.strip()[:LONGEST_SHOWN], SPELLED[fault.wanted]
    return replace(
        fault,
        vi=f"“{shown}” không dùng được; ví dụ đúng: {example.vi}.",
        en=f"“{shown}” cannot be used; a right example: {example.en}.",
    )


def _in_box(fault: Fault, box: Any, inside: KeyPath) -> Fault:
    """The fault with the line of the box and the key in it, which its sentence alone does not name."""
    if not inside:
        return fault
    told = Fault(inside, fault.vi, fault.en, key_lines(box.data or "").of(inside))
    return replace(fault, vi=told.sentence("vi"), en=told.sentence("en"))


def section_of(name: str) -> str:
    """The section in which the field of this name stands; the first where there is none."""
    for section in SECTIONS:
        if any(name == one or name.startswith(f"{one}-") for one in section.names):
            return section.slug
    return SECTIONS[0].slug


def trail(form: Form, name: str, lang: str) -> str:
    """Where a field stands, in its labels from outside in: Giải thưởng › Giải 5 › Số giải."""
    at: Any = form
    labels: list[str] = []
    for part in name.split("-"):
        at = _below(at, int(part) if part.isdigit() else part)
        if at is None:
            break
        number = f" {int(part) + 1}" if part.isdigit() else ""
        labels.append("" if _is_frame(at, name) else word(at.description).label.say(lang) + number)
    return " › ".join(label for label in labels if label)


def _is_frame(at: Any, name: str) -> bool:
    """Lists say themselves in the label of their lines, and nobody asks for the clauses as a whole."""
    return at.short_name == "clauses" or (hasattr(at, "entries") and at.name != name)


def _field(form: Form, path: KeyPath) -> tuple[Any, KeyPath]:
    """The field nearest to the key, and what of its path lies inside that field."""
    at: Any = form
    field: Any = form[SECTIONS[0].names[0]]
    parts = _parts(form, path)
    for number, part in enumerate(parts):
        below = _below(at, part, parts[number + 1 :])
        if below is None:
            return field, tuple(parts[number:])
        at = field = below
        if field.short_name == OTHER:
            return field, tuple(parts[number + (part == OTHER) :])
    return field, ()


def _parts(form: Form, path: KeyPath) -> list[str | int]:
    parts = [word for part in path for word in (part.split(".") if isinstance(part, str) else (part,))]
    return parts if not parts or str(parts[0]) in form else ["clauses", *parts]


def _below(at: Any, part: str | int, then: Sequence[str | int] = ()) -> Any:
    if hasattr(at, "entries"):
        return at.entries[part] if isinstance(part, int) and part < len(at.entries) else None
    form = at if isinstance(at, Form) else getattr(at, "form", None)
    if form is None:
        return None
    if part in LAYER_FORMS.get(type(form), ()):
        return _own_or_box(form, str(part), str(then[0]) if then else "")
    known = {one.short_name: one for one in form}
    return known.get(str(part))


def _own_or_box(form: Form, clause: str, key: str) -> Any:
    own: Any = form[OWN]
    field = own.form[own_name(clause, key)] if (clause, key) in FREQUENT else None
    return field if field is not None and field.data else form[OTHER]
