"""Readers of identity cards, one driver a file."""
