"""Compares what the channels say they took, what the hospital booked, and what the terminals wrote down, day by day."""
