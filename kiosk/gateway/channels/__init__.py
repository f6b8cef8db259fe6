"""Payment channels, one file each, chosen by name."""
