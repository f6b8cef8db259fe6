"""Own money through a payment channel."""

from litestar import Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Order, OrderRequest
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.cashier import orders

PLACE = Spoken(
    "Collect own money for a purchase",
    Order,
    OrderRequest,
    (
        *("unknown-purchase", "unknown-presettlement", "purchase-closed", "presettlement-differs", "amount-differs"),
        *("nothing-due", "order-under-way", "channel-down", "code-wrong-kind", "code-used", "channel-silent"),
        "channel-not-allowed",
    ),
)
STATE = Spoken("How an order stands; asks the channel", Order, refusals=("unknown-order",))


@put("/orders/{payment_id:str}", opt={"spoken": PLACE}, sync_to_thread=True)
def put_order(cashier: TheCashier, payment_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(orders.place(cashier, payment_id, read(body, OrderRequest)))


@get("/orders/{payment_id:str}", opt={"spoken": STATE}, sync_to_thread=True)
def get_order(cashier: TheCashier, payment_id: FromPath[str]) -> Response[bytes]:
    return give(orders.order(cashier, payment_id))
