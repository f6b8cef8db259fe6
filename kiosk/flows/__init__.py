"""One file per thing a person came for."""
