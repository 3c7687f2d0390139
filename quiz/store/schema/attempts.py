"""Papers, keys, attempts and everything that bends one attempt's limits."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from quiz.store.schema.columns import (
    document,
    key,
    maybe_document,
    maybe_moment,
    maybe_ref,
    maybe_text,
    metadata,
    moment,
    one_of,
    ref,
    text,
)

papers = Table(
    "papers",
    metadata,
    key(),
    ref("contest_id", "contests"),
    ref("round_id", "rounds"),
    # The block's slug, "" where the contest has none.
    text("block", server_default=""),
    Column("version", Integer, nullable=False),
    # What the organiser chose (items, how to draw); compiled into `document` when the round is scheduled.
    document("choice"),
    maybe_document("document"),
    maybe_text("commitment"),
    maybe_text("salt"),
    maybe_moment("frozen_at"),
    CheckConstraint("(frozen_at IS NULL) = (document IS NULL)", "frozen"),
    UniqueConstraint("round_id", "block", "version"),
)

answer_keys = Table(
    "answer_keys",
    metadata,
    key(),
    ref("paper_id", "papers"),
    Column("version", Integer, nullable=False),
    document("document"),
    text("commitment"),
    text("salt"),
    text("reason"),
    moment("made_at"),
    UniqueConstraint("paper_id", "version"),
)

attempts = Table(
    "attempts",
    metadata,
    key(),
    # Random, in the URL; an owner is always asked for together with it.
    text("public_id", unique=True),
    text("receipt", unique=True),
    ref("contest_id", "contests"),
    ref("round_id", "rounds"),
    ref("participant_id", "participants"),
    text("block", server_default=""),
    # Copied when the attempt starts: a later move of the person does not move it.
    maybe_ref("unit_id", "units"),
    ref("paper_id", "papers"),
    Column("number", Integer, nullable=False),
    Column("rulebook_number", Integer, nullable=False),
    Column("key_version", Integer, nullable=True),
    Column("seed", LargeBinary, nullable=False),
    Column("leaf_nonce", LargeBinary, nullable=False),
    text("state", server_default="in_progress"),
    moment("started_at"),
    moment("deadline_at"),
    text("answers", server_default=""),
    Column("revision", Integer, nullable=False, server_default="0"),
    maybe_moment("last_edit_at"),
    Column("prediction", BigInteger, nullable=True),
    maybe_document("extra"),
    # Arrival of the hand-in, and the end that counts: min(arrival, deadline).
    maybe_moment("submitted_at"),
    maybe_moment("finished_at"),
    Column("late", Integer, nullable=False, server_default="0"),
    maybe_text("hand_in_key"),
    Column("score", Float, nullable=True),
    Column("correct", Integer, nullable=True),
    Column("answered", Integer, nullable=True),
    maybe_moment("voided_at"),
    maybe_text("void_reason"),
    # Evidence, disclosed to people and expiring.
    text("channel", server_default="web"),
    maybe_text("address"),
    maybe_text("device_digest"),
    maybe_text("agent_class"),
    maybe_text("helper"),
    text("save_times", server_default=""),
    maybe_ref("seal_id", "seals"),
    UniqueConstraint("participant_id", "round_id", "number"),
    CheckConstraint(one_of("state", "in_progress", "handed_in", "timed_out"), "state"),
    CheckConstraint("number >= 1", "number"),
    CheckConstraint("(state = 'in_progress') = (finished_at IS NULL)", "finished"),
    Index("ix_attempts_round_state_deadline", "round_id", "state", "deadline_at"),
)
unsealed = Index(
    "ix_attempts_unsealed",
    attempts.c.contest_id,
    attempts.c.id,
    sqlite_where=attempts.c.seal_id.is_(None),
    postgresql_where=attempts.c.seal_id.is_(None),
)
open_attempt = Index(
    "uq_attempts_open",
    attempts.c.participant_id,
    attempts.c.round_id,
    unique=True,
    sqlite_where=(attempts.c.state == "in_progress") & attempts.c.voided_at.is_(None),
    postgresql_where=(attempts.c.state == "in_progress") & attempts.c.voided_at.is_(None),
)

# Answers that reached us after the limit: shown to the desk, never counted.
late_answers = Table(
    "late_answers",
    metadata,
    key(),
    ref("attempt_id", "attempts", index=True),
    moment("arrived_at"),
    text("answers"),
    Column("revision", Integer, nullable=False),
)

extensions = Table(
    "extensions",
    metadata,
    key(),
    ref("contest_id", "contests"),
    ref("round_id", "rounds"),
    maybe_ref("participant_id", "participants"),
    maybe_ref("unit_id", "units"),
    Column("seconds", Integer, nullable=False),
    text("reason"),
    maybe_ref("by_id", "staff"),
    moment("at"),
    CheckConstraint("participant_id IS NULL OR unit_id IS NULL", "one_subject"),
    Index("ix_extensions_round", "round_id"),
)

allowances = Table(
    "allowances",
    metadata,
    key(),
    ref("participant_id", "participants"),
    ref("round_id", "rounds"),
    Column("attempts", Integer, nullable=False),
    text("reason"),
    maybe_ref("by_id", "staff"),
    moment("at"),
    Index("ix_allowances_participant_round", "participant_id", "round_id"),
)

bonuses = Table(
    "bonuses",
    metadata,
    key(),
    ref("participant_id", "participants"),
    ref("round_id", "rounds"),
    text("kind"),
    Column("points", Float, nullable=False),
    text("reason"),
    maybe_ref("by_id", "staff"),
    moment("at"),
)

seals = Table(
    "seals",
    metadata,
    key(),
    ref("contest_id", "contests"),
    Column("number", Integer, nullable=False),
    Column("leaves", Integer, nullable=False),
    text("root"),
    text("previous"),
    moment("sealed_at"),
    UniqueConstraint("contest_id", "number"),
)
