"""Code scanners, one driver a file."""
