"""Tags and units that a rulebook names and the list of units does not have."""

from collections.abc import Iterable, Iterator

from quiz.rules.contest import Contest, Joined
from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath
from quiz.rules.units import Tree


def unknown_units(contest: Contest, tree: Tree) -> list[Fault]:
    """Return a note for every tag that no unit has, and every unit that is not in the list."""
    tags = {tag for unit in tree.units.values() for tag in unit.groups}
    found: list[Fault] = []
    for number, table in enumerate(contest.collectives):
        found += _untagged(("collectives", number, "groups"), table.groups, tags)
        found += _absent(("collectives", number, "units"), table.units, tree)
    for number, block in enumerate(contest.blocks):
        if block.joined is Joined.UNIT:
            found += _untagged(("blocks", number, "groups"), block.groups, tags)
    return found


def _untagged(path: KeyPath, asked: Iterable[str], tags: set[str]) -> Iterator[Fault]:
    lacking = [tag for tag in asked if tag not in tags]
    if lacking:
        named = ", ".join(f"“{tag}”" for tag in lacking)
        yield Fault(
            path,
            f"không đơn vị nào thuộc nhóm {named}; hãy sửa tên nhóm, hoặc cột groups của danh sách đơn vị.",
            f"no unit is tagged {named}; correct the tag, or the column groups of the list of units.",
        )


def _absent(path: KeyPath, asked: Iterable[str], tree: Tree) -> Iterator[Fault]:
    lacking = [code for code in asked if code not in tree.units]
    if lacking:
        named = ", ".join(f"“{code}”" for code in lacking)
        yield Fault(
            path,
            f"không có đơn vị {named} trong danh sách đơn vị; hãy sửa mã, hoặc thêm đơn vị.",
            f"the list of units has no {named}; correct the code, or add the unit.",
        )
