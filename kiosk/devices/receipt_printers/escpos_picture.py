"""A picture of dots as a receipt printer takes it. Pure."""

# A printer that looks for real-time commands even inside pictures must not find one: a dot more nobody sees.
QUESTIONS = ((b"\x10\x04", b"\x10\x0c"), (b"\x10\x05", b"\x10\x0d"), (b"\x10\x14", b"\x10\x1c"))


def picture(packed: bytes, dots: int) -> bytes:
    """GS v 0 for `packed` dots: a bit a dot, 1 is black, rows of `dots / 8` bytes."""
    across = dots // 8
    height = len(packed) // across
    for question, harmless in QUESTIONS:
        packed = packed.replace(question, harmless)
    return b"\x1dv0\x00" + across.to_bytes(2, "little") + height.to_bytes(2, "little") + packed
