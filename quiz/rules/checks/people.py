"""Contradictions in the clauses about who may take part."""

from collections.abc import Iterator

from quiz.rules.contest import Contest, Joined
from quiz.rules.declaring import RELATIVES
from quiz.rules.faults import Fault
from quiz.rules.registration import AgeAt, Eligibility
from quiz.rules.toml_lines import KeyPath

# Who signs up must be asked what a clause judges by.
AGE_ASKED = (
    "giới hạn tuổi cần ngày sinh; hãy thêm trường birth_date vào registration.fields, hoặc bỏ khoá này.",
    "an age limit needs the field birth_date; add it to registration.fields, or remove this key.",
)
NATION_ASKED = (
    "cần biết quốc tịch; hãy thêm trường nationality vào registration.fields, hoặc bỏ khoá này.",
    "needs the field nationality; add it to registration.fields, or remove this key.",
)
AGES_TURNED = (
    "phải lớn hơn hoặc bằng age_min; hãy sửa một trong hai.",
    "must not be below age_min; correct either.",
)
TAKEN = (
    f"slug “{RELATIVES}” dành cho lời cam đoan khi relatives_excluded = true; hãy đặt tên khác.",
    f"the slug “{RELATIVES}” is that of the declaration where relatives_excluded = true; use another.",
)


def eligibility_faults(contest: Contest) -> Iterator[Fault]:
    """Yield ages that cannot be, and clauses that judge by what nobody is asked."""
    yield from _ages(contest.eligibility, ("eligibility",))
    for number, one in enumerate(contest.blocks):
        if one.eligibility is not None:
            yield from _ages(one.eligibility, ("blocks", number, "eligibility"))
    yield from _unasked(contest)
    slugs = [one.slug for one in contest.registration.consents]
    if any(one.relatives_excluded for one in contest.eligibilities) and RELATIVES in slugs:
        yield Fault(("registration", "consents", slugs.index(RELATIVES), "slug"), *TAKEN)


def written_eligibility_faults(contest: Contest) -> Iterator[Fault]:
    """Yield ages of blocks that nobody's date of birth tells; stored rulebooks may hold them."""
    if contest.registration.field("birth_date") is not None:
        return
    for number, one in enumerate(contest.blocks):
        path: KeyPath = ("blocks", number)
        if one.joined is Joined.AGE:
            yield Fault((*path, "joined"), *AGE_ASKED)
        for key in ("age_min", "age_max"):
            own = getattr(one.eligibility, key, None)
            if own is not None and own != getattr(contest.eligibility, key):
                yield Fault((*path, "eligibility", key), *AGE_ASKED)


def _unasked(contest: Contest) -> Iterator[Fault]:
    names = {one.name for one in contest.registration.fields}
    ages = [key for key in ("age_min", "age_max") if getattr(contest.eligibility, key) is not None]
    if ages and "birth_date" not in names:
        yield Fault(("eligibility", ages[0]), *AGE_ASKED)
    if "nationality" in names:
        return
    if contest.eligibility.nationality:
        yield Fault(("eligibility", "nationality"), *NATION_ASKED)
    for number, one in enumerate(contest.blocks):
        own = "" if one.eligibility is None else one.eligibility.nationality
        if own and own != contest.eligibility.nationality:
            yield Fault(("blocks", number, "eligibility", "nationality"), *NATION_ASKED)


def _ages(rule: Eligibility, path: KeyPath) -> Iterator[Fault]:
    if rule.age_min is not None and rule.age_max is not None and rule.age_min > rule.age_max:
        yield Fault((*path, "age_max"), *AGES_TURNED)
    if rule.age_at is AgeAt.DATE and rule.age_date is None:
        yield Fault(
            (*path, "age_date"),
            'cần ngày tính tuổi khi age_at = "date"; hãy nêu ngày.',
            'is needed when age_at = "date"; state it.',
        )
