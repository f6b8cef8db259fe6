"""Devices that measure a body, one driver a file."""
