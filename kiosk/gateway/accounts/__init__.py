"""What the hospital itself holds for a patient, or is owed by one: the prepaid card, and what is paid later."""
