"""The tables, and the one place that talks SQL."""

import logging

# It reports on its own plug-ins as soon as it is imported.
logging.getLogger("alembic").setLevel(logging.WARNING)
