"""A patient asks for help at a terminal: the call goes on the staff's list, once."""

from sqlalchemy import Connection

from kiosk.contract import Called, StaffCall
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.store import alarms, settlements
from kiosk.gateway.store.alarms import Cause
from kiosk.gateway.store.writes import Answer, Asked, once


def call_staff(cashier: Cashier, call_id: str, call: StaffCall) -> Answer:
    """Never refused."""
    asked = Asked("staff-calls", call_id, call, cashier.now())

    def listed(connection: Connection) -> Called:
        settlements.add_staff_call(connection, call_id, call.terminal_id, asked.at)
        alarms.raise_(connection, Cause("help", terminal_id=call.terminal_id), asked.at, again_s=0)
        return Called(call_id=call_id)

    return once(cashier.database, asked, listed)
