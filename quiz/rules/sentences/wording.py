"""Instants, lengths, numbers and lists in the words of a language."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from quiz.rules.calendar import Weekday
from quiz.rules.text import Text

DAYS = {
    Weekday.MON: Text("thứ Hai", "Monday"),
    Weekday.TUE: Text("thứ Ba", "Tuesday"),
    Weekday.WED: Text("thứ Tư", "Wednesday"),
    Weekday.THU: Text("thứ Năm", "Thursday"),
    Weekday.FRI: Text("thứ Sáu", "Friday"),
    Weekday.SAT: Text("thứ Bảy", "Saturday"),
    Weekday.SUN: Text("Chủ nhật", "Sunday"),
}
LENGTHS = (
    (86_400, Text("ngày", "day")),
    (3_600, Text("giờ", "hour")),
    (60, Text("phút", "minute")),
    (1, Text("giây", "second")),
)


def pick(lang: str, vi: str, en: str) -> str:
    """Return the sentence of this language."""
    return en if lang == "en" else vi


def instant(at: datetime, zone: ZoneInfo, lang: str) -> str:
    """Return hour, weekday and date in the contest's time zone."""
    local = at.astimezone(zone)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{clock} {DAYS[tuple(Weekday)[local.weekday()]].say(lang)} {day(local, lang)}"


def closing(at: datetime, zone: ZoneInfo, lang: str) -> str:
    """Return a closing instant; midnight is 24:00 of the day that ends."""
    local = at.astimezone(zone)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return instant(at, zone, lang)
    before = local - timedelta(days=1)
    return f"24:00 {DAYS[tuple(Weekday)[before.weekday()]].say(lang)} {day(before, lang)}"


def length(span: timedelta, lang: str) -> str:
    """Return a length of time such as 1 giờ 30 phút."""
    left, parts = int(span.total_seconds()), list[str]()
    for seconds, unit in LENGTHS:
        count, left = divmod(left, seconds)
        if count:
            parts.append(counted(count, unit, lang))
    return " ".join(parts) or counted(0, LENGTHS[-1][1], lang)


def counted(count: int, unit: Text, lang: str) -> str:
    """Return a number with its unit, in the English plural where needed."""
    plural = "s" if lang == "en" and count != 1 else ""
    return f"{whole(count, lang)} {unit.say(lang)}{plural}"


def whole(number: int, lang: str) -> str:
    """Return a whole number with its thousands apart."""
    return f"{number:,}" if lang == "en" else f"{number:,}".replace(",", ".")


def points(number: Decimal, lang: str) -> str:
    """Return points without needless zeros, with the decimal sign of the language."""
    plain = f"{number.normalize():f}"
    return plain if lang == "en" else plain.replace(".", ",")


def listed(words: Sequence[str], lang: str) -> str:
    """Return words joined by commas and a last "and"."""
    if len(words) < len(("one", "two")):
        return "".join(words)
    joint = " and " if lang == "en" else " và "
    return ", ".join(words[:-1]) + joint + words[-1]


def day(on: date, lang: str) -> str:
    """Return a date as it is written in the language."""
    return f"{on.day} {on:%B %Y}" if lang == "en" else f"{on:%d/%m/%Y}"
