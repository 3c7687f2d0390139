"""Takes questions into a bank: what is new is added, what differs becomes another version, the rest stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from question_bank import FaultError, Item, fingerprint, item_document
from question_bank.checks import faults_of
from question_bank.polishing import polished
from question_bank.reports import items_of
from quiz.actions.copies import batches, unrepeated
from quiz.rules.folding import folded
from quiz.rules.refusals.office import ChangedMeanwhile, ItemFaulty, NothingChosen
from quiz.store import audit, bank, uploads
from quiz.store.bank import Kept, NewVersion
from quiz.store.contests import ContestState
from quiz.store.uploads import Upload


@dataclass(frozen=True, slots=True)
class Tally:
    """What taking questions in did."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def and_also(self, added: int, changed: int, unchanged: int) -> Tally:
        """Both together."""
        return Tally(self.added + added, self.changed + changed, self.unchanged + unchanged)


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
    approved_at = now if bank.is_shipped(db, bank_id) else None
    tally = Tally()
    for fresh in batches(items):
        kept = bank.newest(db, bank_id, fresh)
        added = {slug: version_of(item) for slug, item in fresh.items() if slug not in kept}
        changed = {slug: one for slug, one in kept.items() if one.document != kept_document(fresh[slug])}
        for slug in (*added, *changed):
            _keep_pictures(db, fresh[slug], now)
        by: Any = {"author_id": author_id, "approved_at": approved_at, "now": now}
        if added:
            bank.add_items(db, bank_id, added, **by)
        for slug, known in changed.items():
            bank.add_version(db, known.item_id, version_of(fresh[slug]), **by)
        tally = tally.and_also(len(added), len(changed), len(kept) - len(changed))
    return tally


def confirm(
    db: Connection,
    state: ContestState,
    upload: Upload,
    *,
    by: int,
    now: datetime,
    choose: Callable[[Iterable[Item]], Iterable[Item]] = unrepeated,
) -> Tally | None:
    """Take a shown file into the contest's own bank; None when that was done or thrown away before.

    Whoever uploaded the file is its author, so that somebody else has to approve.
    """
    if not uploads.settle(db, upload.id, now=now):
        return None
    items = (item for page in uploads.pages(db, upload.id) for item in items_of(page))
    bank_id = ensure_bank(db, state.slug, state.contest.title.vi, state.id, now=now)
    tally = take_in(db, bank_id, choose(items), author_id=upload.staff_id, now=now)
    uploads.drop_pages(db, upload.id)
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
