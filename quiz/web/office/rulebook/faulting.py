"""Where in the form a fault of the rulebook is shown: at its field, or at the nearest one around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Form

from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath
from quiz.web.office.rulebook.parts import LAYERED, OTHER, form_of, layered
from quiz.web.office.rulebook.sections import SECTIONS
from quiz.web.office.rulebook.words import word

LAYER_FORMS = {form_of(kind): layered(kind) for kind in LAYERED}


def faults_by_field(form: Form, faults: Iterable[Fault]) -> Mapping[str, list[Fault]]:
    """The faults by the name of the field that shows them."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        found[_field(form, fault.path)].append(fault)
    return found


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


def _field(form: Form, path: KeyPath) -> str:
    at: Any = form
    name = SECTIONS[0].names[0]
    for part in _parts(form, path):
        below = _below(at, part)
        if below is None:
            break
        at, name = below, below.name
    return str(name)


def _parts(form: Form, path: KeyPath) -> list[str | int]:
    parts = [word for part in path for word in (part.split(".") if isinstance(part, str) else (part,))]
    return parts if not parts or str(parts[0]) in form else ["clauses", *parts]


def _below(at: Any, part: str | int) -> Any:
    if hasattr(at, "entries"):
        return at.entries[part] if isinstance(part, int) and part < len(at.entries) else None
    form = at if isinstance(at, Form) else getattr(at, "form", None)
    if form is None:
        return None
    if part in LAYER_FORMS.get(type(form), ()):
        return form[OTHER]
    known = {one.short_name: one for one in form}
    return known.get(str(part))
