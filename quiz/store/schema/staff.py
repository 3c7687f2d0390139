"""Staff, their roles by contest and unit subtree, approvals by a second person, and the audit chain."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, UniqueConstraint

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

ROLES = ("operator", "organiser", "editor", "coordinator", "auditor", "support")

staff = Table(
    "staff",
    metadata,
    key(),
    text("login", unique=True),
    text("name"),
    text("password_hash"),
    # Encrypted under the secret key; empty until the second factor is set up.
    maybe_text("totp_secret"),
    # The last accepted time step: one code signs in once.
    Column("totp_step", Integer, nullable=True),
    maybe_document("recovery_digests"),
    Column("must_change", Integer, nullable=False, server_default="1"),
    moment("created_at"),
    maybe_moment("disabled_at"),
)

staff_roles = Table(
    "staff_roles",
    metadata,
    key(),
    ref("staff_id", "staff"),
    text("role"),
    maybe_ref("contest_id", "contests"),
    maybe_ref("unit_id", "units"),
    moment("given_at"),
    CheckConstraint(one_of("role", *ROLES), "role"),
    Index("ix_staff_roles_staff", "staff_id"),
)

approvals = Table(
    "approvals",
    metadata,
    key(),
    ref("contest_id", "contests"),
    text("act"),
    text("subject"),
    document("detail"),
    text("reason"),
    ref("asker_id", "staff"),
    moment("asked_at"),
    maybe_ref("approver_id", "staff"),
    maybe_moment("settled_at"),
    maybe_text("outcome"),
    CheckConstraint("approver_id IS NULL OR approver_id <> asker_id", "two_people"),
)

audit = Table(
    "audit",
    metadata,
    key(),
    # One chain a contest; acts of the platform itself stand in the chain "platform".
    text("chain"),
    Column("number", Integer, nullable=False),
    moment("at"),
    maybe_ref("staff_id", "staff"),
    text("act"),
    text("subject"),
    document("detail"),
    text("reason"),
    text("previous"),
    text("digest"),
    UniqueConstraint("chain", "number"),
)
