"""Runs the migrations on the connection that the gateway has opened."""

from alembic import context

from kiosk.gateway.store.tables import metadata

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a step over many rows takes its time
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
context.run_migrations()
