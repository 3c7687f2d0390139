"""Participants apart from their personal details, how they sign in, and what they consented to."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, UniqueConstraint

from quiz.store.schema.columns import (
    BigId,
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

participants = Table(
    "participants",
    metadata,
    key(),
    ref("contest_id", "contests"),
    # Random and shown in public: packs, draws and digests know people by nothing else.
    text("code"),
    maybe_ref("unit_id", "units", index=True),
    maybe_ref("residence_id", "units"),
    # The block's slug, "" where the contest has none.
    text("block", server_default=""),
    # Facts that the rules judge by (birth date, post, group), without name or address.
    document("facts"),
    text("standing", server_default="full"),
    maybe_text("standing_reason"),
    # Keyed digest of what the rulebook calls identity; the claim is set only where a second one is refused.
    text("identity_digest"),
    maybe_text("identity_claim"),
    text("channel"),
    moment("created_at"),
    UniqueConstraint("contest_id", "code"),
    UniqueConstraint("contest_id", "identity_claim"),
    CheckConstraint(one_of("standing", "full", "may_not_win", "excluded", "erased"), "standing"),
    Index("ix_participants_identity", "contest_id", "identity_digest"),
)

person_details = Table(
    "person_details",
    metadata,
    Column("participant_id", BigId, primary_key=True, autoincrement=False),
    ref("contest_id", "contests"),
    text("name"),
    # The name in lower case without diacritics, for the desk's search.
    text("search"),
    Column("birth_date", Date, nullable=True),
    maybe_text("phone"),
    maybe_text("roster_number"),
    maybe_document("more"),
    Column("edits", Integer, nullable=False, server_default="0"),
    moment("changed_at"),
    UniqueConstraint("contest_id", "roster_number"),
    Index("ix_person_details_phone", "contest_id", "phone"),
    Index("ix_person_details_search", "contest_id", "search"),
)

# Details that the rulebook wants unique, as keyed digests: the database decides which of two came first.
unique_details = Table(
    "unique_details",
    metadata,
    key(),
    ref("contest_id", "contests"),
    ref("participant_id", "participants", index=True),
    text("field"),
    text("digest"),
    UniqueConstraint("contest_id", "field", "digest"),
)

entry_codes = Table(
    "entry_codes",
    metadata,
    key(),
    ref("participant_id", "participants", index=True),
    text("key_id"),
    text("code_digest"),
    text("link_digest", unique=True),
    moment("issued_at"),
    maybe_ref("issued_by", "staff"),
    maybe_moment("revoked_at"),
)

login_sessions = Table(
    "login_sessions",
    metadata,
    key(),
    # The cookie carries the token; a stolen database does not.
    text("token_digest", unique=True),
    maybe_ref("participant_id", "participants", index=True),
    maybe_ref("staff_id", "staff", index=True),
    Column("shared_device", Integer, nullable=False, server_default="0"),
    maybe_moment("confirmed_at"),
    moment("created_at"),
    moment("expires_at"),
    maybe_moment("revoked_at"),
    maybe_text("agent_class"),
    CheckConstraint("(participant_id IS NULL) <> (staff_id IS NULL)", "one_owner"),
)

# Wrong tries by account and by source, as keyed digests; they slow down, they never lock out.
throttles = Table(
    "throttles",
    metadata,
    key(),
    text("subject_digest", unique=True),
    Column("tries", Integer, nullable=False),
    moment("last_try_at"),
)

consents = Table(
    "consents",
    metadata,
    key(),
    ref("participant_id", "participants"),
    text("purpose"),
    text("version"),
    moment("given_at"),
    maybe_moment("withdrawn_at"),
    UniqueConstraint("participant_id", "purpose", "given_at"),
)

tombstones = Table(
    "tombstones",
    metadata,
    key(),
    ref("contest_id", "contests"),
    text("participant_code"),
    text("reason"),
    moment("erased_at"),
    UniqueConstraint("contest_id", "participant_code"),
)

flags = Table(
    "flags",
    metadata,
    key(),
    ref("contest_id", "contests"),
    maybe_ref("participant_id", "participants", index=True),
    maybe_ref("attempt_id", "attempts"),
    text("kind"),
    document("detail"),
    moment("raised_at"),
    maybe_moment("settled_at"),
    maybe_ref("settled_by", "staff"),
    maybe_text("settlement"),
)
