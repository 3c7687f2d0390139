"""Chains that draw lots though nobody states the seed of the draw."""

from collections.abc import Container, Iterator

from quiz.rules.checks.clauses import draws_without_seed
from quiz.rules.contest import Combine, Contest
from quiz.rules.faults import Fault
from quiz.rules.stating import home

SEEDLESS = (
    (
        "bốc thăm cần một dãy số công khai: hãy nêu kỳ xổ số công khai đã báo trước, như "
        'draw_seed = "xo-so-2026-03-09"; quiz rank nhận cả --seed.'
    ),
    (
        "a draw needs a seed: name a public lottery announced beforehand, as "
        'draw_seed = "xo-so-2026-03-09"; quiz rank takes --seed too.'
    ),
)


def seedless(contest: Contest) -> Iterator[Fault]:
    """Yield every draw of the rulebook without a seed, at the key that should state it."""
    yield from seedless_rounds(contest, [one.slug for one in contest.rounds])
    yield from seedless_overall(contest)


def seedless_rounds(contest: Contest, slugs: Container[str]) -> Iterator[Fault]:
    """Yield the draws without a seed that rank these rounds."""
    for number, one in enumerate(contest.rounds):
        for block in contest.block_slugs():
            if one.slug in slugs and draws_without_seed(contest.rules_for(one.slug, block).ranking):
                *above, _ = home(contest, number, block, "ranking", "chain")
                yield Fault((*above, "draw_seed"), *SEEDLESS)


def seedless_overall(contest: Contest) -> Iterator[Fault]:
    """Yield the draw without a seed that ranks the whole contest."""
    if contest.overall.combine is not Combine.NONE and draws_without_seed(contest.overall.ranking):
        yield Fault(("overall", "ranking", "draw_seed"), *SEEDLESS)
