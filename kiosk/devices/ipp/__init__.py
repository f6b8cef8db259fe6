"""What is said to a network printer and what it answers: the Internet Printing Protocol as bytes (RFC 8010).

Nothing here talks to anybody.
"""

from kiosk.devices.ipp.decode import NotIpp, decode
from kiosk.devices.ipp.encode import encode
from kiosk.devices.ipp.words import About, Answer, Attribute, Group, Operation, Range, Resolution, Tag, Value

__all__ = [
    "About",
    "Answer",
    "Attribute",
    "Group",
    "NotIpp",
    "Operation",
    "Range",
    "Resolution",
    "Tag",
    "Value",
    "decode",
    "encode",
]
