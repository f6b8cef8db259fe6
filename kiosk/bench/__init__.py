"""Measures the terminal: how fast it appears, what it costs, how soon it answers a finger."""
