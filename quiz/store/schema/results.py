"""Results: snapshots of standings with one pointer, winners, honours, objections, decisions, progression."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Float, Index, Integer, Table, UniqueConstraint

from quiz.store.schema.columns import (
    document,
    key,
    maybe_document,
    maybe_moment,
    maybe_ref,
    maybe_text,
    metadata,
    moment,
    ref,
    text,
)

# Written in batches under a new id; readers see nothing of it until the pointer flips.
snapshots = Table(
    "snapshots",
    metadata,
    key(),
    ref("contest_id", "contests"),
    maybe_ref("round_id", "rounds"),
    # live | result (provisional or final by the state of its round)
    text("kind"),
    Column("version", Integer, nullable=False),
    document("summary"),
    text("digest"),
    moment("made_at"),
    maybe_moment("complete_at"),
)

snapshot_pointers = Table(
    "snapshot_pointers",
    metadata,
    key(),
    ref("contest_id", "contests"),
    # The round's slug, or "" for the whole contest: a NULL would escape the unique constraint.
    text("scope"),
    text("kind"),
    ref("snapshot_id", "snapshots"),
    moment("flipped_at"),
    UniqueConstraint("contest_id", "scope", "kind"),
)

standings = Table(
    "standings",
    metadata,
    key(),
    ref("snapshot_id", "snapshots"),
    text("block"),
    # Position is the row's order on the board (1, 2, 3, …); place has ties (1, 1, 3).
    Column("position", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    ref("participant_id", "participants"),
    maybe_ref("attempt_id", "attempts"),
    maybe_ref("unit_id", "units"),
    Column("score", Float, nullable=False),
    Column("correct", Integer, nullable=True),
    Column("duration_us", BigInteger, nullable=True),
    Column("prediction_distance", BigInteger, nullable=True),
    # As the rulebook masks it, computed when the snapshot is made.
    text("shown_name"),
    text("shown_unit"),
    text("search"),
    maybe_text("prize"),
    maybe_document("detail"),
    UniqueConstraint("snapshot_id", "block", "position"),
    Index("ix_standings_participant", "snapshot_id", "participant_id"),
)

unit_standings = Table(
    "unit_standings",
    metadata,
    key(),
    ref("snapshot_id", "snapshots"),
    text("board"),
    Column("position", Integer, nullable=False),
    # Without a place: listed apart, for want of a headcount or under the minimum.
    Column("place", Integer, nullable=True),
    ref("unit_id", "units"),
    text("shown_name"),
    Column("value", Float, nullable=True),
    Column("participants", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    maybe_text("prize"),
    maybe_document("detail"),
    UniqueConstraint("snapshot_id", "board", "position"),
    Index("ix_unit_standings_unit", "snapshot_id", "unit_id"),
)

winners = Table(
    "winners",
    metadata,
    key(),
    ref("snapshot_id", "snapshots"),
    text("block"),
    text("prize"),
    Column("rank", Integer, nullable=False),
    Column("place", Integer, nullable=True),
    Column("shared", Integer, nullable=False, server_default="0"),
    maybe_ref("participant_id", "participants"),
    maybe_ref("unit_id", "units"),
    maybe_ref("attempt_id", "attempts"),
    text("shown_name"),
    text("shown_unit"),
    maybe_document("detail"),
    Index("ix_winners_snapshot", "snapshot_id"),
)

honours = Table(
    "honours",
    metadata,
    key(),
    ref("contest_id", "contests"),
    text("kind"),
    Column("position", Integer, nullable=False),
    text("name"),
    text("reason"),
    text("decision_number"),
    Column("decision_date", Date, nullable=False),
    text("signer"),
    moment("entered_at"),
    maybe_ref("entered_by", "staff"),
    UniqueConstraint("contest_id", "kind", "position"),
)

manual_decisions = Table(
    "manual_decisions",
    metadata,
    key(),
    ref("contest_id", "contests"),
    maybe_ref("round_id", "rounds"),
    text("kind"),
    document("decision"),
    text("reason"),
    maybe_ref("by_id", "staff"),
    moment("at"),
)

progressions = Table(
    "progressions",
    metadata,
    key(),
    ref("round_id", "rounds"),
    ref("into_id", "rounds"),
    ref("participant_id", "participants"),
    moment("at"),
    UniqueConstraint("into_id", "participant_id"),
)

objections = Table(
    "objections",
    metadata,
    key(),
    text("public_id", unique=True),
    ref("contest_id", "contests"),
    maybe_ref("round_id", "rounds"),
    ref("participant_id", "participants"),
    text("body"),
    text("state"),
    maybe_text("decision"),
    moment("raised_at"),
    maybe_moment("decided_at"),
    maybe_ref("decided_by", "staff"),
)

# Hidden figures: a total such as participants waits here until no open prediction asks for it.
live_counts = Table(
    "live_counts",
    metadata,
    key(),
    ref("contest_id", "contests"),
    text("scope"),
    document("counts"),
    moment("counted_at"),
    UniqueConstraint("contest_id", "scope"),
)
