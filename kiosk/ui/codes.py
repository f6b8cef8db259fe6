"""Turns a text into the black and white squares of a QR code."""


def qr_rows(text: str) -> list[list[bool]]:
    """The modules of the code row by row, true is dark, without the quiet zone (ISO/IEC 18004, error level M)."""
    import segno  # only needed when somebody pays

    return [[bool(module) for module in row] for row in segno.make(text, error="m", micro=False).matrix]
