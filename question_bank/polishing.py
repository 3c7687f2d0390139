"""An item as a reader found it made into an item as it is kept: clean texts, own pictures, one markup."""

from collections.abc import Callable
from dataclasses import replace

from question_bank import markup, pictures, texts
from question_bank.codes import Code
from question_bank.faults import Fault, FaultError
from question_bank.items import Choice, Item, Markup, Picture

MAX_HTML = 100_000
MAX_TAGS = 2_000  # lists in lists cost the cleaner the square of their depth
Lookup = Callable[[str], bytes | None]


def no_pictures(_name: str) -> bytes | None:
    """Answer for files that carry no pictures."""
    return None


def polished(item: Item, lookup: Lookup) -> tuple[Item, list[Fault]]:
    """Give the item with clean texts, and warnings for what was dropped."""
    warnings = []
    if any(texts.has_dangerous(text) for text in _all_texts(item)):
        warnings.append(Fault(item.where, Code.CONTROL_CHARACTERS))
    item = replace(
        item,
        topic=texts.one_line(item.topic),
        difficulty=texts.one_line(item.difficulty),
        source=texts.one_line(item.source),
        title=texts.one_line(item.title),
        slug=texts.one_line(item.slug),
    )
    if item.markup is Markup.PLAIN:
        return mapped(item, texts.tidy), warnings
    item, more = _clean(item, lookup)
    return _plain_if_it_can(item), warnings + more


def _clean(item: Item, lookup: Lookup) -> tuple[Item, list[Fault]]:
    if any(len(text) > MAX_HTML or text.count("<") > MAX_TAGS for text in _all_texts(item)):
        raise FaultError(Code.TOO_LONG, item.where, limit=MAX_HTML)
    album = _Album(lookup)
    unsafe = any(markup.is_unsafe(text) for text in _all_texts(item))
    cleaned = mapped(item, lambda text: markup.clean(text, album.address))
    faults = [Fault(item.where, Code.CLEANED)] if unsafe else []
    faults += [Fault(item.where, fault.code, fault.values) for fault in album.faults]
    return replace(cleaned, pictures=tuple(album.kept.values())), faults


class _Album:
    """The pictures that the texts of one item name."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.kept: dict[str, Picture] = {}
        self.faults: list[Fault] = []

    def address(self, source: str) -> str | None:
        """Keep the picture and answer its new address, or note why not."""
        try:
            if source not in self.kept:
                self.kept[source] = self._picture(source)
        except FaultError as error:
            self.faults.append(error.fault)
            return None
        return f"media/{self.kept[source].name}"

    def _picture(self, source: str) -> Picture:
        name = source[:80]
        if source.startswith(("data:", "//")) or "://" in source[:12]:
            raise FaultError(Code.PICTURE_REMOTE, name=name)
        content = self.lookup(source)
        if content is None:
            raise FaultError(Code.PICTURE_MISSING, name=name)
        return pictures.encode(name, content)


def _plain_if_it_can(item: Item) -> Item:
    if any(markup.plain(text) is None for text in _all_texts(item)):
        return item
    return replace(mapped(item, lambda text: markup.plain(text) or ""), markup=Markup.PLAIN)


def _all_texts(item: Item) -> list[str]:
    of_choices = [text for choice in item.choices for text in (choice.text, choice.feedback)]
    return [item.text, item.explanation, *of_choices]


def mapped(item: Item, change: Callable[[str], str]) -> Item:
    """Give the item with every text changed in the same way."""
    choices = tuple(
        Choice(change(choice.text), choice.right, choice.weight, change(choice.feedback))
        for choice in item.choices
    )
    return replace(item, text=change(item.text), explanation=change(item.explanation), choices=choices)
