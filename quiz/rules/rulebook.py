"""A contest's rulebook as TOML written by people and as the canonical document that is stored and hashed."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quiz.rules.checks.bounds import STORED, WRITTEN, Bounds
from quiz.rules.checks.draws import seedless
from quiz.rules.checks.rulebook import contradictions
from quiz.rules.checks.unsupported import unsupported
from quiz.rules.checks.workable import never_working
from quiz.rules.clauses import Clauses
from quiz.rules.codec import Reading, annotations, unknown_key, write
from quiz.rules.contest import Contest
from quiz.rules.documents import canonical, digest
from quiz.rules.faults import Fault, RulebookFaults, placed, wrong_value
from quiz.rules.toml_depth import SAID, TooDeep, loads
from quiz.rules.toml_lines import KeyPath, Lines, key_lines

__all__ = ["RulebookFaults", "canonical", "digest", "from_document", "from_form", "read_toml", "to_document"]

FORMAT = 1
CLAUSES = tuple(one.name for one in fields(Clauses))
LAYERED = {"rounds": CLAUSES, "blocks": (*CLAUSES, "eligibility")}


def read_toml(text: str, *, seed: str = "") -> Contest:
    """Read a rulebook file; RulebookFaults names every fault with its line.

    A seed given beside the file stands for one that its draws do not state.
    """
    try:
        raw = loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulebookFaults([_syntax(error)]) from error
    except TooDeep as error:
        raise RulebookFaults([Fault(error.path, *SAID, error.line)]) from error
    return _written(raw, key_lines(text), seed)


def from_form(raw: Mapping[str, Any]) -> Contest:
    """Read what a form states, as a file would; RulebookFaults names every fault with its key."""
    return _written(raw, Lines(), "")


def from_document(document: Mapping[str, Any]) -> Contest:
    """Rebuild the contest that `to_document` wrote; RulebookFaults for any other document."""
    if document.get("format") != FORMAT:
        raise RulebookFaults([wrong_value(("format",), document.get("format"), str(FORMAT))])
    return _contest({key: one for key, one in document.items() if key != "format"}, Lines(), STORED)


def to_document(contest: Contest) -> dict[str, Any]:
    """Return the rulebook as a JSON-able document in which every clause is stated."""
    document: dict[str, Any] = write(contest)
    document.update(document.pop("clauses"))
    return {"format": FORMAT, **document}


def _written(raw: Mapping[str, Any], lines: Lines, seed: str) -> Contest:
    """Read what somebody writes; a stored rulebook, that people play by, is read without these bounds."""
    contest = _contest(raw, lines, WRITTEN)
    faults = [*never_working(contest), *(() if seed.strip() else seedless(contest))]
    if faults:
        raise RulebookFaults(placed(_once(faults), lines))
    return contest


def _contest(raw: Mapping[str, Any], lines: Lines, bounds: Bounds) -> Contest:
    reading = Reading(_zone(raw, lines), bounds)
    faults = [*unsupported(raw), *_unknown_top(raw)]
    contest = reading.read(Contest, _nested(raw), ())
    faults += [fault for fault in map(_flat, reading.faults) if not _is_refused(fault, faults)]
    if not faults:
        faults = contradictions(contest)
    if faults:
        raise RulebookFaults(placed(_once(faults), lines))
    assert isinstance(contest, Contest)
    return contest


def _zone(raw: Mapping[str, Any], lines: Lines) -> ZoneInfo:
    name = raw.get("time_zone", "Asia/Ho_Chi_Minh")
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        fault = wrong_value(("time_zone",), name, '"Asia/Ho_Chi_Minh"')
        raise RulebookFaults(placed([fault], lines)) from error


def _nested(raw: Mapping[str, Any]) -> dict[str, Any]:
    known = annotations(Contest)
    contest = {key: one for key, one in raw.items() if key in known and key != "clauses"}
    for table, names in LAYERED.items():
        if isinstance(raw.get(table), list):
            contest[table] = [_layered(raw, own, names) for own in raw[table]]
    return {**contest, "clauses": {name: raw[name] for name in CLAUSES if name in raw}}


def _layered(raw: Mapping[str, Any], own: Any, names: Iterable[str]) -> Any:
    """Fill a round's or block's clause with what the contest states, so that it may state single keys."""
    if not isinstance(own, Mapping):
        return own
    filled = {
        name: {**raw[name], **own[name]}
        for name in names
        if isinstance(own.get(name), Mapping) and isinstance(raw.get(name), Mapping)
    }
    return {**own, **filled}


def _unknown_top(raw: Mapping[str, Any]) -> list[Fault]:
    known = {key: None for key in (*annotations(Contest), *CLAUSES) if key != "clauses"}
    return [unknown_key((key,), known) for key in raw if key not in known]


def _flat(fault: Fault) -> Fault:
    if fault.path[:1] != ("clauses",):
        return fault
    return Fault(fault.path[1:], fault.vi, fault.en)


def _is_refused(fault: Fault, faults: Iterable[Fault]) -> bool:
    # A round's clause is read together with what the contest states, wrong keys included.
    return any(fault.path in (other.path, (*fault.path[:2], *other.path)) for other in faults)


def _once(faults: Iterable[Fault]) -> list[Fault]:
    kept: dict[KeyPath, Fault] = {}
    for fault in faults:
        kept.setdefault(fault.path, fault)
    return list(kept.values())


def _syntax(error: tomllib.TOMLDecodeError) -> Fault:
    found = re.search(r"line (\d+)", str(error))
    said = str(error)
    return Fault(
        (),
        f"không đúng cú pháp TOML, hãy sửa chỗ này: {said}.",
        f"not valid TOML, correct this: {said}.",
        int(found[1]) if found else 0,
    )
