"""Whether the gateway is there and can reach its database."""

from litestar import Response, get

from kiosk.contract import Health
from kiosk.gateway.api.wire import Spoken, TheCashier, give

HEALTH = Spoken("Whether the gateway is there and can reach its database", Health)


@get("/health", opt={"spoken": HEALTH}, sync_to_thread=True)
def get_health(cashier: TheCashier) -> Response[bytes]:
    with cashier.database.reading():
        return give(Health())
