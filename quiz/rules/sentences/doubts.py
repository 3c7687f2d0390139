"""What a rulebook allows but probably does not mean, as sentences that name the rounds they speak of."""

from collections.abc import Iterator

from quiz.rules.checks.clauses import rules_warnings
from quiz.rules.checks.reach import reach_warnings
from quiz.rules.checks.rulebook import applied
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.sentences.wording import pick
from quiz.rules.text import Text
from quiz.rules.toml_lines import KeyPath


def doubts(contest: Contest, lang: str) -> Iterator[str]:
    """Yield every such sentence once, for all rounds and blocks together."""
    found: dict[str, list[Text]] = {}
    for titles, fault in _found(contest):
        found.setdefault(pick(lang, fault.vi, fault.en), []).extend(titles)
    everywhere = [one.title for one in contest.rounds]
    for said, titles in found.items():
        named = ", ".join(f"“{one.say(lang)}”" for one in dict.fromkeys(titles))
        if len(everywhere) > 1 and set(everywhere) <= set(titles):
            named = pick(lang, "mọi vòng", "every round")
        yield pick(lang, f"Ở {named}, {said}", f"In {named}, {said}")


def _found(contest: Contest) -> Iterator[tuple[list[Text], Fault]]:
    for rules in applied(contest):
        yield from (([rules.round.title], fault) for fault in rules_warnings(contest, rules))
    yield from ((_spoken_of(contest, fault.path), fault) for fault in reach_warnings(contest))


def _spoken_of(contest: Contest, path: KeyPath) -> list[Text]:
    """The titles of the round or block that states the clause, else of the rounds that take the contest's."""
    if path[0] == "rounds":
        return [contest.rounds[int(path[1])].title]
    if path[0] == "blocks":
        return [contest.blocks[int(path[1])].title]
    return [one.title for one in contest.rounds if getattr(one, str(path[0]), None) is None]
