"""2206: who pays what."""

from litestar import Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Findings, PreSettlement, PreSettlementRequest
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.cashier.presettlements import findings, pre_settle

SPLIT = Spoken(
    "Ask the insurance for the split of a purchase",
    PreSettlement,
    PreSettlementRequest,
    (
        *("unknown-purchase", "purchase-closed", "insurance-refused", "insurance-audit", "self-pay-refused"),
        *("split-wrong", "insurance-silent"),
    ),
)
FINDINGS = Spoken("What the insurer's audit said last against a purchase", Findings, refusals=("unknown-purchase",))


@put("/presettlements/{presettlement_id:str}", opt={"spoken": SPLIT}, sync_to_thread=True)
def put_presettlement(cashier: TheCashier, presettlement_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(pre_settle(cashier, presettlement_id, read(body, PreSettlementRequest)))


@get("/purchases/{purchase_id:str}/findings", opt={"spoken": FINDINGS}, sync_to_thread=True)
def get_findings(cashier: TheCashier, purchase_id: FromPath[str]) -> Response[bytes]:
    return give(findings(cashier, purchase_id))
