"""How pages say dates, numbers, amounts and the rulebook's own sentences."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import quote

from flask import Flask, request, url_for
from flask_babel import gettext as _

from quiz.rules.guess import PredictionRule, Quantity
from quiz.rules.sentences.wording import length
from quiz.rules.text import Text
from quiz.store.contests import ContestState
from quiz.web.clock import arrival
from quiz.web.contests import remembered_contest
from quiz.web.language import language
from quiz.web.login import citizen_token
from quiz.web.readable import is_page, page_before


def speak_plainly(app: Flask) -> None:
    """Give templates their filters, and what every page asks about its visitor."""
    app.jinja_env.filters.update(
        local=local,
        local_date=local_date,
        closing=closing,
        opening=opening,
        number=number,
        dong=dong,
        say=say,
        asked_number=asked_number,
        duration=duration,
        lasting=lasting,
        clock=clock,
        unit_name=unit_name,
        unit_above=unit_above,
    )
    app.jinja_env.globals.update(
        signed_in=lambda: citizen_token() is not None, language_address=language_address, arrival=arrival
    )
    app.context_processor(_contest_of_page)


def local(instant: datetime, state: ContestState) -> str:
    """`17:30 ngày 08/09/2022` in the contest's time zone; in English `17:30 on 8 September 2022`."""
    there = instant.astimezone(state.contest.zone)
    if language() == "en":
        return f"{there:%H:%M} on {there.day} {there:%B %Y}"
    return f"{there:%H:%M} ngày {there:%d/%m/%Y}"


def closing(instant: datetime, state: ContestState) -> str:
    """The end of a window; midnight is `24:00` of the day that ends."""
    there = instant.astimezone(state.contest.zone)
    if there.time() != time(0):
        return local(instant, state)
    return f"24:00{local(instant - timedelta(minutes=1), state)[5:]}"


def opening(instant: datetime, state: ContestState) -> str:
    """The beginning of a window; midnight is the bare day, any other hour is told."""
    there = instant.astimezone(state.contest.zone)
    return local_date(instant, state) if there.time() == time(0) else local(instant, state)


def local_date(instant: datetime | date, state: ContestState | None = None) -> str:
    """`08/09/2022`, of an instant in the contest's time zone; in English `8 September 2022`."""
    day = instant
    if isinstance(instant, datetime) and state is not None:
        day = instant.astimezone(state.contest.zone).date()
    return f"{day.day} {day:%B %Y}" if language() == "en" else f"{day:%d/%m/%Y}"


def number(value: float | None, digits: int = 2) -> str:
    """`156.724` and `0,25` in Vietnamese, `156,724` and `0.25` in English; a dash for nothing."""
    if value is None:
        return "–"
    whole = f"{value:,.{digits}f}"
    if digits:
        whole = whole.rstrip("0").rstrip(".")
    return whole if language() == "en" else whole.translate(str.maketrans(",.", ".,"))


def dong(amount: int) -> str:
    """An amount of money: `1.000.000 đồng`."""
    return str(_("%(amount)s đồng", amount=number(amount)))


def say(sentence: Text) -> str:
    """A sentence of the rulebook in the language of the page."""
    return sentence.say(language())


def asked_number(rule: PredictionRule) -> str:
    """What the prediction asks: in the words of the rulebook, or in words that fit what it counts."""
    written = rule.question.say(language()) if rule.question else ""
    if written:
        return written
    asked = {
        Quantity.PARTICIPANTS: _("Bạn dự đoán có bao nhiêu người tham gia?"),
        Quantity.ATTEMPTS: _("Bạn dự đoán có bao nhiêu lượt thi hợp lệ?"),
        Quantity.ALL_CORRECT_PEOPLE: _("Bạn dự đoán có bao nhiêu người trả lời đúng tất cả các câu?"),
        Quantity.CORRECT_PEOPLE: _(
            "Bạn dự đoán có bao nhiêu người trả lời đúng ít nhất %(n)s câu?", n=rule.correct_at_least or 1
        ),
    }
    return str(asked[rule.quantity])


def duration(span: timedelta | int | None) -> str:
    """`3 phút 07 giây`; a whole number is microseconds, nothing is a dash."""
    if span is None:
        return "–"
    seconds = span.total_seconds() if isinstance(span, timedelta) else span / 1_000_000
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return str(_("%(seconds)s giây", seconds=number(rest)))
    return str(_("%(minutes)s phút %(seconds)s giây", minutes=number(minutes), seconds=number(rest)))


def lasting(span: timedelta) -> str:
    """A length in whole seconds without what is zero: `1 giờ 30 phút`."""
    return length(span, language())


def clock(span: int | None, step: int = 1) -> str:
    """Minutes and seconds of so many microseconds, cut to steps, for a column of a table: `9:11,5`."""
    if span is None:
        return "–"
    minutes, seconds = divmod(span // step * step / 1_000_000, 60)
    whole, part = divmod(seconds, 1)
    return f"{minutes:.0f}:{whole:02.0f}{number(part)[1:]}"


def unit_name(path: str) -> str:
    """The own name of a unit, of which lists keep the names from the top down."""
    return _parted(path)[1]


def unit_above(path: str) -> str:
    """The names above a unit, without the province that stands above all."""
    return _parted(path)[0]


def _parted(path: str) -> tuple[str, str]:
    *above, own = re.split(r" [/›] ", path)
    return " › ".join(above[1:]), own


def language_address(lang: str) -> str:
    """This very page in the other language: a form that was posted is shown empty again.

    An address that only takes forms has no page of its own; the form's own page answers for it.
    """
    if not is_page():
        return page_before(lang=lang)
    if not request.query_string and request.endpoint:
        return f"{quote(request.path)}?lang={lang}"
    kept = {name: values for name, values in request.args.lists() if name != "lang"}
    if request.endpoint is None:
        return f"?lang={lang}"
    return url_for(request.endpoint, **{**(request.view_args or {}), **kept, "lang": lang})


def _contest_of_page() -> dict[str, ContestState | None]:
    return {"state": remembered_contest()}
