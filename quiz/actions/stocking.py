"""Takes questions into a bank: what is new is added, what differs becomes another version, the rest stays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from question_bank import FaultError, Item, fingerprint, item_document
from question_bank.checks import faults_of
from question_bank.polishing import polished
from question_bank.reports import report_from_document
from quiz.rules.folding import folded
from quiz.rules.office_refusals import ChangedMeanwhile, ItemFaulty, NothingChosen
from quiz.store import audit, bank, uploads
from quiz.store.bank import Kept, NewVersion
from quiz.store.contests import ContestState
from quiz.store.uploads import Upload

# Enough of a fingerprint to tell a million questions apart.
SLUG_LETTERS = 16


@dataclass(frozen=True, slots=True)
class Tally:
    """What taking questions in did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def ensure_bank(db: Connection, slug: str, title: str, contest_id: int | None, *, now: datetime) -> int:
    """The number of the bank of that slug, made when it is not there; without a contest it is public."""
    known = bank.find(db, slug)
    return known.id if known else bank.add_bank(db, slug, title, contest_id, now=now)


def take_in(
    db: Connection, bank_id: int, items: Iterable[Item], *, author_id: int | None, now: datetime
) -> Tally:
    """Take items into a bank; a second run changes nothing, and what a paper uses is never touched.

    Items of a bank that ships are approved by having been reviewed before; others wait for a second person.
    """
    kept = bank.newest(db, bank_id)
    approved_at = now if bank.is_shipped(db, bank_id) else None
    added = changed = 0
    fresh = {slug_of(item): item for item in reversed(list(items))}
    for slug, item in reversed(fresh.items()):
        known = kept.get(slug)
        if known is not None and known.document == kept_document(item):
            continue
        item_id = known.item_id if known else bank.add_item(db, bank_id, slug)
        _keep_pictures(db, item, now)
        bank.add_version(db, item_id, version_of(item), author_id=author_id, approved_at=approved_at, now=now)
        changed, added = changed + (known is not None), added + (known is None)
    return Tally(added, changed, len(fresh) - added - changed)


def confirm(db: Connection, state: ContestState, upload: Upload, *, by: int, now: datetime) -> Tally | None:
    """Take a shown file into the contest's own bank; None when that was done or thrown away before.

    Whoever uploaded the file is its author, so that somebody else has to approve.
    """
    if not uploads.settle(db, upload.id, now=now):
        return None
    items = report_from_document(upload.report).items
    bank_id = ensure_bank(db, state.slug, state.contest.title.vi, state.id, now=now)
    tally = take_in(db, bank_id, items, author_id=upload.staff_id, now=now)
    _note(db, state, "bank.import", upload.file_name, asdict(tally), by, now)
    return tally


def approve(
    db: Connection, state: ContestState, version_ids: Collection[int], *, by: int, now: datetime
) -> int:
    """How many of these versions this call approved; nobody approves the own."""
    if not version_ids:
        raise NothingChosen
    approved = bank.approve(db, version_ids, state.id, by, now)
    _note(db, state, "bank.approve", "bank", {"versions": sorted(version_ids), "approved": approved}, by, now)
    return approved


def retire(db: Connection, state: ContestState, item_id: int, slug: str, *, by: int, now: datetime) -> None:
    """Offer an item to no further paper."""
    bank.retire(db, item_id, now=now)
    _note(db, state, "bank.retire", slug, {}, by, now)


def edit(
    db: Connection,
    state: ContestState,
    known: Kept,
    item: Item,
    *,
    slug: str,
    seen: int,
    by: int,
    now: datetime,
) -> bool:
    """Keep an edited item as a new version, which waits for approval; False when nothing differs.

    Raises ItemFaulty, or ChangedMeanwhile when `seen` is not the newest version any more.
    """
    if known.version != seen:
        raise ChangedMeanwhile
    item = _usable(db, item)
    if known.document == kept_document(item):
        return False
    _keep_pictures(db, item, now)
    bank.add_version(db, known.item_id, version_of(item), author_id=by, approved_at=None, now=now)
    _note(db, state, "bank.edit", slug, {"version": seen + 1}, by, now)
    return True


def slug_of(item: Item) -> str:
    """The item's own slug, or one made of its words, by which a second upload knows it again."""
    return item.slug or f"q-{fingerprint(item)[:SLUG_LETTERS]}"


def kept_document(item: Item) -> dict[str, Any]:
    """The document of a version: pictures by name only, their content is kept once in `media`."""
    document = item_document(replace(item, slug="", pictures=()))
    if item.pictures:
        named = ({"name": one.name, "media_type": one.media_type} for one in item.pictures)
        document["pictures"] = list(named)
    return document


def version_of(item: Item) -> NewVersion:
    """Everything that a version of this item is kept as."""
    words = (item.text, *(choice.text for choice in item.choices))
    return NewVersion(
        kind=item.kind.value,
        document=kept_document(item),
        fingerprint=fingerprint(item),
        search=folded(" ".join(words)),
        topic=item.topic,
        difficulty=item.difficulty,
        source=item.source,
        valid_on=item.valid_on,
        valid_to=item.valid_to,
    )


def _note(
    db: Connection,
    state: ContestState,
    act: str,
    subject: str,
    detail: Mapping[str, object],
    by: int,
    now: datetime,
) -> None:
    audit.record(
        db,
        chain=state.slug,
        staff_id=by,
        act=act,
        subject=subject,
        detail=detail,
        reason="",
        now=now,
    )


def _keep_pictures(db: Connection, item: Item, now: datetime) -> None:
    for picture in item.pictures:
        bank.keep_picture(db, picture.name, picture.media_type, picture.content, now=now)


def _usable(db: Connection, item: Item) -> Item:
    def content(address: str) -> bytes | None:
        kept = bank.picture(db, address.removeprefix("media/"))
        return kept[1] if kept else None

    try:
        item, _warnings = polished(item, content)
    except FaultError as error:
        raise ItemFaulty(vi=error.fault.sentence("vi"), en=error.fault.sentence("en")) from None
    for fault in faults_of(item)[:1]:
        raise ItemFaulty(vi=fault.sentence("vi"), en=fault.sentence("en"))
    return item
