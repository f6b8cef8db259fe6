"""Sizes of paper, and how many pages a document has."""

import re

# The name that printers know, width and height in 1/100 mm (PWG 5101.1).
SIZES = {"A4": ("iso_a4_210x297mm", 21_000, 29_700), "A5": ("iso_a5_148x210mm", 14_800, 21_000)}


def pages_in(pdf: bytes) -> int | None:
    """How many pages the document says it has; `None` when that is packed away inside it."""
    leaves = len(re.findall(rb"/Type\s*/Page\b", pdf))
    counts = map(int, re.findall(rb"/Count\s+(\d{1,6})\b", pdf))
    return leaves or max(counts, default=0) or None
