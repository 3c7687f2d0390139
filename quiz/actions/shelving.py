"""Gives the questions of a bank back as items, for writing them into a file and for looking them over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection

from question_bank import Item, Picture, Place, item_from_document
from quiz.rules.refusals.contest import NotFound
from quiz.store import bank
from quiz.store.bank import BankRow


def items_of(db: Connection, slug: str) -> list[Item]:
    """The newest version of every item of a bank, in the order of their slugs; raises NotFound."""
    kept = bank.newest(db, _bank(db, slug).id)
    pictures = {name: kept[name].document.get("pictures", ()) for name in kept}
    return [replace(item, pictures=_pictures(db, pictures[item.slug])) for item in _items(kept)]


def named_items(db: Connection, slug: str) -> list[Item]:
    """The items that papers may still use, without pictures, placed by their slugs; raises NotFound."""
    kept = bank.newest(db, _bank(db, slug).id)
    living = {name: one for name, one in kept.items() if not one.retired}
    return [replace(item, where=Place(item=item.slug)) for item in _items(living)]


def _bank(db: Connection, slug: str) -> BankRow:
    found = bank.find(db, slug)
    if found is None:
        raise NotFound
    return found


def _items(kept: dict[str, bank.Kept]) -> Iterator[Item]:
    for slug in sorted(kept):
        document = {name: value for name, value in kept[slug].document.items() if name != "pictures"}
        yield replace(item_from_document(document), slug=slug)


def _pictures(db: Connection, named: object) -> tuple[Picture, ...]:
    names = [one["name"] for one in named] if isinstance(named, list) else []
    found = ((name, bank.picture(db, name)) for name in names)
    return tuple(Picture(name, kept[0], kept[1]) for name, kept in found if kept is not None)
