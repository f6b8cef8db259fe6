"""A patient asks for help at a terminal."""

from litestar import Response, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Called, StaffCall
from kiosk.gateway.api.wire import Spoken, TheCashier, read, repeat
from kiosk.gateway.cashier.calls import call_staff

CALL = Spoken("Put a call for help on the staff's list", Called, StaffCall)


@put("/staff-calls/{call_id:str}", opt={"spoken": CALL}, sync_to_thread=True)
def put_staff_call(cashier: TheCashier, call_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(call_staff(cashier, call_id, read(body, StaffCall)))
