"""Items on their way into a bank: by which name each is known again, and what becomes of copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from question_bank import Item, fingerprint

# Enough of a fingerprint to tell a million questions apart.
SLUG_LETTERS = 16
# Few enough that a bank of thousands is never in memory as a whole.
BATCH = 500


def slug_of(item: Item) -> str:
    """The item's own slug, or one made of its words, by which a second upload knows it again."""
    return item.slug or f"q-{fingerprint(item)[:SLUG_LETTERS]}"


def unrepeated(items: Iterable[Item]) -> Iterator[Item]:
    """The first of several copies of a question."""
    seen: set[str] = set()
    for item in items:
        words = fingerprint(item)
        if words not in seen:
            yield item
        seen.add(words)


def repeated(items: Iterable[Item]) -> Iterator[Item]:
    """All copies of a question, told apart by slugs of their own."""
    seen: Counter[str] = Counter()
    for item in items:
        slug = slug_of(item)
        seen[slug] += 1
        yield replace(item, slug=f"{slug}-{seen[slug]}") if seen[slug] > 1 else item


def batches(items: Iterable[Item]) -> Iterator[dict[str, Item]]:
    """The items by slug, a few hundred at a time; the first of a slug counts."""
    seen: set[str] = set()
    batch: dict[str, Item] = {}
    for item in items:
        slug = slug_of(item)
        if slug not in seen:
            batch[slug] = item
        seen.add(slug)
        if len(batch) == BATCH:
            yield batch
            batch = {}
    if batch:
        yield batch
