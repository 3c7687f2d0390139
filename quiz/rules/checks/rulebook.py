"""Contradictions inside a rulebook, and what is allowed but deserves a warning."""

import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

from quiz.rules import metric
from quiz.rules.applied import RoundRules
from quiz.rules.checks.bounds import NEGATIVE
from quiz.rules.checks.clauses import rules_faults, rules_warnings
from quiz.rules.checks.fields import registration_faults
from quiz.rules.checks.items import item_faults
from quiz.rules.checks.naming import absent, all_known, twice
from quiz.rules.checks.people import eligibility_faults
from quiz.rules.checks.reach import reach_warnings
from quiz.rules.contest import Block, Contest, Joined, Table
from quiz.rules.faults import Fault
from quiz.rules.keys import Key
from quiz.rules.toml_lines import KeyPath

INSIDE_ITSELF = (
    "vòng thi nằm trong chính nó; hãy nêu vòng khác làm parent, hoặc bỏ khoá này.",
    "the round lies inside itself; name another round as its parent, or remove the key.",
)
CAPLESS = (
    "cap chỉ áp dụng cho ratio; hãy bỏ khoá này, hoặc dùng ratio trong metric.",
    "cap applies to ratio only; remove this key, or use ratio in the metric.",
)
FIT = re.compile(r"[^\s/\\?#%\"<>]+")


def contradictions(contest: Contest) -> list[Fault]:
    """Return everything in the rulebook that cannot hold."""
    if not contest.rounds:
        return [
            Fault(
                ("rounds",),
                "cần ít nhất một vòng thi; hãy thêm một mục [[rounds]].",
                "at least one round is needed; add a table [[rounds]].",
            )
        ]
    faults = [*_names(contest), *_calendar(contest), *_blocks(contest), *registration_faults(contest)]
    faults += [*eligibility_faults(contest), *_collectives(contest), *_references(contest)]
    if faults:
        return faults
    found = [fault for rules in applied(contest) for fault in rules_faults(contest, rules)]
    return [*found, *item_faults(contest), *_overall(contest)]


def warnings(contest: Contest) -> list[Fault]:
    """Return what the rulebook may state but probably does not mean, each once."""
    found = [fault for rules in applied(contest) for fault in rules_warnings(contest, rules)]
    found += reach_warnings(contest)
    return list({fault.path: fault for fault in found}.values())


def applied(contest: Contest) -> Iterator[RoundRules]:
    """Yield the rules of every round and block."""
    for one in contest.rounds:
        for block in contest.block_slugs():
            yield contest.rules_for(one.slug, block)


def _names(contest: Contest) -> Iterator[Fault]:
    if "vi" not in contest.languages:
        yield Fault(
            ("languages",), 'phải có tiếng Việt; hãy thêm "vi".', 'Vietnamese must be among them; add "vi".'
        )
    yield from _unfit_for_addresses(contest)
    yield from twice(("rounds",), "slug", [one.slug for one in contest.rounds])
    yield from twice(("rounds",), "number", [str(one.number) for one in contest.rounds])
    yield from twice(("blocks",), "slug", [one.slug for one in contest.blocks])
    yield from twice(("collectives",), "slug", [one.slug for one in contest.collectives])


def _unfit_for_addresses(contest: Contest) -> Iterator[Fault]:
    named: list[tuple[KeyPath, str]] = [(("slug",), contest.slug)]
    for table in ("rounds", "blocks", "collectives"):
        named += [((table, number, "slug"), one.slug) for number, one in enumerate(getattr(contest, table))]
    for path, slug in named:
        if not FIT.fullmatch(slug):
            yield Fault(
                path,
                f"“{slug}” đứng trong địa chỉ trang: hãy chỉ dùng chữ, số và gạch nối, không có dấu cách.",
                f"“{slug}” stands in addresses: use letters, digits and hyphens, no spaces.",
            )


def _calendar(contest: Contest) -> Iterator[Fault]:
    slugs = {one.slug: one for one in contest.rounds}
    for number, one in enumerate(contest.rounds):
        path: KeyPath = ("rounds", number)
        if one.closes <= one.opens:
            yield Fault(
                (*path, "closes"),
                "vòng thi phải đóng sau khi mở; hãy sửa opens hoặc closes.",
                "the round must close after it opens; correct opens or closes.",
            )
        if one.grace < timedelta(0):
            yield Fault((*path, "grace"), *NEGATIVE)
        if one.parent is not None and one.parent not in slugs:
            yield absent((*path, "parent"), one.parent, slugs)
        if _above_itself(contest, one.slug):
            yield Fault((*path, "parent"), *INSIDE_ITSELF)


def _above_itself(contest: Contest, slug: str) -> bool:
    parents = {one.slug: one.parent for one in contest.rounds}
    at, steps = parents[slug], 0
    while at is not None and at != slug and steps <= len(parents):
        at, steps = parents.get(at), steps + 1
    return at == slug


def _blocks(contest: Contest) -> Iterator[Fault]:
    numbered = list(enumerate(contest.blocks))
    for (_, one), (number, other) in combinations(numbered, 2):
        if one.joined is other.joined is Joined.UNIT and set(one.groups) & set(other.groups):
            yield _overlap(number, "groups", one)
        if one.joined is other.joined is Joined.AGE and _ages_meet(one, other):
            yield _overlap(number, "age_min", one)
    for number, one in numbered:
        if one.joined is Joined.UNIT and not one.groups:
            yield Fault(
                ("blocks", number, "groups"),
                "khối theo đơn vị cần nhóm đơn vị; hãy nêu ở groups, hoặc đổi joined.",
                "a block by unit needs unit groups: name them in groups, or change joined.",
            )


def _overlap(number: int, key: str, one: Block) -> Fault:
    return Fault(
        ("blocks", number, key),
        f"khối này chồng lấn với khối “{one.slug}”; mỗi người chỉ thuộc một khối, hãy sửa cho tách rời.",
        f"this block overlaps with “{one.slug}”; a person belongs to one block only, so part them.",
    )


def _ages_meet(one: Block, other: Block) -> bool:
    far = 200
    low = max(one.age_min or 0, other.age_min or 0)
    return low <= min(
        far if one.age_max is None else one.age_max, far if other.age_max is None else other.age_max
    )


def _collectives(contest: Contest) -> Iterator[Fault]:
    blocks = [one.slug for one in contest.blocks]
    for number, table in enumerate(contest.collectives):
        path: KeyPath = ("collectives", number)
        yield from _expressions(table, path)
        yield from all_known((*path, "blocks"), table.blocks, blocks)


def _expressions(table: Table, path: KeyPath) -> Iterator[Fault]:
    used: set[str] = set()
    for key, expression in table.expressions:
        try:
            used |= metric.names(metric.parse(expression))
        except metric.MetricError as error:
            yield Fault((*path, *key), *error.said)
    if table.cap is not None and Fraction(table.cap) and "ratio" not in used:
        yield Fault((*path, "cap"), *CAPLESS)


def _references(contest: Contest) -> Iterator[Fault]:
    slugs = [one.slug for one in contest.rounds]
    for number, one in enumerate(contest.progressions):
        path: KeyPath = ("progressions", number)
        yield from all_known((*path, "rounds"), one.rounds, slugs)
        late = [
            name
            for name in one.rounds
            if one.to in slugs and name in slugs and _not_before(contest, name, one.to)
        ]
        if late:
            yield Fault(
                (*path, "rounds"),
                f"{late[0]} phải đóng trước khi {one.to} mở; hãy sửa thời gian, hoặc bỏ vòng ấy ở đây.",
                f"{late[0]} must close before {one.to} opens; correct the times, or leave it out here.",
            )
    for number, more in enumerate(contest.extensions):
        if more.round not in slugs:
            yield absent(("extensions", number, "round"), more.round, slugs)


def _not_before(contest: Contest, name: str, to: str) -> bool:
    return contest.round(name).closes > contest.round(to).opens


def _overall(contest: Contest) -> Iterator[Fault]:
    chain = [one.key for one in contest.overall.ranking.chain]
    if Key.PREDICTION in chain and len(contest.rounds) > 1:
        said = (
            "dự đoán chỉ so được trong từng vòng; hãy bỏ khoá prediction ở đây.",
            "predictions compare inside a round only; remove prediction here.",
        )
        yield Fault(("overall", "ranking", "chain"), *said)
