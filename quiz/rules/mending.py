"""What stands in for a faulty key so that the rest can be judged, and which judgements that leaves sure."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import fields
from typing import Any

from quiz.rules.clauses import Clauses
from quiz.rules.toml_lines import KeyPath

CLAUSES = tuple(one.name for one in fields(Clauses))
# Keys that must be stated; the hours of a round lie as far apart as they may, so that it holds everything.
STAND_INS: Mapping[str, Any] = {
    **dict.fromkeys(("title", "label", "text", "what", "reason", "to"), "…"),
    "opens": "2000-01-02 00:00",
    "closes": "2199-12-30 00:00",
    "at": "2026-01-01 00:00",
    "decided_at": "2026-01-01 00:00",
    "extra": "1 h",
    "count": 1,
    "order": ["…"],
}
OF_A_SITTING = {"opens": "00:00", "closes": "24:00"}
NUMBERED = {"slug": "muc-{}", "name": "truong_{}"}
# Judged by themselves, or together with these keys beside them alone.
SURE: Mapping[tuple[str, str], frozenset[str]] = {
    ("time", "limit"): frozenset(),
    **{("attempts", key): frozenset() for key in ("per_day", "per_round", "per_contest")},
    ("paper", "questions"): frozenset(),
    ("prediction", "maximum"): frozenset({"minimum"}),
    ("prediction", "truth_reason"): frozenset({"truth", "truth_reason"}),
    ("counting", "by"): frozenset({"by"}),
    ("eligibility", "age_max"): frozenset({"age_min"}),
    ("registration", "phone_shared_by"): frozenset(),
    ("registration", "identity"): frozenset({"fields", "kind", "name", "identity"}),
    ("collectives", "metric"): frozenset(),
    ("collectives", "then_by"): frozenset(),
    ("extensions", "round"): frozenset(),
    ("rounds", "grace"): frozenset(),
    ("rounds", "number"): frozenset(),
    **{(topic, "slug"): frozenset() for topic in ("rounds", "blocks", "collectives", "prizes")},
}
# Topics whose keys are weighed against each other.
TOGETHER = frozenset(
    frozenset(pair)
    for pair in (
        ("rounds", "attempts"), ("rounds", "progressions"), ("ranking", "prediction"),
        ("qualification", "prediction"), ("qualification", "paper"), ("qualification", "scoring"),
        ("qualification", "counting"), ("overall", "paper"), ("overall", "scoring"), ("overall", "counting"),
        ("overall", "registration"), ("prizes", "registration"), ("collectives", "paper"),
        ("collectives", "scoring"), ("collectives", "blocks"), ("blocks", "registration"),
        ("blocks", "eligibility"), ("eligibility", "registration"), ("time_zone", "rounds"),
    )
)  # fmt: skip


def mended(document: Mapping[str, Any], paths: Iterable[KeyPath]) -> dict[str, Any]:
    """Return the document with a stand-in, or nothing, at each of these keys."""
    copy = dict(deepcopy(document))
    for path in filter(None, paths):
        _mend(copy, path)
    return copy


def is_sure(path: KeyPath, without: Iterable[KeyPath], document: Mapping[str, Any], *, alone: bool) -> bool:
    """Does a fault at this key hold whatever is stated at the keys that were mended?

    With `alone` some keys are judged by themselves, as they are but for what questions and marks reach.
    """
    return not any(_weighed(path, one, document, alone=alone) for one in without)


def _mend(document: Any, path: KeyPath) -> None:
    at, steps = document, 0
    while steps < len(path) - 1 and _has(at, path[steps]):
        at, steps = at[path[steps]], steps + 1
    key = path[steps]
    if isinstance(at, list) or not isinstance(at, dict):
        _mend(document, path[:steps])
    elif isinstance(key, str):
        stand_in = _first_round(document) if key == "round" else _stand_in(key, path[:steps])
        if stand_in is None:
            at.pop(key, None)
        else:
            at[key] = stand_in


def _has(at: Any, step: str | int) -> bool:
    if isinstance(step, int):
        return isinstance(at, list) and step < len(at)
    return isinstance(at, dict) and step in at


def _first_round(document: Any) -> Any:
    rounds = document.get("rounds")
    first = rounds[0] if isinstance(rounds, list) and rounds else {}
    return first.get("slug") if isinstance(first, dict) else None


def _stand_in(key: str, above: KeyPath) -> Any:
    number = next((one + 1 for one in reversed(above) if isinstance(one, int)), 0)
    if key == "rounds":
        own = {name: STAND_INS[name] for name in ("title", "opens", "closes")}
        return [] if above else [{"slug": "muc-1", "number": 1, **own}]
    if key == "number":
        return 1000 + number
    if key in NUMBERED:
        return NUMBERED[key].format(number)
    return OF_A_SITTING[key] if "sittings" in above and key in OF_A_SITTING else STAND_INS.get(key)


def _weighed(path: KeyPath, other: KeyPath, document: Mapping[str, Any], *, alone: bool) -> bool:
    shorter = min(len(path), len(other))
    if path[:shorter] == other[:shorter]:
        return True
    topic, key = _topic(path), _key(path)
    if {topic, _topic(other)} == {"extensions", "rounds"}:
        # They name rounds, and ask nothing else of them.
        return {"slug", "rounds"} & {key, _key(other)} != set()
    if alone and (topic, key) in SURE:
        return _topic(other) == topic and _key(other) in SURE[topic, key]
    if topic == _topic(other):
        return topic != "rounds" or _beside(path, other, document)
    return frozenset((topic, _topic(other))) in TOGETHER


def _topic(path: KeyPath) -> str:
    own = path[2:] if path[0] in ("rounds", "blocks") else ()
    return str(own[0]) if own and own[0] in (*CLAUSES, "eligibility") else str(path[0])


def _key(path: KeyPath) -> str:
    return next(one for one in reversed(path) if isinstance(one, str))


def _beside(path: KeyPath, other: KeyPath, document: Mapping[str, Any]) -> bool:
    """Are these the same round, or may one lie inside the other?"""
    rounds = document.get("rounds", [])
    if path[1:2] == other[1:2] or "parent" in other:
        return True
    return any(isinstance(one, dict) and one.get("parent") for one in rounds)
