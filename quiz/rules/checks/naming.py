"""Names in a rulebook that must be known, and names that must differ."""

from collections.abc import Iterable, Iterator, Sequence

from quiz.rules.faults import Fault
from quiz.rules.toml_lines import KeyPath


def twice(table: KeyPath, key: str, values: Sequence[str]) -> Iterator[Fault]:
    """Yield every value of this key that an entry of the table above has already."""
    for number, value in enumerate(values):
        if value in values[:number]:
            said = (
                f"“{value}” đã dùng ở trên; mỗi mục cần một giá trị riêng, hãy đổi.",
                f"“{value}” is used above; each needs its own, so change it.",
            )
            yield Fault((*table, number, key), *said)


def all_known(path: KeyPath, named: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    """Yield every name that is not among the known ones."""
    for number, name in enumerate(named):
        if name not in known:
            yield absent((*path, number), name, known)


def absent(path: KeyPath, name: str, known: Iterable[str]) -> Fault:
    """Return the fault of a name that stands for nothing, with those that do."""
    names = ", ".join(known)
    if not names:
        said = (
            "và không có mục nào để chọn; hãy bỏ đi hoặc thêm mục ấy.",
            "nor any other; remove it, or add it.",
        )
        return Fault(path, f"không có “{name}”, {said[0]}", f"there is no “{name}”, {said[1]}")
    return Fault(
        path,
        f"không có “{name}”; hãy dùng một trong: {names}.",
        f"there is no “{name}”; use one of: {names}.",
    )
