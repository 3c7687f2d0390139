"""A contest's rulebook as TOML written by people and as the canonical document that is stored and hashed."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quiz.rules.checks.bounds import STORED, WRITTEN, Bounds
from quiz.rules.checks.draws import seedless
from quiz.rules.checks.rulebook import contradictions
from quiz.rules.checks.unsupported import unsupported
from quiz.rules.checks.workable import never_working
from quiz.rules.codec import Reading, annotations, unknown_key, write
from quiz.rules.contest import Contest
from quiz.rules.documents import canonical, digest
from quiz.rules.faults import Fault, RulebookFaults, placed, wrong_value
from quiz.rules.mending import CLAUSES, is_sure, mended
from quiz.rules.toml_depth import SAID, TooDeep, loads
from quiz.rules.toml_lines import KeyPath, Lines, key_lines

__all__ = ["RulebookFaults", "canonical", "digest", "from_document", "from_form", "read_toml", "to_document"]

FORMAT = 1
USUAL_ZONE = "Asia/Ho_Chi_Minh"
# Every wave mends what it finds; a handful is seen in the worst of forms.
MOST_WAVES = 8
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
    contest, faults = _read({key: one for key, one in document.items() if key != "format"}, STORED)
    faults = _once(faults) or (contradictions(contest) if contest else [])
    if faults or contest is None:
        raise RulebookFaults(_once(faults))
    return contest


def to_document(contest: Contest) -> dict[str, Any]:
    """Return the rulebook as a JSON-able document in which every clause is stated."""
    document: dict[str, Any] = write(contest)
    document.update(document.pop("clauses"))
    return {"format": FORMAT, **document}


def _written(raw: Mapping[str, Any], lines: Lines, seed: str) -> Contest:
    """Read what somebody writes; a stored rulebook, that people play by, is read without these bounds."""
    contest, faults = _read(raw, WRITTEN)
    found = _Found(raw)
    for _ in range(MOST_WAVES):
        alone = True
        if contest is not None and not faults:
            alone, faults = _judged(contest, seed)
        if contest is not None and not faults:
            break
        found.add(faults, alone=alone)
        contest, faults = _read(found.document, WRITTEN)
    if found.faults or contest is None:
        raise RulebookFaults(placed(found.faults.values(), lines))
    return contest


@dataclass(slots=True)
class _Found:
    """Faults by key, what is mended so that others can be seen, and the document with stand-ins for that."""

    document: Mapping[str, Any]
    faults: dict[KeyPath, Fault] = field(default_factory=dict)
    mended: list[KeyPath] = field(default_factory=list)

    def add(self, faults: Sequence[Fault], *, alone: bool) -> None:
        """Keep the faults that hold whatever is mended, and mend their keys too."""
        for one in faults:
            if is_sure(one.path, self.mended, self.document, alone=alone):
                self.faults.setdefault(one.path, one)
        self.mended += [one.path for one in faults]
        self.document = mended(self.document, (one.path for one in faults))


def _judged(contest: Contest, seed: str) -> tuple[bool, list[Fault]]:
    """The faults of a rulebook that could be read, and whether single keys of it are judged by themselves."""
    if found := contradictions(contest):
        return True, found
    return False, [*never_working(contest), *(() if seed.strip() else seedless(contest))]


def _read(raw: Mapping[str, Any], bounds: Bounds) -> tuple[Contest | None, list[Fault]]:
    zone, wrong = _zone(raw)
    reading = Reading(zone, bounds)
    faults = [*wrong, *unsupported(raw), *_unknown_top(raw)]
    contest = reading.read(Contest, _nested(raw), ())
    found = [_flat(fault) for fault in reading.faults]
    known = [*faults, *(fault for fault in found if fault.path[:1] not in (("rounds",), ("blocks",)))]
    return contest, [*known, *(fault for fault in found if not _is_refused(fault, known))]


def _zone(raw: Mapping[str, Any]) -> tuple[ZoneInfo, list[Fault]]:
    name = raw.get("time_zone", USUAL_ZONE)
    try:
        return ZoneInfo(str(name)), []
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(USUAL_ZONE), [wrong_value(("time_zone",), name, f'"{USUAL_ZONE}"')]


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
    return replace(fault, path=fault.path[1:])


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
