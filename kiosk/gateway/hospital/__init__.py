"""The rules and the demo hospital."""
