"""Clauses that nothing would ever read: refused where a rulebook is written, never where one is stored."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from quiz.rules.awards import Prize, Special
from quiz.rules.clauses import Bonus, Draw
from quiz.rules.contest import Block, Combine, Contest, Joined
from quiz.rules.display import Live
from quiz.rules.faults import Fault
from quiz.rules.registration import Eligibility
from quiz.rules.stating import home
from quiz.rules.toml_lines import KeyPath

NO_OVERALL = (
    'các giải này không trao được vì combine = "none"; hãy nêu "best" hoặc "sum_of_rounds", hoặc bỏ giải.',
    'are never given, for combine = "none"; state "best" or "sum_of_rounds", or remove the prizes.',
)
NEVER_FROZEN = (
    '"frozen" cần mốc dừng số liệu; hãy nêu frozen_before, như frozen_before = "1 day".',
    '"frozen" needs to know when figures stop; state frozen_before, as frozen_before = "1 day".',
)
OPEN_LIST = (
    "danh sách này chỉ dùng khi closed_list = true; hãy nêu closed_list = true hoặc bỏ listed.",
    "this list is read only with closed_list = true; state that, or remove listed.",
)
NO_STRATA = (
    'chỉ dùng khi draw = "stratified"; hãy đổi draw hoặc bỏ strata.',
    'are read only with draw = "stratified"; change draw, or remove strata.',
)
NO_BONUS = (
    'chỉ dùng khi bonus = "add"; hãy đổi bonus hoặc bỏ bonus_cap.',
    'is read only with bonus = "add"; change bonus, or remove bonus_cap.',
)
FREE_PRACTICE = (
    "không giới hạn được: thi thử không cần đăng nhập và không lưu gì; hãy bỏ khoá này.",
    "cannot be limited: practice needs no sign-in and keeps nothing; remove the key.",
)
NO_AGES = (
    'khối theo tuổi (joined = "age") cần age_min hoặc age_max; hãy nêu, hoặc đổi joined.',
    'a block by age (joined = "age") needs age_min or age_max; state one, or change joined.',
)
AGES_UNREAD = (
    'chỉ dùng khi joined = "age"; hãy đổi joined, hoặc nêu tuổi trong eligibility của khối.',
    'is read only with joined = "age"; change joined, or state the ages in the block\'s eligibility.',
)
UNITS_AGELESS = (
    "đơn vị không có tuổi nên giải của bảng tập thể chỉ xét theo hạng; hãy bỏ khoá này.",
    "units have no age, so the prizes of their tables go by place alone; remove this key.",
)
UNITS_UNWEIGHED = (
    "trọng số chỉ tính cho giải cá nhân; hãy bỏ khoá này ở giải của bảng tập thể.",
    "only individual prizes are weighed; remove this key from the prize of a table of units.",
)


def idle_faults(contest: Contest) -> Iterator[Fault]:
    """Yield every clause that another clause keeps from taking effect."""
    if contest.overall.combine is Combine.NONE and contest.prizes.tiers:
        yield Fault(("overall", "prizes", "tiers"), *NO_OVERALL)
    shown = contest.publication
    for key in ("counts", "unit_table", "board"):
        if getattr(shown, key) is Live.FROZEN and shown.frozen_before <= timedelta(0):
            yield Fault(("publication", key), *NEVER_FROZEN)
    yield from _list(contest.eligibility, ("eligibility",))
    for number, block in enumerate(contest.blocks):
        yield from _block(block, ("blocks", number))
    for number, table in enumerate(contest.collectives):
        yield from _prizes_of_units(table.prizes, ("collectives", number, "prizes"))
    for number in range(len(contest.rounds)):
        for slug in contest.block_slugs():
            yield from _clauses(contest, number, slug)


def _list(rule: Eligibility | None, path: KeyPath) -> Iterator[Fault]:
    if rule is not None and rule.listed and not rule.closed_list:
        yield Fault((*path, "listed"), *OPEN_LIST)


def _block(block: Block, path: KeyPath) -> Iterator[Fault]:
    ages = [key for key in ("age_min", "age_max") if getattr(block, key) is not None]
    if block.joined is Joined.AGE and not ages:
        yield Fault((*path, "joined"), *NO_AGES)
    if block.joined is not Joined.AGE:
        yield from (Fault((*path, key), *AGES_UNREAD) for key in ages)
    yield from _list(block.eligibility, (*path, "eligibility"))


def _prizes_of_units(prizes: Sequence[Prize], path: KeyPath) -> Iterator[Fault]:
    for number, one in enumerate(prizes):
        if one.special is not Special.NONE:
            yield Fault((*path, number, "special"), *UNITS_AGELESS)
        if one.weight != 1:
            yield Fault((*path, number, "weight"), *UNITS_UNWEIGHED)


def _clauses(contest: Contest, number: int, block: str | None) -> Iterator[Fault]:
    rules = contest.rules_for(contest.rounds[number].slug, block)
    if rules.paper.strata and rules.paper.draw is not Draw.STRATIFIED:
        yield Fault(home(contest, number, block, "paper", "strata"), *NO_STRATA)
    if rules.attempts.practice is not None:
        yield Fault(home(contest, number, block, "attempts", "practice"), *FREE_PRACTICE)
    if rules.scoring.bonus_cap is not None and rules.scoring.bonus is Bonus.IGNORE:
        yield Fault(home(contest, number, block, "scoring", "bonus_cap"), *NO_BONUS)
