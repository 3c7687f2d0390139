"""What nobody can ever reach: marks above what a sheet gives."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial

from quiz.rules import metric
from quiz.rules.applied import RoundRules
from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.checks.bounds import LARGEST
from quiz.rules.clauses import Bonus, ScoringRule, Which
from quiz.rules.contest import Combine, Contest, Table
from quiz.rules.faults import Fault
from quiz.rules.guess import Guess
from quiz.rules.keys import Key
from quiz.rules.stating import home
from quiz.rules.toml_lines import KeyPath

UNUSED = (
    'dự đoán được hỏi nhưng không dùng vào việc gì; hãy thêm vào ranking.chain hoặc để kind = "none".',
    'the prediction is asked and used for nothing; add it to ranking.chain or use kind = "none".',
)
EVERY_UNIT = (
    "không nêu groups hay units nên mọi đơn vị, ở mọi cấp, đứng chung một bảng; không phải ý đó thì hãy nêu.",
    "without groups and units every unit of every level stands in one table; state them if not meant.",
)
BY_NOTHING = (
    "có phép chia cho 0 nên không đơn vị nào xếp hạng được; hãy sửa số chia.",
    "divides by 0, so no unit could ever be ranked; correct the divisor.",
)
BEYOND = (
    f"có số lớn hơn {LARGEST}; hãy viết số nhỏ hơn.",
    f"has a number above {LARGEST}; write a smaller one.",
)


def best_answer(scoring: ScoringRule) -> Decimal:
    """Return the most that one question gives."""
    return max(scoring.right, scoring.wrong, scoring.blank)


def most_marks(scoring: ScoringRule, questions: int) -> Decimal | None:
    """Return the most that so many questions give in one attempt, None where bonus points have no bound."""
    best = best_answer(scoring) * questions
    if scoring.bonus is Bonus.IGNORE:
        return best
    return None if scoring.bonus_cap is None else best + scoring.bonus_cap


def reach_faults(contest: Contest) -> Iterator[Fault]:
    """Yield every bound that nobody can reach, and every metric that divides by nothing."""
    for number, one in enumerate(contest.rounds):
        for block in contest.block_slugs():
            yield from _round(contest, number, contest.rules_for(one.slug, block))
    if contest.overall.combine is not Combine.NONE:
        most = _most_together(contest)
        asked = contest.overall.qualification.minimum_score
        if most is not None and asked is not None and asked > most:
            yield _too_high(("overall", "qualification", "minimum_score"), asked, most)
    for number, table in enumerate(contest.collectives):
        yield from _table(contest, table, ("collectives", number))


def reach_warnings(contest: Contest) -> Iterator[Fault]:
    """Yield every prediction that is asked and used for nothing, and tables that name no units."""
    for number, table in enumerate(contest.collectives):
        if not table.groups and not table.units:
            yield Fault(("collectives", number, "groups"), *EVERY_UNIT)
    for number, one in enumerate(contest.rounds):
        for block in contest.block_slugs():
            if one.counts is CountsFrom.OWN and not _predicted_for_use(contest, one, block):
                yield Fault(home(contest, number, block, "prediction", "kind"), *UNUSED)


def _round(contest: Contest, number: int, rules: RoundRules) -> Iterator[Fault]:
    asked, correct = rules.qualification.minimum_score, rules.qualification.minimum_correct
    sources = _sources(contest, rules)
    most = _highest(sources)
    at = partial(home, contest, number, rules.block, "qualification")
    if most is not None and asked is not None and asked > most:
        yield _too_high(at("minimum_score"), asked, most)
    questions = max(one.paper.questions for one in sources)
    if correct is not None and correct > questions and not _adds_days(rules):
        yield _too_high(at("minimum_correct"), correct, questions)


def _table(contest: Contest, table: Table, path: KeyPath) -> Iterator[Fault]:
    marks = [most_marks(one.scoring, one.paper.questions) for one in _own(contest)]
    for key, expression in table.expressions:
        tree = metric.parse(expression)
        if metric.largest_number(tree) > LARGEST:
            yield Fault((*path, *key), *BEYOND)
            continue
        if metric.divides_by_nothing(tree):
            yield Fault((*path, *key), *BY_NOTHING)
        most = max((one for one in marks if one is not None), default=None)
        for asked in metric.marks(tree):
            if most is not None and None not in marks and asked > Fraction(most):
                yield _too_high((*path, *key), float(asked), most)


def _too_high(path: KeyPath, asked: object, most: Decimal | int) -> Fault:
    said = f"{most:f}" if isinstance(most, Decimal) else f"{most}"
    return Fault(
        path,
        f"không ai đạt được {asked}: nhiều nhất là {said} theo số câu và thang điểm; hãy sửa cho khớp.",
        f"nobody can reach {asked}: questions and scoring give {said} at most; make them agree.",
    )


def _own(contest: Contest) -> list[RoundRules]:
    """The rules of every round, in every block, that people play themselves."""
    played = [one for one in contest.rounds if one.counts is CountsFrom.OWN]
    return [contest.rules_for(one.slug, block) for one in played for block in contest.block_slugs()]


def _sources(contest: Contest, rules: RoundRules) -> list[RoundRules]:
    """The rules under which the attempts come about that this round ranks."""
    if rules.round.counts is CountsFrom.OWN:
        return [rules]
    return [one for one in _own(contest) if one.block == rules.block] or [rules]


def _highest(sources: list[RoundRules]) -> Decimal | None:
    highest = Decimal(0)
    for one in sources:
        most = most_marks(one.scoring, one.paper.questions)
        if most is None or _adds_days(one):
            return None
        highest = max(highest, most)
    return highest


def _most_together(contest: Contest) -> Decimal | None:
    """The most over all rounds; adding up where the rounds add up."""
    slugs = {one.round.slug for one in _own(contest)}
    highest = [_highest([one for one in _own(contest) if one.round.slug == slug]) for slug in slugs]
    known = [one for one in highest if one is not None]
    if len(known) < len(highest):
        return None
    adds = contest.overall.combine is Combine.SUM_OF_ROUNDS
    return sum(known, Decimal(0)) if adds else max(known, default=None)


def _adds_days(rules: RoundRules) -> bool:
    return rules.counting.which is Which.SUM_OF_DAYS


def _predicted_for_use(contest: Contest, one: Round, block: str | None) -> bool:
    """Is the prediction not asked, or used by its round, one above it, or the contest?"""
    kind = contest.rules_for(one.slug, block).prediction.kind
    if kind is Guess.NONE:
        return True
    key = Key.PREDICTION if kind is Guess.NUMBER else Key.EXTRA
    chains = [contest.overall.ranking] if contest.overall.combine is not Combine.NONE else []
    at: Round | None = one
    while at is not None:
        rules = contest.rules_for(at.slug, block)
        if rules.qualification.prediction_within is not None:
            return True
        chains.append(rules.ranking)
        at = None if at.parent is None else contest.round(at.parent)
    return any(own.key is key for rule in chains for own in rule.chain)
