"""Who stands here, and what do they owe?"""

from litestar import Response, get, post
from litestar.params import FromPath, RawBody

from kiosk.contract import Identification, Patient, Visit
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read
from kiosk.gateway.cashier import patients

IDENTIFY = Spoken(
    "Who a carrier belongs to, masked. A read, although a POST: numbers of cards do not go into addresses",
    list[Patient],
    Identification,
    ("unknown-card", "card-blocked", "card-expired"),
)
VISITS = Spoken("Visits with bills that are not paid, newest first", list[Visit], refusals=("unknown-patient",))


@post("/identifications", status_code=200, opt={"spoken": IDENTIFY}, sync_to_thread=True)
def post_identification(cashier: TheCashier, body: RawBody) -> Response[bytes]:
    return give(patients.identify(cashier, read(body, Identification)))


@get("/patients/{patient_id:str}/visits", opt={"spoken": VISITS}, sync_to_thread=True)
def get_visits(cashier: TheCashier, patient_id: FromPath[str]) -> Response[bytes]:
    return give(patients.visits(cashier, patient_id))
