"""A rulebook written out as the TOML text that people amend; what the field's defaults say is left out."""

import json
from collections.abc import Mapping
from typing import Any

from quiz.rules.contest import Contest
from quiz.rules.rulebook import to_document
from quiz.rules.text import Text


def toml_text(contest: Contest) -> str:
    """Return a file that `read_toml` reads as this very contest."""
    usual = to_document(Contest("", Text(""), ()))
    stated = {
        key: value for key, value in to_document(contest).items() if value is not None and usual[key] != value
    }
    plain = [f"{key} = {_value(value)}" for key, value in stated.items() if not _is_section(value)]
    sections = [_section(key, value) for key, value in stated.items() if _is_section(value)]
    return "\n\n".join(["\n".join(plain), *sections]) + "\n"


def tables_text(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """Return clauses as TOML tables, an empty one as `name = {}`."""
    empty = [f"{name} = {{}}" for name, table in tables.items() if not table]
    stated = ["\n".join([f"[{name}]", *_lines(table)]) for name, table in tables.items() if table]
    return "\n\n".join(["\n".join(empty), *stated] if empty else stated)


def _is_section(value: Any) -> bool:
    if isinstance(value, Mapping):
        return "vi" not in value
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _section(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return "\n".join([f"[{key}]", *_lines(value)])
    # A round or block without a clause of its own takes the contest's; elsewhere nothing is said as "none".
    stated = ({name: own for name, own in one.items() if own not in (None, {})} for one in value)
    return "\n\n".join("\n".join([f"[[{key}]]", *_lines(one)]) for one in stated)


def _lines(table: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items() if value != {}]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_lines(value)) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if value is None:
        return '"none"'
    # JSON's strings, numbers and truth values are TOML's too.
    return json.dumps(value, ensure_ascii=False)
