"""Questions whose options stand below each other, one a row, instead of beside each other."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from question_bank.checks import LETTERS
from question_bank.faults import Fault
from question_bank.options import without_repeated_letters
from question_bank.reports import Layout, Meaning
from question_bank.rows import Row

MARKS = {"x", "✓", "✔", "v", "*", "đúng", "true", "1", "đ"}

Found = tuple[Row, list[Fault]]


def unstacked(found: Iterable[Found], layout: Layout) -> Iterator[Found]:
    """Join each row that has a question with the rows below it that have only an option."""
    if not {Meaning.TEXT, Meaning.CHOICES, Meaning.KEY} <= set(layout.meanings):
        yield from found
        return
    text, choices = layout.meanings.index(Meaning.TEXT), layout.meanings.index(Meaning.CHOICES)
    stack: list[Found] = []
    for row, faults in found:
        if stack and not row[text] and row[choices]:
            stack.append((row, faults))
            continue
        if stack:
            yield _joined(stack, layout)
        stack = [(row, faults)]
    if stack:
        yield _joined(stack, layout)


def _joined(stack: list[Found], layout: Layout) -> Found:
    first, faults = stack[0]
    if len(stack) == 1 or len(stack) > len(LETTERS):
        return first, faults
    choices, key = layout.meanings.index(Meaning.CHOICES), layout.meanings.index(Meaning.KEY)
    keys = [row[key].strip().lower() for row, _ in stack]
    marked = [letter for letter, said in zip(LETTERS, keys, strict=False) if said in MARKS]
    is_marked = bool(marked) and all(not said or said in MARKS for said in keys)
    cells = [*first.cells, *[""] * (len(layout.meanings) - len(first.cells))]
    written = zip(LETTERS, without_repeated_letters([row[choices] for row, _ in stack]), strict=False)
    cells[choices] = "\n".join(f"{letter}. {text}" for letter, text in written)
    cells[key] = ", ".join(marked) if is_marked else first[key]
    return replace(first, cells=tuple(cells)), [fault for _, some in stack for fault in some]
