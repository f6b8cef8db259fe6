"""Bills that are being paid: locked, asked about, closed."""

from litestar import Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Closing, Nothing, Purchase, PurchaseRequest, PurchaseState
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.cashier import closing, purchases

OPEN = Spoken(
    "Lock bills for a terminal",
    Purchase,
    PurchaseRequest,
    (
        *("unknown-patient", "unknown-bill", "bill-paid", "bill-locked", "bill-at-window", "purchase-closed"),
        *("amount-not-allowed", "account-frozen", "unknown-due", "due-repaid", "due-locked", "kind-differs"),
    ),
)
STATE = Spoken("How a purchase stands; asks the channel, and goes on with what is unfinished", PurchaseState)
CLOSE = Spoken("Nothing new may begin under a purchase; GET of the purchase tells how it ended", Closing, Nothing)


@put("/purchases/{purchase_id:str}", opt={"spoken": OPEN}, sync_to_thread=True)
def put_purchase(cashier: TheCashier, purchase_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(purchases.open_purchase(cashier, purchase_id, read(body, PurchaseRequest)))


@get("/purchases/{purchase_id:str}", opt={"spoken": STATE}, sync_to_thread=True)
def get_purchase(cashier: TheCashier, purchase_id: FromPath[str]) -> Response[bytes]:
    return give(closing.state(cashier, purchase_id))


@put("/purchases/{purchase_id:str}/closing", opt={"spoken": CLOSE}, sync_to_thread=True)
def put_closing(cashier: TheCashier, purchase_id: FromPath[str], body: RawBody) -> Response[bytes]:
    read(body, Nothing)
    return repeat(closing.close(cashier, purchase_id))
