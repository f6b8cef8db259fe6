"""What a terminal needs to know about the hospital it stands in."""

from litestar import Response, get

from kiosk.contract import Hospital
from kiosk.gateway.api.wire import Spoken, give
from kiosk.gateway.hospital.rules import HOSPITAL

ABOUT = Spoken("What a terminal needs to know about the hospital it stands in", Hospital)


@get("/hospital", opt={"spoken": ABOUT}, sync_to_thread=False)
def get_hospital() -> Response[bytes]:
    return give(HOSPITAL)
