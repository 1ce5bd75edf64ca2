"""When the authority returned a file that was sent for a Nachforderung"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "dokument_fassung",
        sa.Column("zurueckgegeben_am", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("dokument_fassung", "zurueckgegeben_am")
