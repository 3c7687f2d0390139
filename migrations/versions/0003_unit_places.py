"""An index for the place of one unit."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_unit_standings_unit", "unit_standings", ["snapshot_id", "unit_id"])


def downgrade() -> None:
    op.drop_index("ix_unit_standings_unit", table_name="unit_standings")
