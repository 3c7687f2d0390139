"""What is said for every round and block: once where all agree, else with the titles it holds for."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from quiz.rules.applied import RoundRules
from quiz.rules.contest import Contest
from quiz.rules.sentences.wording import listed

Say = Callable[[RoundRules, str], Iterator[str]]
Line = tuple[str, int]  # a sentence, and how often it was said before in the same place
Blocks = tuple[str | None, ...]


def clause_by_clause(contest: Contest, says: Sequence[Say], lang: str) -> Iterator[str]:
    """Yield the sentences of these clauses over all rounds and blocks."""
    for say in says:
        said = {
            (one.slug, block): _lines(say(contest.rules_for(one.slug, block), lang))
            for one in contest.rounds
            for block in contest.block_slugs()
        }
        for line in _in_order(list(said.values())):
            for label in _labels(contest, {place for place, lines in said.items() if line in lines}, lang):
                yield label + line[0]


def _lines(said: Iterator[str]) -> list[Line]:
    before, lines = Counter[str](), list[Line]()
    for one in said:
        lines.append((one, before[one]))
        before[one] += 1
    return lines


def _in_order(told: Sequence[list[Line]]) -> list[Line]:
    """Every line once; one that some places do not say stands before what all of them say next."""
    order: list[Line] = []
    for lines in told:
        at = len(order)
        for line in reversed(lines):
            if line in order:
                at = order.index(line)
            else:
                order.insert(at, line)
    return order


def _labels(contest: Contest, places: set[tuple[str, str | None]], lang: str) -> Iterator[str]:
    """The rounds and blocks that a sentence holds for, rounds with the same blocks together."""
    everywhere, alike = contest.block_slugs(), dict[Blocks, list[str]]()
    for one in contest.rounds:
        blocks = tuple(block for block in everywhere if (one.slug, block) in places)
        alike.setdefault(blocks, []).append(one.title.say(lang))
    alike.pop((), None)
    for blocks, titles in alike.items():
        rounds = listed(titles, lang) if len(titles) < len(contest.rounds) else ""
        within = [one.title.say(lang) for one in contest.blocks if one.slug in blocks]
        people = listed(within, lang) if len(within) < len(contest.blocks) else ""
        yield _label(rounds, people)


def _label(rounds: str, people: str) -> str:
    if rounds and people:
        return f"{rounds} ({people}): "
    return f"{rounds or people}: " if rounds or people else ""
