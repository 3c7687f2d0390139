"""Units: the dated tree of the administration, and the snapshot of it that one contest uses."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, Table, UniqueConstraint

from quiz.store.schema.columns import (
    key,
    maybe_document,
    maybe_moment,
    maybe_ref,
    metadata,
    moment,
    ref,
    text,
)

unit_nodes = Table(
    "unit_nodes",
    metadata,
    key(),
    text("code"),
    maybe_ref("parent_id", "unit_nodes"),
    text("name"),
    text("kind"),
    maybe_moment("valid_from"),
    maybe_moment("valid_to"),
    UniqueConstraint("code", "valid_from"),
)

unit_successors = Table(
    "unit_successors",
    metadata,
    key(),
    ref("unit_node_id", "unit_nodes"),
    ref("successor_id", "unit_nodes"),
    UniqueConstraint("unit_node_id", "successor_id"),
)

# What a contest ranks: the tree as it stood when the contest took its copy, with headcounts of a date.
units = Table(
    "units",
    metadata,
    key(),
    ref("contest_id", "contests"),
    maybe_ref("node_id", "unit_nodes"),
    maybe_ref("parent_id", "units", index=True),
    text("code"),
    text("name"),
    # The names from the top down, for people; and the same without diacritics, for the typed search.
    text("path"),
    text("search"),
    Column("headcount", Integer, nullable=True),
    Column("population", Integer, nullable=True),
    Column("target", Float, nullable=True),
    maybe_document("groups"),
    # Whether a person may choose this unit; an upper node usually only gathers others.
    Column("choosable", Integer, nullable=False, server_default="1"),
    maybe_moment("valid_from"),
    maybe_moment("valid_to"),
    UniqueConstraint("contest_id", "code"),
    CheckConstraint("headcount IS NULL OR headcount >= 0", "headcount"),
    CheckConstraint("population IS NULL OR population >= 0", "population"),
    Index("ix_units_contest_search", "contest_id", "search"),
)

unit_changes = Table(
    "unit_changes",
    metadata,
    key(),
    ref("contest_id", "contests"),
    ref("unit_id", "units"),
    maybe_ref("into_id", "units"),
    text("kind"),
    moment("at"),
    text("reason"),
)

jury_scores = Table(
    "jury_scores",
    metadata,
    key(),
    ref("contest_id", "contests"),
    text("scope", server_default=""),
    ref("unit_id", "units"),
    text("board"),
    Column("score", Float, nullable=False),
    text("reason"),
    maybe_ref("by_id", "staff"),
    moment("at"),
    UniqueConstraint("contest_id", "scope", "unit_id", "board"),
)
