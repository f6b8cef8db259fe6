"""Printers of documents, one driver a file."""
