"""Contradictions in what people are asked when they sign up."""

from collections.abc import Iterator

from quiz.rules.checks.naming import all_known, twice
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.registration import FieldKind
from quiz.rules.toml_lines import KeyPath

KINDS = {"birth_date": FieldKind.DATE, "phone": FieldKind.PHONE, "unit": FieldKind.UNIT}
OPTIONLESS = ("cần nêu các lựa chọn; hãy thêm vào đây.", "name the options to choose from in this key.")
NOBODYS = (
    "phải từ 1 trở lên; hãy nêu số người được dùng chung một số.",
    "must be at least 1; state how many people may share a number.",
)


def registration_faults(contest: Contest) -> Iterator[Fault]:
    """Yield fields of a wrong kind, fields named twice and identities that nobody is asked for."""
    yield from _fields(contest)
    names = [one.name for one in contest.registration.fields]
    yield from twice(("registration", "fields"), "name", names)
    yield from all_known(("registration", "identity"), contest.registration.identity, names)
    if contest.registration.phone_shared_by < 1:
        yield Fault(("registration", "phone_shared_by"), *NOBODYS)


def _fields(contest: Contest) -> Iterator[Fault]:
    for number, one in enumerate(contest.registration.fields):
        path: KeyPath = ("registration", "fields", number)
        kind = KINDS.get(one.name, one.kind)
        if one.kind is not kind:
            said = (
                f'trường {one.name} phải có kind = "{kind}"; hãy sửa.',
                f'the field {one.name} needs kind = "{kind}"; correct it.',
            )
            yield Fault((*path, "kind"), *said)
        if one.kind is FieldKind.CHOICE and not one.options and one.name != "block":
            yield Fault((*path, "options"), *OPTIONLESS)
