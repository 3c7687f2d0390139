"""Which tables of a result exist and may be seen, and what prizes are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from quiz.rules.awards import PrizePlan
from quiz.rules.contest import Combine, Contest, TableScope
from quiz.rules.text import Text
from quiz.rules.time_steps import time_step as time_step
from quiz.rules.visibility import Figure, hidden_in
from quiz.store.contests import ContestState
from quiz.web.round_cards import SHOWS_RESULT, stand
from quiz.web.words import number

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A collective table that may be seen now."""

    slug: str
    title: Text
    metric: str

    def said(self, value: float | None) -> str:
        """A value in the unit of its table: people, per cent, or a bare number."""
        if value is not None and self.metric == "ratio":
            return str(_("%(share)s %%", share=number(value * 100)))
        if value is not None and self.metric == "participants":
            return str(ngettext("%(count)s người", "%(count)s người", round(value), count=number(value)))
        return number(value)


def scopes(state: ContestState, now: datetime) -> list[tuple[str, Text, str]]:
    """The results there are: slug, title, and "provisional" or "final"; the whole contest last."""
    found = [
        (one.slug, state.contest.round(one.slug).title, str(stand(state.contest, one, now)))
        for one in state.rounds
        if stand(state.contest, one, now) in SHOWS_RESULT
    ]
    if not found:
        return []
    everything = all(one.state == "final" for one in state.rounds)
    whole = (WHOLE, Text("Cả cuộc thi", "The whole contest"), "final" if everything else "provisional")
    return [*found, whole]


def is_whole(state: ContestState, scope: str) -> bool:
    """Is this the result of a round, or of a contest whose rounds all have one? Else no prize is won."""
    return bool(scope) or all(one.state in SHOWS_RESULT for one in state.rounds)


def is_ranked_overall(state: ContestState) -> bool:
    """Does the contest as a whole rank people, and not only its rounds?"""
    return state.contest.overall.combine is not Combine.NONE


def hidden(state: ContestState, scope: str, now: datetime) -> frozenset[Figure]:
    """Figures of a result that an open prediction asks for."""
    slugs = [scope] if scope else [slug for slug, _title, _stage in scopes(state, now) if slug]
    contest = state.contest
    return frozenset().union(*(hidden_in(contest, contest.round(slug), now) for slug in slugs))


def tables_of(state: ContestState, scope: str, now: datetime) -> list[Shown]:
    """The collective tables of a round or of the contest that may be seen now."""
    if Figure.UNIT_TABLE in hidden(state, scope, now):
        return []
    wanted = (TableScope.BOTH, TableScope.ROUND if scope else TableScope.CONTEST)
    return [
        Shown(one.slug, one.title, one.metric) for one in state.contest.collectives if one.scope in wanted
    ]


def prize_title(contest: Contest, scope: str, slug: str) -> Text:
    """What the rulebook calls a prize, the bare slug where it no longer names it."""
    tiers = [tier for plan in plans_of(contest, scope) for tier in plan.tiers]
    tiers += [tier for table in contest.collectives for tier in table.prizes]
    return next((tier.title for tier in tiers if tier.slug == slug), Text(slug))


def plans_of(contest: Contest, scope: str) -> list[PrizePlan]:
    """The prizes for people of a round, block by block, or of the whole contest."""
    if not scope:
        return [contest.prizes]
    return [contest.rules_for(scope, block).prizes for block in contest.block_slugs()]
