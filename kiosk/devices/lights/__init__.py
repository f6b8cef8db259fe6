"""Lights at the slots, one driver a file."""
