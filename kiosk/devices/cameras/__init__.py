"""Cameras, one driver a file."""
