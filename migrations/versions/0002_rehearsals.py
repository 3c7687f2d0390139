"""A table for rehearsals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rehearsals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("build", sa.Text(), nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), server_default="", nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("participants", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("report_name", sa.Text(), nullable=False),
        sa.Column("report_digest", sa.Text(), nullable=False),
        sa.Column("report", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("verdict IN ('passed', 'failed')", name=op.f("ck_rehearsals_verdict")),
        sa.CheckConstraint("started_at <= finished_at", name=op.f("ck_rehearsals_window")),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_rehearsals_contest_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_rehearsals_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsals")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rehearsals_public_id")),
    )
    with op.batch_alter_table("rehearsals", schema=None) as batch_op:
        batch_op.create_index("ix_rehearsals_round", ["round_id", "finished_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rehearsals", schema=None) as batch_op:
        batch_op.drop_index("ix_rehearsals_round")

    op.drop_table("rehearsals")
