"""A terminal tells what its journal says."""

from litestar import Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import JournalBatch, JournalTold
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.cashier import journals

TELL = Spoken(
    "Tell moves of a terminal's journal", JournalTold, JournalBatch, ("batch-differs", "journal-gap", "journal-differs")
)
TOLD = Spoken("How far a journal is here", JournalTold)


@put("/journal-batches/{batch_id:str}", opt={"spoken": TELL}, sync_to_thread=True)
def put_batch(cashier: TheCashier, batch_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(journals.tell(cashier, batch_id, read(body, JournalBatch)))


@get("/journals/{journal_id:str}", opt={"spoken": TOLD}, sync_to_thread=True)
def get_journal(cashier: TheCashier, journal_id: FromPath[str]) -> Response[bytes]:
    return give(journals.told(cashier, journal_id))
