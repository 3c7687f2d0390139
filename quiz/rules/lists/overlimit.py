"""Attempts beyond the limits, in lists that come from elsewhere, treated by the duplicate policy."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from quiz.rules.applied import RoundRules
from quiz.rules.contest import Contest
from quiz.rules.lists.faults import Warnings
from quiz.rules.records import AttemptRow
from quiz.rules.registration import Duplicate
from quiz.rules.stretches import sitting_window

OVER = "over_limit"

KeyOf = Callable[[AttemptRow, RoundRules], Hashable]
WINDOWS: Mapping[str, KeyOf] = {
    "per_day": lambda row, rules: (row.participant, row.round, row.started_at.astimezone(rules.zone).date()),
    "per_sitting": lambda row, rules: (
        row.participant,
        row.round,
        sitting_window(rules.round, row.started_at, rules.zone),
    ),
    "per_round": lambda row, _: (row.participant, row.round),
    "per_contest": lambda row, _: row.participant,
}


def within_limits(contest: Contest, rows: Sequence[AttemptRow], warnings: Warnings) -> Sequence[AttemptRow]:
    """Return the attempts with those void that the policy takes out; those over a limit are warned of."""
    policy = contest.registration.duplicates
    rules = {(one.round, one.block): contest.rules_for(one.round, one.block) for one in _places(rows)}
    for name, key_of in WINDOWS.items():
        over = _over(rows, rules, name, key_of, policy)
        for attempt in over:
            warnings.add(OVER, attempt)
        if over and policy is not Duplicate.FLAG:
            rows = [row._replace(valid=False) if row.attempt in over else row for row in rows]
    return rows


def _places(rows: Iterable[AttemptRow]) -> Iterable[AttemptRow]:
    return {(row.round, row.block): row for row in rows}.values()


def _over(
    rows: Sequence[AttemptRow],
    rules: Mapping[tuple[str, str | None], RoundRules],
    name: str,
    key_of: KeyOf,
    policy: Duplicate,
) -> set[str]:
    most = {place: getattr(one.attempts, name) for place, one in rules.items()}
    limits = [limit for limit in most.values() if limit is not None]
    if not limits:
        return set()
    begun, lowest = Counter(row.participant for row in rows), min(limits)
    frequent = [row for row in rows if begun[row.participant] > lowest and row.valid]
    limited = [row for row in frequent if most[row.round, row.block] is not None]
    keys = [key_of(row, rules[row.round, row.block]) for row in limited]
    counts = Counter(keys)
    crowded: dict[Hashable, list[AttemptRow]] = {}
    for key, row in zip(keys, limited, strict=True):
        if counts[key] > most[row.round, row.block]:
            crowded.setdefault(key, []).append(row)
    return {row.attempt for group in crowded.values() for row in _beyond(group, most, policy)}


def _beyond(
    group: list[AttemptRow], most: Mapping[tuple[str, str | None], int], policy: Duplicate
) -> list[AttemptRow]:
    if policy is Duplicate.VOID_ALL:
        return group
    ordered = sorted(group, key=lambda row: (row.started_at, row.submitted_at, row.attempt))
    return ordered[most[group[0].round, group[0].block] :]
