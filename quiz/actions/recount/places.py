"""Third part of the script in a result pack: who stands where in a round, and who wins what."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from quiz.actions.recount.marking import PLAIN, Attempt
from quiz.actions.recount.reading import Line

OWN = ("time", "scoring", "counting", "ranking", "qualification", "prediction", "prizes", "paper")
STEPS = {"second": 1_000_000, "millisecond": 1_000, "microsecond": 1}
KEYS = {"score", "correct", "prediction", "duration", "submitted", "started"}
DECISION = "decision"
GUESSED = {"participants", "attempts", "all_correct_people"}
EXCLUDING = ("closed_list", "excluded", "nationality")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a ranking; `used` are the person's attempts that count."""

    place: int
    one: Attempt
    used: int


def clauses(book: Any, slug: str) -> Any:
    """The clauses of a round: its own where it has some, else the contest's."""
    here = {one["slug"]: one for one in book["rounds"]}[slug]
    return {name: here.get(name) or book[name] for name in OWN} | {"eligibility": book["eligibility"]}


def beyond(rules: Any, *, has_fixed_truth: bool) -> str:
    """The first clause of a ranking that this script does not know; empty when it knows them all."""
    ranking, counting, asked = rules["ranking"], rules["counting"], rules["prediction"]
    usual = asked["scope"] != "contest" and asked["sides"] == "equal" and asked["match"] == "nearest"
    usual &= asked["blank"] == "allowed" and asked.get("quantity") in GUESSED
    known = {
        "scoring": all(rules["scoring"][name] == plain for name, plain in PLAIN.items()),
        "counting": counting["which"] == "best" and set(counting["by"]) <= KEYS - {"prediction"},
        "ranking": set(ranking["chain"]) <= KEYS | {DECISION},
        "time": rules["time"]["duration"] in {"hand_in", "last_edit"},
        "qualification": not any(rules["qualification"].values()),
        "prediction": asked["kind"] == "none" or usual,
        "a truth that was fixed": not has_fixed_truth and asked["truth"] is None,
    }
    return next((name for name, is_known in known.items() if not is_known), "")


def turned_away(
    attempts: Sequence[Attempt], people: dict[str, Line], units: Sequence[Line], book: Any
) -> str:
    """Why eligibility may decide about one of these attempts; empty when it decides about none."""
    rule = book["eligibility"]
    if any(rule[name] for name in EXCLUDING):
        return "eligibility"
    barred = _below(rule["excluded_units"], units)
    if barred and any({one.unit, people.get(one.participant, {}).get("unit")} & barred for one in attempts):
        return "eligibility: a unit excluded"
    if rule["age_min"] is None and rule["age_max"] is None:
        return ""
    opens = {one["slug"]: datetime.fromisoformat(one["opens"]) for one in book["rounds"]}
    zone = ZoneInfo(book["time_zone"])
    for one in attempts:
        instants = {"round_opens": opens[one.round], "contest_opens": min(opens.values())}
        at = instants.get(rule["age_at"], datetime.fromtimestamp(one.started / 1e6, zone))
        on = date.fromisoformat(rule["age_date"]) if rule["age_at"] == "date" else at.astimezone(zone).date()
        born = people.get(one.participant, {}).get("birth_date")
        if not born or not _is_within(rule, date.fromisoformat(born), on):
            return "eligibility: an age outside"
    return ""


def _below(excluded: Sequence[str], units: Sequence[Line]) -> set[str]:
    """These units and all that were ever below them or became one of them."""
    found, before = set(excluded), -1
    while before != len(found):
        before = len(found)
        for one in units:
            if {one["parent"], *one["successor"].split(";")} & found:
                found.add(one["unit"])
    return found


def _is_within(rule: Any, born: date, on: date) -> bool:
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return (rule["age_min"] or 0) <= age and (rule["age_max"] is None or age <= rule["age_max"])


def truth_of(valid: Sequence[Attempt], asked: Any) -> int:
    """The number that was to be guessed."""
    everybody = asked.get("quantity") != "all_correct_people"
    people = {one.participant for one in valid if everybody or one.is_perfect}
    return len(valid if asked.get("quantity") == "attempts" else people)


def duration(one: Attempt, rules: Any) -> int:
    """How long an attempt took, in microseconds."""
    end = one.edited if rules["time"]["duration"] == "last_edit" else one.ended
    return max(end - one.started, 0)


def ranked(valid: Sequence[Attempt], rules: Any, truth: int) -> list[Row]:
    """Everybody by place and code, each with the attempt that counts."""
    chain, by = [*rules["ranking"]["chain"]], rules["counting"]["by"]
    # Decisions are asked where the chain says, and again about those who are equal in everything.
    chain += [DECISION] if DECISION in chain else []
    best: dict[str, Attempt] = {}
    used: dict[str, int] = {}
    for one in sorted(
        valid, key=lambda one: (_keys(one, rules, by, truth), one.ended, one.started, one.attempt)
    ):
        best.setdefault(one.participant, one)
        used[one.participant] = used.get(one.participant, 0) + 1
    keys = {who: _keys(one, rules, chain, truth) for who, one in best.items()}
    for at in [at for at, name in enumerate(chain) if name == DECISION]:
        _decide(keys, at, rules["ranking"]["decisions"])
    order = sorted((key, who) for who, key in keys.items())
    first = {key: place for place, (key, _) in reversed(list(enumerate(order, 1)))}
    return [Row(first[key], best[who], used[who]) for key, who in order]


def cells(row: Row, rules: Any, truth: int | None, barred: Set[str]) -> Line:
    """A line of a ranking as packs spell it."""
    one = row.one
    far = None if truth is None or one.prediction is None else abs(one.prediction - truth)
    return {
        "block": "",
        "place": str(row.place),
        "participant": one.participant,
        "attempt": one.attempt,
        "unit": one.unit,
        "score": str(one.marks.score / 1000),
        "correct": str(one.marks.correct),
        "duration_us": str(duration(one, rules)),
        "prediction_distance": "" if far is None else str(far),
        "attempts": str(row.used),
        "can_win": "no" if one.participant in barred else "yes",
    }


def unknown_prizes(rules: Any, told: Any) -> str:
    """Why the prizes of a round cannot be given out again; empty when they can."""
    plan = rules["prizes"]
    known = {
        "a prize outside the order of places": all(one["special"] == "none" for one in plan["tiers"]),
        "prizes of several rounds together": plan["repeat"] == "allowed" or len(told["rounds"] or ()) == 1,
        "a prize that waits": not any(one.get("waits") for one in told["winners"]),
    }
    return next((name for name, is_known in known.items() if not is_known), "")


def winners(rows: Sequence[Row], rules: Any, barred: Set[str]) -> list[dict[str, Any]]:
    """Who wins which prize, by place; a tie over the end of a tier gets the higher prize or waits."""
    plan, still_tied = rules["prizes"], rules["ranking"]["still_tied"]
    slots = [tier["slug"] for tier in plan["tiers"] for _ in range(min(tier["count"], len(rows)))]
    present = [row for row in rows if plan["carry"] != "down" or row.one.participant not in barred]
    won, position = list[dict[str, Any]](), 0
    for place, alike in groupby(present, key=lambda row: row.place):
        group = list(alike)
        taken = slots[position : position + len(group)]
        position += len(group)
        is_shared = len(taken) < len(group) or len(set(taken)) > 1
        if not taken or (is_shared and still_tied == "decide"):
            continue
        prize = {"block": "", "prize": taken[0], "place": place, "shared": is_shared}
        names = [row.one.participant for row in group]
        won += [prize | {"participant": who} for who in names if who not in barred]
    return won


def _keys(one: Attempt, rules: Any, names: list[str], truth: int) -> tuple[int, ...]:
    step = STEPS[rules["ranking"]["precision"]]
    value = {
        "score": -one.marks.score,
        "correct": -one.marks.correct,
        "prediction": 10**15 if one.prediction is None else abs(one.prediction - truth),
        "duration": duration(one, rules) // step,
        "submitted": one.ended // step,
        "started": one.started // step,
        DECISION: 0,
    }
    return tuple(value[name] for name in names)


def _decide(keys: dict[str, tuple[int, ...]], at: int, decisions: Any) -> None:
    """Put into the keys at this link what decisions say about people alike in all links before it."""
    heard = [(one["order"], {*one["order"], *one.get("behind", ())}) for one in decisions]
    alike: dict[tuple[int, ...], set[str]] = {}
    for who, key in keys.items() if heard else ():
        alike.setdefault(key[:at], set()).add(who)
    for left in alike.values():
        number = 0
        while named := _named(left, heard):
            for who in named:
                keys[who] = (*keys[who][:at], number, *keys[who][at + 1 :])
                number += 1
            left -= {*named}
        for who in left:
            keys[who] = (*keys[who][:at], number, *keys[who][at + 1 :])


def _named(alike: Set[str], heard: Sequence[tuple[Sequence[str], Set[str]]]) -> list[str]:
    """Whom of these the first decision names that is about all of them."""
    about = ([who for who in order if who in alike] for order, people in heard if alike <= people)
    return next((named for named in about if named), [])
