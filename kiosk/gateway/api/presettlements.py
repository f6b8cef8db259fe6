"""2206: who pays what."""

from litestar import Response, put
from litestar.params import FromPath, RawBody

from kiosk.contract import PreSettlement, PreSettlementRequest
from kiosk.gateway.api.wire import Spoken, TheCashier, read, repeat
from kiosk.gateway.cashier.presettlements import pre_settle

SPLIT = Spoken(
    "Ask the insurance for the split of a purchase",
    PreSettlement,
    PreSettlementRequest,
    ("unknown-purchase", "purchase-closed", "insurance-refused", "split-wrong"),
)


@put("/presettlements/{presettlement_id:str}", opt={"spoken": SPLIT}, sync_to_thread=True)
def put_presettlement(cashier: TheCashier, presettlement_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(pre_settle(cashier, presettlement_id, read(body, PreSettlementRequest)))
