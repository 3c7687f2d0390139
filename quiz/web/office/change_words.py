"""What a look ahead found, in words: prizes by name with their money, units by name, ties that would wait."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from quiz.rules.comparing import Change
from quiz.store.contests import ContestState
from quiz.web.language import language
from quiz.web.office.winners import WHOLE, prize_titles
from quiz.web.words import dong, number

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One difference as the page tells it."""

    where: str
    what: str
    before: str
    after: str


def units_in(told: Iterable[Change]) -> frozenset[str]:
    """The codes of the units that these changes name."""
    return frozenset(one.about.partition(" ")[2] for one in told if one.what == "collective")


def would_wait(told: Iterable[Change]) -> bool:
    """Would a prize that no tie holds up now wait for the organisers' decision?"""
    ties = [one for one in told if one.what == "tie"]
    return bool(_held_up((one, one.after) for one in ties) - _held_up((one, one.before) for one in ties))


def _held_up(ties: Iterable[tuple[Change, str | None]]) -> set[tuple[str | None, str | None, str]]:
    said = ((one, value.partition(" ")[0]) for one, value in ties if value)
    return {(one.round, one.block, slug) for one, slugs in said for slug in slugs.split(",")}


def lines(state: ContestState, told: Iterable[Change], paths: Mapping[str, str]) -> list[ChangeLine]:
    """These changes in the language of the page; `paths` names the units."""
    return [
        ChangeLine(
            _where(state, one),
            _what(state, one, paths),
            _said(state, one, one.before),
            _said(state, one, one.after),
        )
        for one in told
    ]


def _where(state: ContestState, one: Change) -> str:
    title = state.contest.round(one.round).title.say(language()) if one.round else str(_("Cả cuộc thi"))
    blocks = {known.slug: known.title.say(language()) for known in state.contest.blocks}
    return f"{title} · {blocks[one.block]}" if one.block in blocks else title


def _what(state: ContestState, one: Change, paths: Mapping[str, str]) -> str:
    if one.what == "truth":
        return str(_("Đáp án câu dự đoán"))
    if one.what == "tie":
        return str(_("Người đồng hạng %(place)s", place=one.about))
    if one.what == "winner":
        return str(_("Giải của %(who)s", who=one.about))
    table, _space, code = one.about.partition(" ")
    titles = {known.slug: known.title.say(language()) for known in state.contest.collectives}
    return f"{titles.get(table, table)}: {paths.get(code, code)}"


def _said(state: ContestState, one: Change, value: str | None) -> str:
    if value is None:
        return NOTHING
    if one.what == "truth":
        return number(int(value))
    titles = prize_titles(state, one.round or WHOLE, language())
    if one.what == "tie":
        return _tie(value, titles)
    if one.what == "winner":
        return "; ".join(_prize(each, titles) for each in value.split(", "))
    return _place(value, titles)


def _tie(value: str, titles: Mapping[str, str]) -> str:
    slugs, people, *codes = value.split(" ")
    prizes = ", ".join(titles.get(slug, slug) for slug in slugs.split(","))
    named = ", ".join(codes) + (", …" if int(people) > len(codes) else "")
    said = _(
        "%(prizes)s: chờ Ban tổ chức quyết định, %(count)s người đang bằng nhau (%(people)s)",
        prizes=prizes,
        count=number(int(people)),
        people=named,
    )
    return str(said)


def _prize(value: str, titles: Mapping[str, str]) -> str:
    slug, amount, *waits = value.split(" ")
    title = titles.get(slug, slug)
    said = f"{title}, {dong(int(amount))}" if int(amount) else title
    if waits:
        said = str(_("%(prize)s (tạm thời: chờ quyết định về người đồng hạng ở phần khác)", prize=said))
    return said


def _place(value: str, titles: Mapping[str, str]) -> str:
    place, _space, prize = value.partition(" ")
    said = str(_("hạng %(place)s", place=place))
    return f"{said}, {titles.get(prize, prize)}" if prize else said
