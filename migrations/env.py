"""Alembic: runs on the connection that the application hands over."""

from alembic import context
from sqlalchemy import text

config = context.config
verbindung = config.attributes["verbindung"]
metadata = config.attributes.get("metadata")

if verbindung.dialect.name == "postgresql":
    verbindung.execute(text("SET LOCAL lock_timeout = '2s'"))
    verbindung.execute(text("SET LOCAL statement_timeout = '15min'"))

context.configure(
    connection=verbindung,
    target_metadata=metadata,
    render_as_batch=verbindung.dialect.name == "sqlite",
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
