"""What needs a human."""

from typing import Any

from litestar import Request, Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import Alarm, AlarmHeard, AlarmPage, AlarmQuery, AlarmReport, ResolutionRequest
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, read_query, repeat
from kiosk.gateway.cashier import alarms

REPORT = Spoken("A terminal says that something needs a human, or does not any more", AlarmHeard, AlarmReport)
PAGE = Spoken("What needs a human, oldest first", AlarmPage, query=AlarmQuery)
ONE = Spoken("One alarm", Alarm, refusals=("unknown-alarm",))
RESOLVE = Spoken(
    "A human has seen to it", Alarm, ResolutionRequest, ("unknown-alarm", "alarm-resolved", "note-personal")
)


@put("/alarm-reports/{report_id:str}", opt={"spoken": REPORT}, sync_to_thread=True)
def put_report(cashier: TheCashier, report_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(alarms.report(cashier, report_id, read(body, AlarmReport)))


@get("/alarms", opt={"spoken": PAGE}, sync_to_thread=True)
def get_alarms(cashier: TheCashier, request: Request[Any, Any, Any]) -> Response[bytes]:
    return give(alarms.page(cashier, read_query(request, AlarmQuery)))


@get("/alarms/{alarm_id:str}", opt={"spoken": ONE}, sync_to_thread=True)
def get_alarm(cashier: TheCashier, alarm_id: FromPath[str]) -> Response[bytes]:
    return give(alarms.one(cashier, alarm_id))


@put("/alarms/{alarm_id:str}/resolution", opt={"spoken": RESOLVE}, sync_to_thread=True)
def put_resolution(cashier: TheCashier, alarm_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(alarms.resolve(cashier, alarm_id, read(body, ResolutionRequest)))
