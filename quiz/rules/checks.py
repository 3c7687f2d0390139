"""Contradictions inside a rulebook, and what is allowed but deserves a warning."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

from quiz.rules import metric
from quiz.rules.applied import RoundRules
from quiz.rules.contest import Block, Contest, Joined, Table
from quiz.rules.faults import Fault
from quiz.rules.item_checks import item_faults
from quiz.rules.keys import Key
from quiz.rules.people_checks import eligibility_faults
from quiz.rules.reach_checks import reach_warnings
from quiz.rules.registration import FieldKind
from quiz.rules.rules_checks import rules_faults, rules_warnings
from quiz.rules.toml_lines import KeyPath

KINDS = {"birth_date": FieldKind.DATE, "phone": FieldKind.PHONE, "unit": FieldKind.UNIT}
INSIDE_ITSELF = (
    "vòng thi nằm trong chính nó; hãy nêu vòng khác làm parent, hoặc bỏ khoá này.",
    "the round lies inside itself; name another round as its parent, or remove the key.",
)
FIT = re.compile(r"[^\s/\\?#%\"<>]+")


def contradictions(contest: Contest) -> list[Fault]:
    """Return everything in the rulebook that cannot hold."""
    if not contest.rounds:
        return [
            Fault(
                ("rounds",),
                "cần ít nhất một vòng thi ([[rounds]]).",
                "at least one round is needed ([[rounds]]).",
            )
        ]
    faults = [*_names(contest), *_calendar(contest), *_blocks(contest), *_registration(contest)]
    faults += [*eligibility_faults(contest), *_collectives(contest), *_references(contest)]
    if faults:
        return faults
    found = [fault for rules, path in applied(contest) for fault in rules_faults(rules, path)]
    return [*found, *item_faults(contest), *_overall(contest)]


def warnings(contest: Contest) -> list[Fault]:
    """Return what the rulebook may state but probably does not mean, each once."""
    found = [fault for rules, path in applied(contest) for fault in rules_warnings(rules, path)]
    found += reach_warnings(contest)
    return list({fault.path: fault for fault in found}.values())


def applied(contest: Contest) -> Iterator[tuple[RoundRules, KeyPath]]:
    """Yield the rules of every round and block with the key of the round."""
    for number, one in enumerate(contest.rounds):
        for block in contest.block_slugs():
            yield contest.rules_for(one.slug, block), ("rounds", number)


def _names(contest: Contest) -> Iterator[Fault]:
    if "vi" not in contest.languages:
        yield Fault(("languages",), 'phải có tiếng Việt "vi".', 'Vietnamese "vi" must be among them.')
    yield from _unfit_for_addresses(contest)
    yield from _twice("rounds", "slug", [one.slug for one in contest.rounds])
    yield from _twice("rounds", "number", [str(one.number) for one in contest.rounds])
    yield from _twice("blocks", "slug", [one.slug for one in contest.blocks])
    yield from _twice("collectives", "slug", [one.slug for one in contest.collectives])


def _twice(table: str, key: str, values: list[str]) -> Iterator[Fault]:
    for number, value in enumerate(values):
        if value in values[:number]:
            said = (
                f"“{value}” đã dùng ở trên; mỗi mục cần một giá trị riêng.",
                f"“{value}” is used above; each needs its own.",
            )
            yield Fault((table, number, key), *said)


def _unfit_for_addresses(contest: Contest) -> Iterator[Fault]:
    named: list[tuple[KeyPath, str]] = [(("slug",), contest.slug)]
    for table in ("rounds", "blocks", "collectives"):
        named += [((table, number, "slug"), one.slug) for number, one in enumerate(getattr(contest, table))]
    for path, slug in named:
        if not FIT.fullmatch(slug):
            yield Fault(
                path,
                f"“{slug}” đứng trong địa chỉ trang: chỉ dùng chữ, số và dấu gạch nối, không có dấu cách.",
                f"“{slug}” stands in addresses: use letters, digits and hyphens, no spaces.",
            )


def _calendar(contest: Contest) -> Iterator[Fault]:
    slugs = {one.slug: one for one in contest.rounds}
    for number, one in enumerate(contest.rounds):
        path: KeyPath = ("rounds", number)
        if one.closes <= one.opens:
            yield Fault(
                (*path, "closes"), "vòng thi phải đóng sau khi mở.", "the round must close after it opens."
            )
        if one.grace < timedelta(0):
            yield Fault((*path, "grace"), "không được âm.", "must not be negative.")
        if one.parent is not None and one.parent not in slugs:
            yield _absent((*path, "parent"), one.parent, slugs)
        if _above_itself(contest, one.slug):
            yield Fault((*path, "parent"), *INSIDE_ITSELF)


def _above_itself(contest: Contest, slug: str) -> bool:
    parents = {one.slug: one.parent for one in contest.rounds}
    at, steps = parents[slug], 0
    while at is not None and at != slug and steps <= len(parents):
        at, steps = parents.get(at), steps + 1
    return at == slug


def _all_known(path: KeyPath, named: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    for number, name in enumerate(named):
        if name not in known:
            yield _absent((*path, number), name, known)


def _absent(path: KeyPath, name: str, known: Iterable[str]) -> Fault:
    names = ", ".join(known)
    if not names:
        said = (
            "và không có mục nào để chọn; hãy bỏ đi hoặc thêm mục ấy.",
            "nor any other; remove it, or add it.",
        )
        return Fault(path, f"không có “{name}”, {said[0]}", f"there is no “{name}”, {said[1]}")
    return Fault(
        path,
        f"không có “{name}”; hãy dùng một trong: {names}.",
        f"there is no “{name}”; use one of: {names}.",
    )


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
                "cần nêu nhóm đơn vị của khối.",
                "name the unit groups of the block.",
            )


def _overlap(number: int, key: str, one: Block) -> Fault:
    return Fault(
        ("blocks", number, key),
        f"khối này chồng lấn với khối “{one.slug}”; mỗi người chỉ được thuộc một khối.",
        f"this block overlaps with “{one.slug}”; a person belongs to one block only.",
    )


def _ages_meet(one: Block, other: Block) -> bool:
    far = 200
    low = max(one.age_min or 0, other.age_min or 0)
    return low <= min(
        far if one.age_max is None else one.age_max, far if other.age_max is None else other.age_max
    )


def _fields(contest: Contest) -> Iterator[Fault]:
    for number, one in enumerate(contest.registration.fields):
        path: KeyPath = ("registration", "fields", number)
        kind = KINDS.get(one.name, one.kind)
        if one.kind is not kind:
            said = (
                f'trường {one.name} phải có kind = "{kind}".',
                f'the field {one.name} needs kind = "{kind}".',
            )
            yield Fault((*path, "kind"), *said)
        if one.kind is FieldKind.CHOICE and not one.options and one.name != "block":
            yield Fault((*path, "options"), "cần nêu các lựa chọn.", "name the options to choose from.")


def _registration(contest: Contest) -> Iterator[Fault]:
    yield from _fields(contest)
    names = [one.name for one in contest.registration.fields]
    yield from _twice("registration.fields", "name", names)
    yield from _all_known(("registration", "identity"), contest.registration.identity, names)
    if contest.registration.phone_shared_by < 1:
        yield Fault(("registration", "phone_shared_by"), "phải từ 1 trở lên.", "must be at least 1.")


def _collectives(contest: Contest) -> Iterator[Fault]:
    blocks = [one.slug for one in contest.blocks]
    for number, table in enumerate(contest.collectives):
        path: KeyPath = ("collectives", number)
        yield from _expressions(table, path)
        yield from _all_known((*path, "blocks"), table.blocks, blocks)


def _expressions(table: Table, path: KeyPath) -> Iterator[Fault]:
    used: set[str] = set()
    for key, expression in table.expressions:
        try:
            used |= metric.names(metric.parse(expression))
        except metric.MetricError as error:
            yield Fault((*path, *key), *error.said)
    if table.cap is not None and Fraction(table.cap) and "ratio" not in used:
        yield Fault((*path, "cap"), "cap chỉ áp dụng cho ratio.", "cap applies to ratio only.")


def _references(contest: Contest) -> Iterator[Fault]:
    slugs = [one.slug for one in contest.rounds]
    for number, one in enumerate(contest.progressions):
        path: KeyPath = ("progressions", number)
        yield from _all_known((*path, "rounds"), one.rounds, slugs)
        late = [
            name
            for name in one.rounds
            if one.to in slugs and name in slugs and _not_before(contest, name, one.to)
        ]
        if late:
            yield Fault(
                (*path, "rounds"),
                f"{late[0]} phải đóng trước {one.to}.",
                f"{late[0]} must close before {one.to}.",
            )
    for number, more in enumerate(contest.extensions):
        if more.round not in slugs:
            yield _absent(("extensions", number, "round"), more.round, slugs)


def _not_before(contest: Contest, name: str, to: str) -> bool:
    return contest.round(name).closes > contest.round(to).opens


def _overall(contest: Contest) -> Iterator[Fault]:
    chain = [one.key for one in contest.overall.ranking.chain]
    if Key.PREDICTION in chain and len(contest.rounds) > 1:
        said = (
            "dự đoán chỉ so được trong từng vòng; bỏ khoá prediction ở đây.",
            "predictions compare inside a round only; remove prediction here.",
        )
        yield Fault(("overall", "ranking", "chain"), *said)
