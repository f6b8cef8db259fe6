"""Card dispensers, one driver a file."""
