"""The tables, and the one place that talks SQL."""
