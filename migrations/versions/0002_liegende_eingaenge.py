"""Find deliveries that were stored but not decided on"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    offen = sa.text("verarbeitet_am IS NULL")
    op.create_index(
        "ix_eingang_liegend",
        "eingang",
        ["empfangen_am"],
        sqlite_where=offen,
        postgresql_where=offen,
    )


def downgrade() -> None:
    op.drop_index("ix_eingang_liegend", "eingang")
