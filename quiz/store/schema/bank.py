"""Question banks: items, their versions, approvals, and what a practice pool may draw."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, LargeBinary, Table, UniqueConstraint

from quiz.store.schema.columns import (
    document,
    key,
    maybe_moment,
    maybe_ref,
    maybe_text,
    metadata,
    moment,
    one_of,
    ref,
    text,
)

banks = Table(
    "banks",
    metadata,
    key(),
    # A bank of the platform (the shipped one) belongs to no contest.
    maybe_ref("contest_id", "contests"),
    text("slug", unique=True),
    text("title"),
    Column("shipped", Integer, nullable=False, server_default="0"),
    moment("created_at"),
)

items = Table(
    "items",
    metadata,
    key(),
    ref("bank_id", "banks"),
    text("slug"),
    Column("version", Integer, nullable=False),
    maybe_moment("retired_at"),
    UniqueConstraint("bank_id", "slug"),
)

item_versions = Table(
    "item_versions",
    metadata,
    key(),
    ref("item_id", "items"),
    Column("version", Integer, nullable=False),
    text("kind"),
    # Texts by language, choices, key, explanation, pictures, a slot for audio.
    document("document"),
    text("fingerprint"),
    text("search"),
    text("topic"),
    text("difficulty"),
    text("source"),
    Column("valid_on", Date, nullable=True),
    Column("valid_to", Date, nullable=True),
    maybe_ref("author_id", "staff"),
    moment("made_at"),
    maybe_ref("approved_by", "staff"),
    maybe_moment("approved_at"),
    UniqueConstraint("item_id", "version"),
    CheckConstraint(one_of("kind", "single", "multi", "truefalse"), "kind"),
    CheckConstraint("approved_by IS NULL OR author_id IS NULL OR approved_by <> author_id", "two_people"),
    Index("ix_item_versions_fingerprint", "fingerprint"),
)

paper_items = Table(
    "paper_items",
    metadata,
    key(),
    ref("paper_id", "papers"),
    ref("item_version_id", "item_versions", index=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("paper_id", "position"),
)

practice_items = Table(
    "practice_items",
    metadata,
    key(),
    ref("contest_id", "contests"),
    ref("item_version_id", "item_versions"),
    UniqueConstraint("contest_id", "item_version_id"),
)

media = Table(
    "media",
    metadata,
    key(),
    text("digest", unique=True),
    text("kind"),
    Column("content", LargeBinary, nullable=False),
    moment("stored_at"),
)

# What an upload found, kept for the person who uploads until it is confirmed or thrown away.
uploads = Table(
    "uploads",
    metadata,
    key(),
    text("public_id", unique=True),
    ref("staff_id", "staff"),
    maybe_ref("contest_id", "contests"),
    maybe_ref("bank_id", "banks"),
    text("kind"),
    text("file_name"),
    document("report"),
    maybe_text("content_digest"),
    moment("uploaded_at"),
    maybe_moment("settled_at"),
)

# The questions of an upload, so many to a row as are looked at together: no page reads a file of thousands.
upload_pages = Table(
    "upload_pages",
    metadata,
    key(),
    ref("upload_id", "uploads"),
    Column("number", Integer, nullable=False),
    document("entries"),
    UniqueConstraint("upload_id", "number"),
)
