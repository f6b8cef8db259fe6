"""Card readers, one driver a file."""
