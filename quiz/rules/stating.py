"""Where contest, rounds and blocks state the keys of their clauses."""

from collections.abc import Iterator
from typing import Any

from quiz.rules.contest import Contest
from quiz.rules.toml_lines import KeyPath


def stated(contest: Contest, clause: str, key: str) -> Iterator[tuple[KeyPath, Any]]:
    """Yield what contest, rounds and blocks state for a key of a clause, each where it stands."""
    usual = getattr(getattr(contest.clauses, clause), key)
    yield (clause, key), usual
    for table in ("rounds", "blocks"):
        for number, layer in enumerate(getattr(contest, table)):
            own = getattr(layer, clause)
            if own is not None and getattr(own, key) != usual:
                yield (table, number, clause, key), getattr(own, key)


def home(contest: Contest, number: int, block: str | None, clause: str, key: str) -> KeyPath:
    """Return where the key that applies is stated: in the block, in the round of this number, else above."""
    usual = getattr(getattr(contest.clauses, clause), key)
    layers: list[tuple[KeyPath, Any]] = [(("rounds", number), contest.rounds[number])]
    own_block = contest.block(block)
    if own_block is not None:
        layers.insert(0, (("blocks", contest.blocks.index(own_block)), own_block))
    for path, layer in layers:
        own = getattr(layer, clause)
        if own is not None and getattr(own, key) != usual:
            return (*path, clause, key)
    return clause, key
