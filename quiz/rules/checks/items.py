"""Faults of single items in the lists of a rulebook, each at its own key: prizes and decisions."""

from collections.abc import Iterator, Sequence

from quiz.rules.awards import Prize, Special
from quiz.rules.checks.bounds import NEGATIVE
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.stating import stated
from quiz.rules.toml_lines import KeyPath

TWICE = (
    "slug này đã dùng cho một giải ở trên; hãy đặt tên khác.",
    "a prize above has this slug; use another.",
)
REASONLESS = ("mỗi quyết định cần lý do; hãy nêu lý do.", "every decision needs a reason; state it.")
AGELESS = (
    "giải trẻ nhất, cao tuổi nhất cần ngày sinh; hãy thêm trường birth_date vào registration.fields.",
    "a prize for the youngest or oldest needs the date of birth; add birth_date to registration.fields.",
)


def item_faults(contest: Contest) -> Iterator[Fault]:
    """Yield prizes below zero or named twice, and decisions without a reason."""
    for path, tiers in stated(contest, "prizes", "tiers"):
        yield from _below_zero(tiers, path, ("count", "amount"))
        yield from _named_twice(tiers, path)
    for path, tiers in _others(contest):
        yield from _below_zero(tiers, path, ("count",))
    for path, decisions in stated(contest, "ranking", "decisions"):
        for number, one in enumerate(decisions):
            if not one.reason:
                yield Fault((*path, number, "reason"), *REASONLESS)


def written_item_faults(contest: Contest) -> Iterator[Fault]:
    """Yield what stored rulebooks may hold and nobody may write any more."""
    for path, tiers in stated(contest, "prizes", "tiers"):
        yield from _ageless(contest, tiers, path)
    for path, tiers in _others(contest):
        yield from _named_twice(tiers, path)
    yield from _ageless(contest, contest.prizes.tiers, ("overall", "prizes", "tiers"))


def _others(contest: Contest) -> Iterator[tuple[KeyPath, Sequence[Prize]]]:
    """The prizes of the whole contest and of its tables."""
    yield ("overall", "prizes", "tiers"), contest.prizes.tiers
    for number, table in enumerate(contest.collectives):
        yield ("collectives", number, "prizes"), table.prizes


def _below_zero(prizes: Sequence[Prize], path: KeyPath, keys: Sequence[str]) -> Iterator[Fault]:
    for number, one in enumerate(prizes):
        yield from (Fault((*path, number, key), *NEGATIVE) for key in keys if getattr(one, key) < 0)


def _named_twice(prizes: Sequence[Prize], path: KeyPath) -> Iterator[Fault]:
    slugs = [one.slug for one in prizes]
    for number, slug in enumerate(slugs):
        if slug in slugs[:number]:
            yield Fault((*path, number, "slug"), *TWICE)


def _ageless(contest: Contest, tiers: Sequence[Prize], path: KeyPath) -> Iterator[Fault]:
    if contest.registration.field("birth_date") is not None:
        return
    for number, one in enumerate(tiers):
        if one.special is not Special.NONE:
            yield Fault((*path, number, "special"), *AGELESS)
