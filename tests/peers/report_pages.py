"""Reports to print: small PDF documents, as Pillow writes them."""

from functools import cache
from io import BytesIO

from PIL import Image


@cache
def report(pages: int) -> bytes:
    """So many white A4 pages."""
    sheets = [Image.new("1", (83, 117), 1) for _ in range(pages)]
    written = BytesIO()
    sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:], resolution=10)
    return written.getvalue()
