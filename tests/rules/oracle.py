"""A slow second opinion on places, winners and collectives: plain sorting, no code of the engine."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
SMALL_FIRST = {"prediction", "duration", "submitted", "offset", "attempts_used", "started"}


def result(book: dict[str, Any], rows: list[Row], parents: dict[str, str | None]) -> dict[str, Any]:
    """Rank one round of a rulebook given as a plain dictionary."""
    valid = _valid(book, rows)
    target = _target(book, valid)
    ranked = [one for one in _everybody(book, valid) if _qualifies(book, one, target)]
    ranking = _ranking(book, book["chain"], ranked, target)
    turned = {row["who"] for row in valid if book["excluded"] & {*_line(row["unit"], parents)}}
    book = {**book, "barred": book["barred"] | turned}
    return {
        "truth": target if book["guess"] else None,
        "ranking": ranking,
        "winners": sorted(_winners(book, ranking) + _by_age(book, ranking)),
        "units": (people := {unit: _people_under(unit, valid, parents) for unit in parents}),
        "prized_units": _prized_units(
            book, {unit: n for unit, n in people.items() if not book["excluded"] & {*_line(unit, parents)}}
        ),
    }


def prizes_of_units(
    book: dict[str, Any], rounds: list[list[Row]], parents: dict[str, str | None]
) -> dict[str, tuple[int, int]]:
    """How many prizes the people of each branch won in all rounds and overall, and what these weigh."""
    counted = [_everybody(book, _valid(book, rows)) for rows in rounds]
    won = []
    for rows, own in zip(rounds, counted, strict=True):
        won += _won(result(book, rows, parents)["winners"], own)
    together = [one for own in counted for one in own]
    overall = [
        _combined(book, [one for one in together if one["who"] == who])
        for who in sorted({one["who"] for one in together})
    ]
    won += _won(_winners(book, _ranking(book, book["overall"], overall, 0)), overall)
    weights = {
        unit: [book["weights"][slug] for slug, at in won if unit in _line(at, parents)] for unit in parents
    }
    return {unit: (len(own), sum(own)) for unit, own in weights.items()}


def _won(winners: list[tuple[str, str]], counted: list[Row]) -> list[tuple[str, str | None]]:
    units = {one["who"]: one["unit"] for one in counted}
    return [(slug, units[who]) for slug, who in winners]


def _combined(book: dict[str, Any], parts: list[Row]) -> Row:
    one = _first(book, parts) if book["combine"] == "best" else _added(parts)
    return {**one, "used": sum(part["used"] for part in parts)}


def _valid(book: dict[str, Any], rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["valid"] and not (book["complete"] and row["answered"] < 5)]


def _everybody(book: dict[str, Any], valid: list[Row]) -> list[Row]:
    people = sorted({row["who"] for row in valid})
    return [_counted(book, [row for row in valid if row["who"] == who]) for who in people]


def _ranking(book: dict[str, Any], chain: list[str], ranked: list[Row], target: int) -> list[tuple[int, str]]:
    again = ["decision"] if "decision" in chain else []
    ranking: list[tuple[int, str]] = []
    for tie in _ties(book, [*chain, *again], ranked, target):
        ranking += sorted((len(ranking) + 1, who) for who in tie)
    return ranking


def _ties(book: dict[str, Any], chain: list[str], alike: list[Row], target: int) -> list[list[str]]:
    """Who stays equal, best first: a link of the chain parts those whom the links before left equal."""
    if not chain:
        return [[one["who"] for one in alike]]
    name, rest = chain[0], chain[1:]
    if name == "decision":
        parts = _decided(book, alike)
    else:
        keyed = [(_key(name, one, book, target), one) for one in alike]
        parts = [[one for key, one in keyed if key == each] for each in sorted({key for key, _ in keyed})]
    return [tie for part in parts for tie in _ties(book, rest, part, target)]


def _decided(book: dict[str, Any], alike: list[Row]) -> list[list[Row]]:
    """Those of the equal whom the first decision about all of them names, one by one, then the others."""
    for order, behind in book["decisions"]:
        if all(one["who"] in order + behind for one in alike):
            named = [one for who in order for one in alike if one["who"] == who]
            others = [one for one in alike if one["who"] not in order]
            if named:
                return [[one] for one in named] + (_decided(book, others) if others else [])
    return [alike]


def _target(book: dict[str, Any], valid: list[Row]) -> int:
    if book["guess"] == "attempts":
        return len(valid)
    if book["guess"] == "all_correct_people":
        return len({row["who"] for row in valid if row["correct"] == 5})
    if book["guess"] == "correct_people":
        return len({row["who"] for row in valid if row["correct"] >= book["enough"]})
    return len({row["who"] for row in valid})


def _counted(book: dict[str, Any], mine: list[Row]) -> Row:
    if book["which"] == "sum_of_days":
        days = sorted({_day(row) for row in mine})
        best = [_first(book, [row for row in mine if _day(row) == day]) for day in days]
        perfect = all(row["correct"] == 5 for row in best)
        return {**_added(best), "perfect": perfect, "used": len(mine)}
    one = _first(book, mine)
    return {**one, "perfect": one["correct"] == 5, "used": len(mine)}


def _added(parts: list[Row]) -> Row:
    last = max(parts, key=lambda row: (row["submitted"], row["started"], row["id"]))
    total = {name: sum(row[name] for row in parts) for name in ("score", "correct", "took", "bonus")}
    return {**last, **total, "started": min(row["started"] for row in parts)}


def _day(row: Row) -> Any:
    return (row["started"] + timedelta(hours=7)).date()


def _first(book: dict[str, Any], mine: list[Row]) -> Row:
    if book["which"] == "first":
        return sorted(mine, key=lambda row: (row["submitted"], row["started"], row["id"]))[0]
    if book["which"] == "last":
        newest = max((row["submitted"], row["started"]) for row in mine)
        return min(
            (row for row in mine if (row["submitted"], row["started"]) == newest), key=lambda row: row["id"]
        )
    return sorted(
        mine,
        key=lambda row: (
            *[_key(name, {**row, "used": 1}, book, 0) for name in book["by"]],
            row["submitted"],
            row["started"],
            row["id"],
        ),
    )[0]


def _key(name: str, one: Row, book: dict[str, Any], target: int) -> Any:
    reverse = name.startswith("-")
    plain = name.lstrip("-")
    value = {
        "score": -Fraction(one["score"]) - (Fraction(one["bonus"]) if book["bonus"] else 0),
        "correct": -one["correct"],
        "prediction": _off(one["guess"], target, book["sides"]),
        "duration": one["took"] // book["step"],
        "submitted": _micro(one["submitted"]) // book["step"],
        "started": _micro(one["started"]) // book["step"],
        "offset": _micro(one["submitted"]) // book["step"],
        "attempts_used": one["used"],
    }[plain]
    return -value if reverse else value


def _micro(instant: datetime) -> int:
    return (instant - datetime(2000, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _off(guess: int | None, target: int, sides: str) -> Fraction | int:
    if guess is None:
        return Fraction(10**9)
    half = Fraction(1, 2)
    worse = (sides == "below_first" and guess > target) or (sides == "above_first" and guess < target)
    return abs(guess - target) + (half if worse else 0)


def _qualifies(book: dict[str, Any], one: Row, target: int) -> bool:
    if book["perfect"] and not one["perfect"]:
        return False
    if one["correct"] < book["least"]:
        return False
    if book["within"] is None or not book["guess"]:
        return True
    return one["guess"] is not None and abs(one["guess"] - target) <= book["within"]


def _winners(book: dict[str, Any], ranking: list[tuple[int, str]]) -> list[tuple[str, str]]:
    can = [row for row in ranking if not book["carry_down"] or row[1] not in book["barred"]]
    prizes = [slug for slug, count in book["tiers"] for _ in range(count)]
    winners = []
    for place, who in can:
        before = sum(1 for other, _ in can if other < place)
        if before < len(prizes) and who not in book["barred"]:
            winners.append((prizes[before], who))
    return sorted(winners)


def _by_age(book: dict[str, Any], ranking: list[tuple[int, str]]) -> list[tuple[str, str]]:
    """The prizes for the youngest: of those born on one day the better place comes first."""
    slug, count = book["youngest"]
    born = {who: -book["born"][who] for _place, who in ranking if who in book["born"]}
    able = [(born[who], place, who) for place, who in ranking if who in born and who not in book["barred"]]
    return [(slug, who) for *key, who in able if sum([*other] < key for *other, _who in able) < count]


def _prized_units(book: dict[str, Any], people: dict[str, int]) -> list[tuple[str, str, bool]]:
    """Prize, unit and whether it is shared; a unit where nobody took part has none."""
    prizes = [slug for slug, count in book["unit_tiers"] for _ in range(count)]
    able = {unit: -number if book["fewest"] else number for unit, number in people.items() if number}
    won = []
    for unit, number in able.items():
        before = sum(other > number for other in able.values())
        tied = sum(other == number for other in able.values())
        kinds = {*prizes[before : before + tied]}
        if kinds:
            won.append((prizes[before], unit, len(kinds) > 1 or before + tied > len(prizes)))
    return sorted(won)


def _people_under(unit: str, valid: list[Row], parents: dict[str, str | None]) -> int:
    return len({row["who"] for row in valid if unit in _line(row["unit"], parents)})


def _line(unit: str | None, parents: dict[str, str | None]) -> list[str]:
    line = []
    while unit is not None:
        line.append(unit)
        unit = parents.get(unit)
    return line
