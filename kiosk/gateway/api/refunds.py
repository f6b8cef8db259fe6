"""Own money on its way back."""

from litestar import Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Refund, RefundRequest
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.cashier import refunds

BEGIN = Spoken(
    "Give own money back, whole; the answer that is kept may say `processing`",
    Refund,
    RefundRequest,
    ("unknown-order", "settlement-stands", "not-paid", "amount-differs", "refund-differs"),
)
STATE = Spoken("How a refund stands; goes on with it", Refund, refusals=("unknown-refund",))


@put("/refunds/{refund_id:str}", opt={"spoken": BEGIN}, sync_to_thread=True)
def put_refund(cashier: TheCashier, refund_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(refunds.refund(cashier, refund_id, read(body, RefundRequest)))


@get("/refunds/{refund_id:str}", opt={"spoken": STATE}, sync_to_thread=True)
def get_refund(cashier: TheCashier, refund_id: FromPath[str]) -> Response[bytes]:
    return give(refunds.refund_state(cashier, refund_id))
