"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("rulebook_number", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contests")),
        sa.UniqueConstraint("slug", name=op.f("uq_contests_slug")),
    )
    op.create_table(
        "media",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("digest", name=op.f("uq_media_digest")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=True),
        sa.Column("recovery_digests", sa.Text(), nullable=True),
        sa.Column("must_change", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "throttles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject_digest", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_try_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttles")),
        sa.UniqueConstraint("subject_digest", name=op.f("uq_throttles_subject_digest")),
    )
    op.create_table(
        "unit_nodes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_to", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit_nodes.id"], name=op.f("fk_unit_nodes_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_nodes")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_unit_nodes_code_valid_from")),
    )
    op.create_table(
        "approvals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("approver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "approver_id IS NULL OR approver_id <> asker_id", name=op.f("ck_approvals_two_people")
        ),
        sa.ForeignKeyConstraint(["approver_id"], ["staff.id"], name=op.f("fk_approvals_approver_id")),
        sa.ForeignKeyConstraint(["asker_id"], ["staff.id"], name=op.f("fk_approvals_asker_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_approvals_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_audit_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("chain", "number", name=op.f("uq_audit_chain_number")),
    )
    op.create_table(
        "banks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("shipped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_banks_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banks")),
        sa.UniqueConstraint("slug", name=op.f("uq_banks_slug")),
    )
    op.create_table(
        "blocks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_blocks_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("contest_id", "slug", name=op.f("uq_blocks_contest_id_slug")),
    )
    op.create_table(
        "due_jobs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_due_jobs_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_jobs")),
        sa.UniqueConstraint(
            "contest_id", "scope", "kind", "due_at", name=op.f("uq_due_jobs_contest_id_scope_kind_due_at")
        ),
    )
    op.create_table(
        "honours",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_honours_contest_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["staff.id"], name=op.f("fk_honours_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_honours")),
        sa.UniqueConstraint(
            "contest_id", "kind", "position", name=op.f("uq_honours_contest_id_kind_position")
        ),
    )
    op.create_table(
        "live_counts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("counted_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_live_counts_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_counts")),
        sa.UniqueConstraint("contest_id", "scope", name=op.f("uq_live_counts_contest_id_scope")),
    )
    op.create_table(
        "person_details",
        sa.Column(
            "participant_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("roster_number", sa.Text(), nullable=True),
        sa.Column("more", sa.Text(), nullable=True),
        sa.Column("edits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_person_details_contest_id")),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_person_details")),
        sa.UniqueConstraint(
            "contest_id", "roster_number", name=op.f("uq_person_details_contest_id_roster_number")
        ),
    )
    with op.batch_alter_table("person_details", schema=None) as batch_op:
        batch_op.create_index("ix_person_details_phone", ["contest_id", "phone"], unique=False)
        batch_op.create_index("ix_person_details_search", ["contest_id", "search"], unique=False)

    op.create_table(
        "rounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="draft", nullable=False),
        sa.Column("paused_at", sa.BigInteger(), nullable=True),
        sa.Column("scheduled_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("finalised_at", sa.BigInteger(), nullable=True),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("rulebook_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'scheduled', 'closed', 'provisional', 'final')", name=op.f("ck_rounds_state")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_rounds_window")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_rounds_contest_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["rounds.id"], name=op.f("fk_rounds_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_rounds_contest_id_number")),
        sa.UniqueConstraint("contest_id", "slug", name=op.f("uq_rounds_contest_id_slug")),
    )
    op.create_table(
        "rulebook_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_rulebook_versions_author_id")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_rulebook_versions_contest_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_versions")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_rulebook_versions_contest_id_number")),
    )
    op.create_table(
        "seals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_seals_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("contest_id", "number", name=op.f("uq_seals_contest_id_number")),
    )
    op.create_table(
        "tombstones",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_tombstones_contest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstones")),
        sa.UniqueConstraint(
            "contest_id", "participant_code", name=op.f("uq_tombstones_contest_id_participant_code")
        ),
    )
    op.create_table(
        "unit_successors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_node_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("successor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["unit_nodes.id"], name=op.f("fk_unit_successors_successor_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_node_id"], ["unit_nodes.id"], name=op.f("fk_unit_successors_unit_node_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_successors")),
        sa.UniqueConstraint(
            "unit_node_id", "successor_id", name=op.f("uq_unit_successors_unit_node_id_successor_id")
        ),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("node_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column("groups", sa.Text(), nullable=True),
        sa.Column("choosable", sa.Integer(), server_default="1", nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=True),
        sa.Column("valid_to", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("headcount IS NULL OR headcount >= 0", name=op.f("ck_units_headcount")),
        sa.CheckConstraint("population IS NULL OR population >= 0", name=op.f("ck_units_population")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_units_contest_id")),
        sa.ForeignKeyConstraint(["node_id"], ["unit_nodes.id"], name=op.f("fk_units_node_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("contest_id", "code", name=op.f("uq_units_contest_id_code")),
    )
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.create_index("ix_units_contest_search", ["contest_id", "search"], unique=False)
        batch_op.create_index(batch_op.f("ix_units_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bank_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name=op.f("fk_items_bank_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
        sa.UniqueConstraint("bank_id", "slug", name=op.f("uq_items_bank_id_slug")),
    )
    op.create_table(
        "jury_scores",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_jury_scores_by_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_jury_scores_contest_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_jury_scores_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jury_scores")),
        sa.UniqueConstraint(
            "contest_id",
            "scope",
            "unit_id",
            "board",
            name=op.f("uq_jury_scores_contest_id_scope_unit_id_board"),
        ),
    )
    op.create_table(
        "manual_decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_manual_decisions_by_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_manual_decisions_contest_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_manual_decisions_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_decisions")),
    )
    op.create_table(
        "papers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("block", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("commitment", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("frozen_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(frozen_at IS NULL) = (document IS NULL)", name=op.f("ck_papers_frozen")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_papers_contest_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_papers_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_papers")),
        sa.UniqueConstraint("round_id", "block", "version", name=op.f("uq_papers_round_id_block_version")),
    )
    op.create_table(
        "participants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("residence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("block", sa.Text(), server_default="", nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), server_default="full", nullable=False),
        sa.Column("standing_reason", sa.Text(), nullable=True),
        sa.Column("identity_digest", sa.Text(), nullable=False),
        sa.Column("identity_claim", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('full', 'may_not_win', 'excluded', 'erased')", name=op.f("ck_participants_standing")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_participants_contest_id")),
        sa.ForeignKeyConstraint(["residence_id"], ["units.id"], name=op.f("fk_participants_residence_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_participants_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participants")),
        sa.UniqueConstraint("contest_id", "code", name=op.f("uq_participants_contest_id_code")),
        sa.UniqueConstraint(
            "contest_id", "identity_claim", name=op.f("uq_participants_contest_id_identity_claim")
        ),
    )
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.create_index("ix_participants_identity", ["contest_id", "identity_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_participants_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "sittings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_sittings_window")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_sittings_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_sittings_round_id_number")),
    )
    op.create_table(
        "snapshots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("complete_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_snapshots_contest_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_snapshots_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_table(
        "staff_roles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('operator', 'organiser', 'editor', 'coordinator', 'auditor', 'support')",
            name=op.f("ck_staff_roles_role"),
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_staff_roles_contest_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_roles_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_staff_roles_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_roles")),
    )
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.create_index("ix_staff_roles_staff", ["staff_id"], unique=False)

    op.create_table(
        "unit_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_unit_changes_contest_id")),
        sa.ForeignKeyConstraint(["into_id"], ["units.id"], name=op.f("fk_unit_changes_into_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_changes_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_changes")),
    )
    op.create_table(
        "uploads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("bank_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=True),
        sa.Column("uploaded_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["bank_id"], ["banks.id"], name=op.f("fk_uploads_bank_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_uploads_contest_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_uploads_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("public_id", name=op.f("uq_uploads_public_id")),
    )
    op.create_table(
        "allowances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_allowances_by_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_allowances_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_allowances_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allowances")),
    )
    with op.batch_alter_table("allowances", schema=None) as batch_op:
        batch_op.create_index("ix_allowances_participant_round", ["participant_id", "round_id"], unique=False)

    op.create_table(
        "answer_keys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_answer_keys_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_keys")),
        sa.UniqueConstraint("paper_id", "version", name=op.f("uq_answer_keys_paper_id_version")),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("block", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rulebook_number", sa.Integer(), nullable=False),
        sa.Column("key_version", sa.Integer(), nullable=True),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_nonce", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), server_default="in_progress", nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline_at", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Text(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_edit_at", sa.BigInteger(), nullable=True),
        sa.Column("prediction", sa.BigInteger(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("late", sa.Integer(), server_default="0", nullable=False),
        sa.Column("hand_in_key", sa.Text(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("correct", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.BigInteger(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), server_default="web", nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("device_digest", sa.Text(), nullable=True),
        sa.Column("agent_class", sa.Text(), nullable=True),
        sa.Column("helper", sa.Text(), nullable=True),
        sa.Column("save_times", sa.Text(), server_default="", nullable=False),
        sa.Column("seal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(state = 'in_progress') = (finished_at IS NULL)", name=op.f("ck_attempts_finished")
        ),
        sa.CheckConstraint(
            "state IN ('in_progress', 'handed_in', 'timed_out')", name=op.f("ck_attempts_state")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_attempts_number")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_attempts_contest_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_attempts_paper_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_attempts_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_attempts_round_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"], name=op.f("fk_attempts_seal_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_attempts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint(
            "participant_id", "round_id", "number", name=op.f("uq_attempts_participant_id_round_id_number")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_attempts_public_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_attempts_receipt")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attempts_round_state_deadline", ["round_id", "state", "deadline_at"], unique=False
        )
        batch_op.create_index(
            "ix_attempts_unsealed",
            ["contest_id", "id"],
            unique=False,
            sqlite_where=sa.text("seal_id IS NULL"),
            postgresql_where=sa.text("seal_id IS NULL"),
        )
        batch_op.create_index(
            "uq_attempts_open",
            ["participant_id", "round_id"],
            unique=True,
            sqlite_where=sa.text("state = 'in_progress' AND voided_at IS NULL"),
            postgresql_where=sa.text("state = 'in_progress' AND voided_at IS NULL"),
        )

    op.create_table(
        "bonuses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_bonuses_by_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_bonuses_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_bonuses_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonuses")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_consents_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint(
            "participant_id", "purpose", "given_at", name=op.f("uq_consents_participant_id_purpose_given_at")
        ),
    )
    op.create_table(
        "entry_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("link_digest", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["staff.id"], name=op.f("fk_entry_codes_issued_by")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_entry_codes_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_codes")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_entry_codes_link_digest")),
    )
    with op.batch_alter_table("entry_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_codes_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "extensions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "participant_id IS NULL OR unit_id IS NULL", name=op.f("ck_extensions_one_subject")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_extensions_by_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_extensions_contest_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_extensions_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_extensions_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_extensions_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.create_index("ix_extensions_round", ["round_id"], unique=False)

    op.create_table(
        "item_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('single', 'multi', 'truefalse')", name=op.f("ck_item_versions_kind")),
        sa.CheckConstraint(
            "approved_by IS NULL OR author_id IS NULL OR approved_by <> author_id",
            name=op.f("ck_item_versions_two_people"),
        ),
        sa.ForeignKeyConstraint(["approved_by"], ["staff.id"], name=op.f("fk_item_versions_approved_by")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_item_versions_author_id")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_item_versions_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_versions")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_item_versions_item_id_version")),
    )
    with op.batch_alter_table("item_versions", schema=None) as batch_op:
        batch_op.create_index("ix_item_versions_fingerprint", ["fingerprint"], unique=False)

    op.create_table(
        "login_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shared_device", sa.Integer(), server_default="0", nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("agent_class", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(participant_id IS NULL) <> (staff_id IS NULL)", name=op.f("ck_login_sessions_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_login_sessions_participant_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_login_sessions_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_login_sessions_token_digest")),
    )
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_login_sessions_participant_id"), ["participant_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_login_sessions_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "objections",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_objections_contest_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_objections_decided_by")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_objections_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_objections_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
        sa.UniqueConstraint("public_id", name=op.f("uq_objections_public_id")),
    )
    op.create_table(
        "progressions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["rounds.id"], name=op.f("fk_progressions_into_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_progressions_participant_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_progressions_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progressions")),
        sa.UniqueConstraint("into_id", "participant_id", name=op.f("uq_progressions_into_id_participant_id")),
    )
    op.create_table(
        "snapshot_pointers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("flipped_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contests.id"], name=op.f("fk_snapshot_pointers_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_snapshot_pointers_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_pointers")),
        sa.UniqueConstraint(
            "contest_id", "scope", "kind", name=op.f("uq_snapshot_pointers_contest_id_scope_kind")
        ),
    )
    op.create_table(
        "unique_details",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_unique_details_contest_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_unique_details_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unique_details")),
        sa.UniqueConstraint(
            "contest_id", "field", "digest", name=op.f("uq_unique_details_contest_id_field_digest")
        ),
    )
    with op.batch_alter_table("unique_details", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unique_details_participant_id"), ["participant_id"], unique=False
        )

    op.create_table(
        "unit_standings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshots.id"], name=op.f("fk_unit_standings_snapshot_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_standings_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_standings")),
        sa.UniqueConstraint(
            "snapshot_id", "board", "position", name=op.f("uq_unit_standings_snapshot_id_board_position")
        ),
    )
    op.create_table(
        "upload_pages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_upload_pages_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload_pages")),
        sa.UniqueConstraint("upload_id", "number", name=op.f("uq_upload_pages_upload_id_number")),
    )
    op.create_table(
        "flags",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_flags_attempt_id")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_flags_contest_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_flags_participant_id")
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["staff.id"], name=op.f("fk_flags_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
    )
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flags_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "late_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_late_answers_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_answers")),
    )
    with op.batch_alter_table("late_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_answers_attempt_id"), ["attempt_id"], unique=False)

    op.create_table(
        "paper_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("paper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_versions.id"], name=op.f("fk_paper_items_item_version_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["papers.id"], name=op.f("fk_paper_items_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_items")),
        sa.UniqueConstraint("paper_id", "position", name=op.f("uq_paper_items_paper_id_position")),
    )
    with op.batch_alter_table("paper_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_items_item_version_id"), ["item_version_id"], unique=False)

    op.create_table(
        "practice_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_practice_items_contest_id")),
        sa.ForeignKeyConstraint(
            ["item_version_id"], ["item_versions.id"], name=op.f("fk_practice_items_item_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_items")),
        sa.UniqueConstraint(
            "contest_id", "item_version_id", name=op.f("uq_practice_items_contest_id_item_version_id")
        ),
    )
    op.create_table(
        "standings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=True),
        sa.Column("duration_us", sa.BigInteger(), nullable=True),
        sa.Column("prediction_distance", sa.BigInteger(), nullable=True),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("shown_unit", sa.Text(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_standings_attempt_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_standings_participant_id")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_standings_snapshot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_standings_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standings")),
        sa.UniqueConstraint(
            "snapshot_id", "block", "position", name=op.f("uq_standings_snapshot_id_block_position")
        ),
    )
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.create_index("ix_standings_participant", ["snapshot_id", "participant_id"], unique=False)

    op.create_table(
        "winners",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("shared", sa.Integer(), server_default="0", nullable=False),
        sa.Column("participant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("attempt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("shown_unit", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_winners_attempt_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participants.id"], name=op.f("fk_winners_participant_id")
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_winners_snapshot_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_winners_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_winners")),
    )
    with op.batch_alter_table("winners", schema=None) as batch_op:
        batch_op.create_index("ix_winners_snapshot", ["snapshot_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("winners", schema=None) as batch_op:
        batch_op.drop_index("ix_winners_snapshot")

    op.drop_table("winners")
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_index("ix_standings_participant")

    op.drop_table("standings")
    op.drop_table("practice_items")
    with op.batch_alter_table("paper_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_items_item_version_id"))

    op.drop_table("paper_items")
    with op.batch_alter_table("late_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_answers_attempt_id"))

    op.drop_table("late_answers")
    with op.batch_alter_table("flags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_flags_participant_id"))

    op.drop_table("flags")
    op.drop_table("upload_pages")
    op.drop_table("unit_standings")
    with op.batch_alter_table("unique_details", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unique_details_participant_id"))

    op.drop_table("unique_details")
    op.drop_table("snapshot_pointers")
    op.drop_table("progressions")
    op.drop_table("objections")
    with op.batch_alter_table("login_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_sessions_staff_id"))
        batch_op.drop_index(batch_op.f("ix_login_sessions_participant_id"))

    op.drop_table("login_sessions")
    with op.batch_alter_table("item_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_item_versions_fingerprint")

    op.drop_table("item_versions")
    with op.batch_alter_table("extensions", schema=None) as batch_op:
        batch_op.drop_index("ix_extensions_round")

    op.drop_table("extensions")
    with op.batch_alter_table("entry_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_codes_participant_id"))

    op.drop_table("entry_codes")
    op.drop_table("consents")
    op.drop_table("bonuses")
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempts_open",
            sqlite_where=sa.text("state = 'in_progress' AND voided_at IS NULL"),
            postgresql_where=sa.text("state = 'in_progress' AND voided_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_attempts_unsealed",
            sqlite_where=sa.text("seal_id IS NULL"),
            postgresql_where=sa.text("seal_id IS NULL"),
        )
        batch_op.drop_index("ix_attempts_round_state_deadline")

    op.drop_table("attempts")
    op.drop_table("answer_keys")
    with op.batch_alter_table("allowances", schema=None) as batch_op:
        batch_op.drop_index("ix_allowances_participant_round")

    op.drop_table("allowances")
    op.drop_table("uploads")
    op.drop_table("unit_changes")
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_roles_staff")

    op.drop_table("staff_roles")
    op.drop_table("snapshots")
    op.drop_table("sittings")
    with op.batch_alter_table("participants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participants_unit_id"))
        batch_op.drop_index("ix_participants_identity")

    op.drop_table("participants")
    op.drop_table("papers")
    op.drop_table("manual_decisions")
    op.drop_table("jury_scores")
    op.drop_table("items")
    with op.batch_alter_table("units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_units_parent_id"))
        batch_op.drop_index("ix_units_contest_search")

    op.drop_table("units")
    op.drop_table("unit_successors")
    op.drop_table("tombstones")
    op.drop_table("seals")
    op.drop_table("rulebook_versions")
    op.drop_table("rounds")
    with op.batch_alter_table("person_details", schema=None) as batch_op:
        batch_op.drop_index("ix_person_details_search")
        batch_op.drop_index("ix_person_details_phone")

    op.drop_table("person_details")
    op.drop_table("live_counts")
    op.drop_table("honours")
    op.drop_table("due_jobs")
    op.drop_table("blocks")
    op.drop_table("banks")
    op.drop_table("audit")
    op.drop_table("approvals")
    op.drop_table("unit_nodes")
    op.drop_table("throttles")
    op.drop_table("staff")
    op.drop_table("media")
    op.drop_table("contests")
