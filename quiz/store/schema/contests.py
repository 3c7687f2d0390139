"""Contests, the versions of their rulebook, and what is projected from it: rounds, sittings, blocks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, Table, UniqueConstraint

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

contests = Table(
    "contests",
    metadata,
    key(),
    text("slug", unique=True),
    # The version of the rulebook that applies to what begins now.
    Column("rulebook_number", Integer, nullable=False),
    # Rises with every change that other nodes must notice: they compare it at most once a second.
    Column("generation", Integer, nullable=False, server_default="0"),
    moment("created_at"),
    maybe_moment("archived_at"),
)

rulebook_versions = Table(
    "rulebook_versions",
    metadata,
    key(),
    ref("contest_id", "contests"),
    Column("number", Integer, nullable=False),
    document("document"),
    text("digest"),
    text("reason"),
    maybe_ref("author_id", "staff"),
    moment("made_at"),
    UniqueConstraint("contest_id", "number"),
)

blocks = Table(
    "blocks",
    metadata,
    key(),
    ref("contest_id", "contests"),
    text("slug"),
    UniqueConstraint("contest_id", "slug"),
)

ROUND_STATES = ("draft", "scheduled", "closed", "provisional", "final")

rounds = Table(
    "rounds",
    metadata,
    key(),
    ref("contest_id", "contests"),
    maybe_ref("parent_id", "rounds"),
    text("slug"),
    Column("number", Integer, nullable=False),
    text("kind"),
    moment("opens_at"),
    moment("closes_at"),
    # Written words of the life of a round; whether a scheduled round is open is a matter of the clock.
    text("state", server_default="draft"),
    maybe_moment("paused_at"),
    maybe_moment("scheduled_at"),
    # Set when somebody, or the due job, closed the round: nothing is accepted after closed_at + grace.
    maybe_moment("closed_at"),
    maybe_moment("finalised_at"),
    maybe_moment("published_at"),
    Column("rulebook_number", Integer, nullable=True),
    UniqueConstraint("contest_id", "slug"),
    UniqueConstraint("contest_id", "number"),
    CheckConstraint(one_of("state", *ROUND_STATES), "state"),
    CheckConstraint("opens_at < closes_at", "window"),
)

sittings = Table(
    "sittings",
    metadata,
    key(),
    ref("round_id", "rounds"),
    Column("number", Integer, nullable=False),
    moment("opens_at"),
    moment("closes_at"),
    UniqueConstraint("round_id", "number"),
    CheckConstraint("opens_at < closes_at", "window"),
)

due_jobs = Table(
    "due_jobs",
    metadata,
    key(),
    ref("contest_id", "contests"),
    # The round's slug, or "" for the whole contest: a NULL would escape the unique constraint.
    text("scope"),
    text("kind"),
    moment("due_at"),
    maybe_text("claimed_by"),
    maybe_moment("claimed_until"),
    maybe_moment("done_at"),
    maybe_text("outcome"),
    UniqueConstraint("contest_id", "scope", "kind", "due_at"),
)
