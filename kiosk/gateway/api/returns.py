"""What a patient paid, what of it goes back, and slips printed again."""

from litestar import Response, get, post, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Quote, QuoteRequest, Reprint, ReprintRequest, Return, ReturnRequest, Transaction
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.cashier import reprints, returns, transactions

BARRED: tuple[str, ...] = (
    "unknown-purchase",
    "unknown-bill",
    "bill-returned",
    "return-barred",
    "return-dearer",
    "split-wrong",
)
BARRED += ("insurance-refused", "insurance-audit", "insurance-silent")
LIST = Spoken(
    "What a patient paid in the last seven days, newest first", list[Transaction], refusals=("unknown-patient",)
)
QUOTE = Spoken("What would go back with these bills. A read, although a POST", Quote, QuoteRequest, BARRED)
BEGIN = Spoken(
    "Give bills back; the id says which. The kept answer may be an early one; a refusal is not kept",
    Return,
    ReturnRequest,
    (*BARRED, "return-differs", "amount-differs"),
)
STATE = Spoken("How a return stands; goes on with it", Return, refusals=("unknown-return",))
REPRINT = Spoken("Count that a slip is printed again", Reprint, ReprintRequest, ("unknown-purchase",))


@get("/patients/{patient_id:str}/transactions", opt={"spoken": LIST}, sync_to_thread=True)
def get_transactions(cashier: TheCashier, patient_id: FromPath[str]) -> Response[bytes]:
    return give(transactions.listed(cashier, patient_id))


@post("/return-quotes", status_code=200, opt={"spoken": QUOTE}, sync_to_thread=True)
def post_quote(cashier: TheCashier, body: RawBody) -> Response[bytes]:
    return give(returns.quote(cashier, read(body, QuoteRequest)))


@put("/returns/{return_id:str}", opt={"spoken": BEGIN}, sync_to_thread=True)
def put_return(cashier: TheCashier, return_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(returns.give_back(cashier, return_id, read(body, ReturnRequest)))


@get("/returns/{return_id:str}", opt={"spoken": STATE}, sync_to_thread=True)
def get_return(cashier: TheCashier, return_id: FromPath[str]) -> Response[bytes]:
    return give(returns.return_state(cashier, return_id))


@put("/reprints/{reprint_id:str}", opt={"spoken": REPRINT}, sync_to_thread=True)
def put_reprint(cashier: TheCashier, reprint_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(reprints.reprint(cashier, reprint_id, read(body, ReprintRequest)))
