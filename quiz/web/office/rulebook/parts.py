"""The fields of the rulebook's form, made from the types of its clauses: one home for what may be stated."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from quiz.rules.calendar import Round
from quiz.rules.clauses import Clauses
from quiz.rules.codec import annotations as types_of
from quiz.rules.contest import Block, Contest
from quiz.rules.keys import Key, Order, RankKey
from quiz.rules.text import Text

# What rounds and blocks most often state for themselves has fields; the rest stands in one box as TOML.
LAYERED = (Round, Block)
OWN, OTHER = "own", "other"
FREQUENT = (
    ("paper", "questions"),
    ("time", "limit"),
    ("attempts", "per_day"),
    ("attempts", "per_round"),
    ("scoring", "right"),
    ("paper", "banks"),
)


def _choices(words: Any, *more: str) -> list[Any]:
    # The label is the word's name: a form is made once, its page is said in two languages.
    return [SelectChoice(str(one), f"{words.__name__}.{one}") for one in (*more, *words)]


class TextForm(Form):
    """One sentence in Vietnamese, in English, and line by line in other languages."""

    vi = TextAreaField(description="Text.vi")
    en = TextAreaField(description="Text.en")
    others = TextAreaField(description="Text.others")


class KeyForm(Form):
    """One key of a chain with its direction."""

    key = SelectField(choices=_choices(Key), description="RankKey.key", validate_choice=False)
    order = SelectField(choices=_choices(Order, ""), description="RankKey.order", validate_choice=False)


SPOKEN: dict[Any, type[Form]] = {Text: TextForm, RankKey: KeyForm}


@cache
def form_of(kind: Any) -> type[Form]:
    """The form of one dataclass of the rulebook."""
    if kind in SPOKEN:
        return SPOKEN[kind]
    hints = types_of(kind)
    made = {one: field_of(hints[one], f"{kind.__name__}.{one}") for one in stated(kind)}
    if kind in LAYERED:
        made[OWN] = FormField(own_form(), description=f"{kind.__name__}.{OWN}")
        made[OTHER] = TextAreaField(description=f"{kind.__name__}.{OTHER}")
    return type(f"{kind.__name__}Form", (Form,), made)


@cache
def own_form() -> type[Form]:
    """The form of what a round or block states for itself; an empty field states nothing."""
    made = {own_name(*key): _own_field(*key) for key in FREQUENT}
    return type("OwnForm", (Form,), made)


def own_name(clause: str, key: str) -> str:
    """The name of the field in which a round or block states this key."""
    return f"{clause}_{key}"


def own_hint(clause: str, key: str) -> Any:
    """The type of that key."""
    return types_of(types_of(Clauses)[clause])[key]


def _own_field(clause: str, key: str) -> Any:
    lines = get_origin(own_hint(clause, key)) is tuple
    return (TextAreaField if lines else StringField)(description=f"Own.{own_name(clause, key)}")


def rulebook_form() -> type[Form]:
    """The form of a whole rulebook."""
    return form_of(Contest)


def stated(kind: Any) -> tuple[str, ...]:
    """The keys of a dataclass that have fields of their own."""
    names = [one.name for one in fields(kind)]
    return tuple(name for name in names if name not in layered(kind))


def layered(kind: Any) -> tuple[str, ...]:
    """The clauses that a round or block may state over the contest's."""
    if kind not in LAYERED:
        return ()
    return tuple(
        name for name, hint in types_of(kind).items() if is_optional(hint) and is_dataclass(plain(hint))
    )


def field_of(hint: Any, word: str) -> Any:
    """The field of one key; `word` is what its label is found by."""
    if get_origin(hint) is tuple:
        return _several(get_args(hint)[0], word)
    kind = plain(hint)
    if kind in SPOKEN or is_dataclass(kind):
        return FormField(form_of(kind), description=word)
    if kind is bool:
        return BooleanField(description=word)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return SelectField(choices=options(hint), description=word, validate_choice=False)
    return StringField(description=word)


def options(hint: Any) -> list[Any]:
    """The words a key may have, nothing among them where it may be absent."""
    return _choices(plain(hint), *([""] if is_optional(hint) else []))


def plain(hint: Any) -> Any:
    """The type without its None."""
    if not is_optional(hint):
        return hint
    return next(one for one in get_args(hint) if one is not NoneType)


def is_optional(hint: Any) -> bool:
    """May this key be absent?"""
    return get_origin(hint) is UnionType


def is_words(kind: Any) -> bool:
    """Is this one of a few words, of which several may be ticked?"""
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _several(kind: Any, word: str) -> Any:
    if kind is str:
        return TextAreaField(description=word)
    if is_words(kind):
        return SelectMultipleField(choices=options(kind), description=word, validate_choice=False)
    return FieldList(FormField(form_of(kind), description=f"{word}[]"), default=(), description=word)
