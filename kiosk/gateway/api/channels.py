"""Which ways to pay can be offered now."""

from litestar import Response, get

from kiosk.contract import ChannelState
from kiosk.gateway.api.wire import Spoken, TheCashier, give
from kiosk.gateway.cashier.orders import channel_states

STATES = Spoken("Which payment channels can be offered now, and how", list[ChannelState])


@get("/channels", opt={"spoken": STATES}, sync_to_thread=True)
def get_channels(cashier: TheCashier) -> Response[bytes]:
    return give(channel_states(cashier))
