"""Contradictions in the clauses about who may take part."""

from collections.abc import Iterator

from quiz.rules.contest import Contest
from quiz.rules.declaring import RELATIVES
from quiz.rules.faults import Fault
from quiz.rules.registration import AgeAt, Eligibility
from quiz.rules.toml_lines import KeyPath

# Who signs up must be asked what a clause judges by.
AGE_ASKED = ("có giới hạn tuổi thì phải hỏi birth_date.", "an age limit needs the field birth_date.")
NATION_ASKED = (
    "có quy định quốc tịch (eligibility.nationality) thì phải hỏi nationality.",
    "a clause about nationality needs the field nationality.",
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
    fields: KeyPath = ("registration", "fields")
    names = {one.name for one in contest.registration.fields}
    ages = contest.eligibility.age_min is not None or contest.eligibility.age_max is not None
    if ages and "birth_date" not in names:
        yield Fault(fields, *AGE_ASKED)
    if any(one.nationality for one in contest.eligibilities) and "nationality" not in names:
        yield Fault(fields, *NATION_ASKED)
    slugs = [one.slug for one in contest.registration.consents]
    if any(one.relatives_excluded for one in contest.eligibilities) and RELATIVES in slugs:
        yield Fault(("registration", "consents", slugs.index(RELATIVES), "slug"), *TAKEN)


def _ages(rule: Eligibility, path: KeyPath) -> Iterator[Fault]:
    if rule.age_min is not None and rule.age_max is not None and rule.age_min > rule.age_max:
        yield Fault((*path, "age_max"), "phải lớn hơn hoặc bằng age_min.", "must not be below age_min.")
    if rule.age_at is AgeAt.DATE and rule.age_date is None:
        yield Fault(
            (*path, "age_date"), 'cần ngày tính tuổi khi age_at = "date".', 'is needed when age_at = "date".'
        )
