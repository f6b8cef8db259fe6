"""2207 and 2208: the purchase is done, or undone."""

from litestar import Response, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Nothing, Settlement, SettlementRequest, Void
from kiosk.core.errors import Refused
from kiosk.gateway.api.wire import Spoken, TheCashier, TheMood, read, repeat
from kiosk.gateway.cashier.settlements import settle
from kiosk.gateway.cashier.voids import void

SETTLE = Spoken(
    "Settle the insurance and commit at the hospital; `refused` is definite",
    Settlement,
    SettlementRequest,
    (
        *("unknown-purchase", "unknown-presettlement", "unknown-order", "presettlement-differs"),
        *("not-paid", "order-under-way", "channel-silent", "insurance-silent"),
    ),
)
VOID = Spoken(
    "Undo a settlement, or see to it that it can never come to be",
    Void,
    Nothing,
    ("balance-spent", "given-back", "insurance-silent"),
)


@put("/settlements/{settlement_id:str}", opt={"spoken": SETTLE}, sync_to_thread=True)
def put_settlement(cashier: TheCashier, mood: TheMood, settlement_id: FromPath[str], body: RawBody) -> Response[bytes]:
    settled = settle(cashier, settlement_id, read(body, SettlementRequest))
    if mood.lose_settlement_answer:
        mood.lose_settlement_answer = False
        raise Refused("answer-lost")
    return repeat(settled)


@put("/settlements/{settlement_id:str}/void", opt={"spoken": VOID}, sync_to_thread=True)
def put_void(cashier: TheCashier, settlement_id: FromPath[str], body: RawBody) -> Response[bytes]:
    read(body, Nothing)
    return repeat(void(cashier, settlement_id))
