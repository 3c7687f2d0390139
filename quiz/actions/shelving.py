"""Gives the questions of a bank back as items, pictures included, for writing them into a file."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from question_bank import Item, Picture, item_from_document
from quiz.rules.refusals import NotFound
from quiz.store import bank


def items_of(db: Connection, slug: str) -> list[Item]:
    """The newest version of every item of a bank, in the order of their slugs; raises NotFound."""
    found = bank.find(db, slug)
    if found is None:
        raise NotFound
    kept = bank.newest(db, found.id)
    return [_item(db, name, kept[name].document) for name in sorted(kept)]


def _item(db: Connection, slug: str, document: dict[str, object]) -> Item:
    named = document.get("pictures", ())
    plain = {name: value for name, value in document.items() if name != "pictures"}
    return replace(item_from_document(plain), slug=slug, pictures=_pictures(db, named))


def _pictures(db: Connection, named: object) -> tuple[Picture, ...]:
    names = [one["name"] for one in named] if isinstance(named, list) else []
    found = ((name, bank.picture(db, name)) for name in names)
    return tuple(Picture(name, kept[0], kept[1]) for name, kept in found if kept is not None)
