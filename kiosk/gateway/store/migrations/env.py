"""Runs the migrations on the connection that the gateway has opened."""

from alembic import context

from kiosk.gateway.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
)
context.run_migrations()
