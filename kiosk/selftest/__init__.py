"""What a technician asks of the devices: which are there, how they are, and the proof that they work."""
