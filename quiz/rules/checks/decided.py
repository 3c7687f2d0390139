"""People whom a decision of the rulebook names and no list has."""

from collections.abc import Collection, Iterator

from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath


def unknown_people(contest: Contest, codes: Collection[str]) -> list[Fault]:
    """Return a note for every decision that names somebody who is not among these."""
    return [fault for path, rule in _rankings(contest) for fault in _strange(path, rule, codes)]


def _rankings(contest: Contest) -> Iterator[tuple[KeyPath, RankingRule]]:
    yield ("ranking",), contest.clauses.ranking
    yield ("overall", "ranking"), contest.overall.ranking
    own = [(("rounds", number, "ranking"), one.ranking) for number, one in enumerate(contest.rounds)]
    own += [(("blocks", number, "ranking"), one.ranking) for number, one in enumerate(contest.blocks)]
    for path, rule in own:
        # A layer without decisions of its own repeats those of the contest.
        if rule is not None and rule.decisions != contest.clauses.ranking.decisions:
            yield path, rule


def _strange(path: KeyPath, rule: RankingRule, codes: Collection[str]) -> Iterator[Fault]:
    for number, one in enumerate(rule.decisions):
        lacking = [f"“{who}”" for who in (*one.order, *one.behind) if who not in codes]
        if lacking:
            named = ", ".join(lacking)
            yield Fault(
                (*path, "decisions", number),
                f"không ai mang mã {named} trong danh sách; hãy xem lại mã.",
                f"no list has anybody of code {named}; check the code.",
            )
