"""The hospital's side of the contract: a small service."""
