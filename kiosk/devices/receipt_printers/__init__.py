"""Receipt printers, one driver a file."""
