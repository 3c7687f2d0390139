"""What is wrong with a list of units: unknown parents and successors, circles, dates inside a round."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from quiz.rules.calendar import CountsFrom, Round
from quiz.rules.units import Tree, Unit

ARROW = " → "


@dataclass(frozen=True, slots=True)
class TreeFault:
    """One thing wrong with a tree, about the unit of this code."""

    code: str
    vi: str
    en: str


def tree_faults(units: Iterable[Unit], zone: tzinfo = UTC) -> list[TreeFault]:
    """Return every fault of a list of units; dates are said in this zone."""
    by_code: dict[str, Unit] = {}
    faults: list[TreeFault] = []
    for one in units:
        if one.code in by_code:
            faults.append(_twice(one.code))
        by_code.setdefault(one.code, one)
    for one in by_code.values():
        faults += _strangers(one, by_code)
        faults += _undated(one)
    merging = {code: one.successors[0] if one.successors else None for code, one in by_code.items()}
    circles = _circles(merging)
    faults += [_merge_circle(circle) for circle in circles]
    if circles:
        return faults
    return [*faults, *_gone(by_code, zone), *_parent_circles(by_code, zone)]


def round_faults(units: Iterable[Unit], rounds: Iterable[Round], zone: tzinfo) -> Iterator[TreeFault]:
    """Yield every move or merge dated inside a round: its table would need two trees at once."""
    own = [one for one in rounds if one.counts is CountsFrom.OWN]
    for unit in units:
        for date in unit.change_dates():
            for one in own:
                if one.opens < date < one.closes:
                    yield _inside(unit.code, date.astimezone(zone), one)


def _strangers(one: Unit, known: Mapping[str, Unit]) -> Iterator[TreeFault]:
    parents = dict.fromkeys((one.parent, *(move.parent for move in one.moves)))
    yield from (_orphan(one.code, name) for name in parents if name is not None and name not in known)
    yield from (_heirless(one.code, name) for name in one.successors if name not in known)


def _undated(one: Unit) -> Iterator[TreeFault]:
    if one.successors and one.valid_to is None:
        yield TreeFault(
            one.code,
            f"Đơn vị “{one.code}” có đơn vị kế thừa nhưng thiếu valid_to: ghi ngày sáp nhập.",
            f"Unit “{one.code}” names a successor without valid_to: give the date of the merger.",
        )


def _gone(known: Mapping[str, Unit], zone: tzinfo) -> Iterator[TreeFault]:
    for one in known.values():
        heirs = (known[name] for name in one.successors if name in known)
        for heir in heirs if one.valid_to else ():
            if one.valid_to and not heir.stood_at(one.valid_to):
                day = one.valid_to.astimezone(zone).strftime("%d/%m/%Y")
                yield TreeFault(
                    one.code,
                    f"Đơn vị kế thừa “{heir.code}” của “{one.code}” không tồn tại vào ngày {day}.",
                    f"The successor “{heir.code}” of “{one.code}” does not stand on {day}.",
                )


def _parent_circles(known: Mapping[str, Unit], zone: tzinfo) -> list[TreeFault]:
    """Circles of the tree at first, and those that a move or a merger closes."""
    at_first = {code: one.parent for code, one in known.items()}
    found = {frozenset(circle): _circle(circle, None) for circle in _circles(at_first)}
    tree = Tree(known, {})
    for date in sorted({date for one in known.values() for date in one.change_dates()}):
        heirs = [code for code in known if tree.heir(code, date) == code]
        for circle in _circles({code: tree.parent_at(code, date) for code in heirs}):
            found.setdefault(frozenset(circle), _circle(circle, date.astimezone(zone)))
    return list(found.values())


def _circles(above: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Every circle with its first member again at the end."""
    free: set[str] = set()
    circles: list[tuple[str, ...]] = []
    for code in above:
        seen: dict[str, None] = {}
        at: str | None = code
        while at is not None and at in above and at not in free and at not in seen:
            seen[at] = None
            at = above[at]
        if at is not None and at in seen:
            line = list(seen)
            circles.append((*line[line.index(at) :], at))
        free |= seen.keys()
    return circles


def _twice(code: str) -> TreeFault:
    return TreeFault(code, f"Mã đơn vị “{code}” xuất hiện hai lần.", f"Unit code “{code}” stands twice.")


def _orphan(code: str, parent: str) -> TreeFault:
    return TreeFault(
        code,
        f"Đơn vị “{code}” có đơn vị cha “{parent}” không tồn tại: thêm một dòng cho “{parent}”, hoặc sửa mã.",
        f"Unit “{code}” names a parent “{parent}” that does not exist: add a line for it or correct it.",
    )


def _heirless(code: str, name: str) -> TreeFault:
    return TreeFault(
        code,
        f"Đơn vị “{code}” có đơn vị kế thừa “{name}” không tồn tại: thêm một dòng cho “{name}”, hoặc sửa mã.",
        f"Unit “{code}” names a successor “{name}” that does not exist: add a line, or correct the code.",
    )


def _circle(circle: tuple[str, ...], date: datetime | None) -> TreeFault:
    since_vi = f" từ ngày {date:%d/%m/%Y}" if date else ""
    since_en = f" from {date:%d/%m/%Y} on" if date else ""
    return TreeFault(
        circle[0],
        f"Đơn vị “{circle[0]}” nằm trong một vòng lặp cha–con{since_vi}: {ARROW.join(circle)}.",
        f"Unit “{circle[0]}” is above itself{since_en}: its parents form a circle: {ARROW.join(circle)}.",
    )


def _merge_circle(circle: tuple[str, ...]) -> TreeFault:
    return TreeFault(
        circle[0],
        f"Đơn vị “{circle[0]}” kế thừa chính mình, theo vòng: {ARROW.join(circle)}.",
        f"Unit “{circle[0]}” is merged into itself, in a circle: {ARROW.join(circle)}.",
    )


def _inside(code: str, date: datetime, one: Round) -> TreeFault:
    return TreeFault(
        code,
        f"Đơn vị “{code}” chuyển hoặc sáp nhập lúc {date:%H:%M} ngày {date:%d/%m/%Y}, giữa vòng "
        f"“{one.slug}”: bảng của vòng chỉ tính theo một cây đơn vị, hãy ghi ngày mở hoặc ngày đóng của vòng.",
        f"Unit “{code}” moves or is merged at {date:%H:%M} on {date:%d/%m/%Y}, inside the round "
        f"“{one.slug}”: a round's table has one tree; give the day on which the round opens or closes.",
    )
