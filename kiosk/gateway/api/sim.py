"""Plays the outside world of the demo: phones, wallet companies, the cashier's window, a hospital with a bad day."""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.params import FromPath, RawBody
from litestar.types import ControllerRouterHandler
from msgspec import Meta

from kiosk.contract import Amount, Carrier, Id, Record
from kiosk.core.errors import Refused
from kiosk.core.money import Money, total
from kiosk.core.words import Named
from kiosk.gateway.api.wire import TheCashier, TheMood, give, read
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels.simulated import Books, SimulatedChannel, SimulatedWallet
from kiosk.gateway.channels.simulated.faults import FaultKind, Verb
from kiosk.gateway.channels.simulated.orders import CodeKind
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.hospital.rules import mask_name
from kiosk.gateway.insurance.national import NationalInsurance
from kiosk.gateway.insurance.simulated import Platform, SimulatedLine
from kiosk.gateway.insurance.simulated import faults as insurer_faults
from kiosk.gateway.mood import MoodyLine
from kiosk.gateway.store import audit, purchases, returns
from kiosk.gateway.store.returns import Use

Seconds = Annotated[float, Meta(ge=0, le=600)]


class Member(Record, frozen=True, kw_only=True):
    """An invented patient whom dock, tour and tests call by role; the name is masked, `unpaid` is in fen."""

    role: str
    patient_id: Id
    name: str
    story: Named
    carrier: Carrier
    number: str
    unpaid: Amount


class NewCode(Record, frozen=True, kw_only=True):
    """What kind of payment code the phone shows."""

    kind: CodeKind = "pays"


class Code(Record, frozen=True, kw_only=True):
    """A payment code, or the text of a QR."""

    code: str


class Done(Record, frozen=True, kw_only=True):
    """Whether the phone let them."""

    done: bool


class Fault(Record, frozen=True, kw_only=True):
    """See `channels/simulated/faults.py`: `verb` empty means any request, `times` nothing means until cleared."""

    kind: FaultKind
    verb: Verb = ""
    seconds: Seconds = 3.0
    times: Annotated[int, Meta(ge=1)] | None = None


class Used(Record, frozen=True, kw_only=True):
    """What the pharmacy, the laboratory or the invoice office has done with a paid bill."""

    use: Use


class InsurerFault(Record, frozen=True, kw_only=True):
    """See `insurance/simulated/faults.py`: `infno` empty means any message, `times` nothing means until cleared."""

    kind: insurer_faults.FaultKind
    infno: insurer_faults.Infno = ""
    seconds: Seconds = 3.0
    times: Annotated[int, Meta(ge=1)] | None = None


class MoodTurn(Record, frozen=True, kw_only=True):
    """How the hospital behaves from now on; what is not named goes back to normal."""

    slow_s: Seconds = 0.0
    refuse_settlement: bool = False
    unreachable: bool = False
    lose_settlement_answer: bool = False


class Line(Record, frozen=True, kw_only=True):
    """One purchase, by the wallets' books and the hospital's settlements, in fen."""

    purchase_id: str
    charged: Money
    settled: Money
    refunded: Money


class Ledger(Record, frozen=True, kw_only=True):
    """Where all own money is: charged = settled + refunded, when everything has come to its end."""

    charged: Money
    settled: Money
    refunded: Money
    purchases: list[Line]


@get("/cast", sync_to_thread=True)
def get_cast(cashier: TheCashier) -> Response[bytes]:
    hospital = demo_hospital(day_of(cashier.clock))
    names = {patient.patient_id: mask_name(patient.name) for patient in hospital.patients}
    with cashier.database.reading() as connection:
        unpaid = audit.unpaid_by_patient(connection)
    return give(
        [
            Member(
                role=member.role,
                patient_id=member.patient_id,
                name=names[member.patient_id],
                story=member.story,
                carrier=member.carrier,
                number=member.number,
                unpaid=unpaid.get(member.patient_id, Money(0)),
            )
            for member in hospital.cast
        ]
    )


@post("/wallets/{name:str}/codes", status_code=200, sync_to_thread=True)
def post_code(cashier: TheCashier, name: FromPath[str], body: RawBody) -> Response[bytes]:
    return give(Code(code=_wallet(cashier, name).new_code(read(body or b"{}", NewCode).kind)))


@post("/wallets/{name:str}/pay", status_code=200, sync_to_thread=True)
def post_payment(cashier: TheCashier, name: FromPath[str], body: RawBody) -> Response[bytes]:
    return give(Done(done=_wallet(cashier, name).pay(read(body, Code).code)))


@post("/wallets/{name:str}/password", status_code=200, sync_to_thread=True)
def post_password(cashier: TheCashier, name: FromPath[str], body: RawBody) -> Response[bytes]:
    return give(Done(done=_wallet(cashier, name).enter_password(read(body, Code).code)))


@post("/wallets/{name:str}/faults", status_code=200, sync_to_thread=True)
def post_fault(cashier: TheCashier, name: FromPath[str], body: RawBody) -> Response[bytes]:
    fault = read(body, Fault)
    _wallet(cashier, name).faults.set(fault.kind, fault.verb, seconds=fault.seconds, times=fault.times)
    return give(Done(done=True))


@delete("/wallets/{name:str}/faults", status_code=200, sync_to_thread=True)
def delete_faults(cashier: TheCashier, name: FromPath[str]) -> Response[bytes]:
    _wallet(cashier, name).faults.clear()
    return give(Done(done=True))


@post("/insurer/faults", status_code=200, sync_to_thread=True)
def post_insurer_fault(cashier: TheCashier, body: RawBody) -> Response[bytes]:
    fault = read(body, InsurerFault)
    insurer_of(cashier).faults.set(fault.kind, fault.infno, seconds=fault.seconds, times=fault.times)
    return give(Done(done=True))


@delete("/insurer/faults", status_code=200, sync_to_thread=True)
def delete_insurer_faults(cashier: TheCashier) -> Response[bytes]:
    insurer_of(cashier).faults.clear()
    return give(Done(done=True))


@post("/mood", status_code=200, sync_to_thread=True)
def post_mood(mood: TheMood, body: RawBody) -> Response[bytes]:
    turn = read(body, MoodTurn)
    for name in turn.__struct_fields__:
        setattr(mood, name, getattr(turn, name))
    return give(turn)


@post("/bills/{bill_id:str}/pay-at-window", status_code=200, sync_to_thread=True)
def post_window_payment(cashier: TheCashier, bill_id: FromPath[str]) -> Response[bytes]:
    with cashier.database.writing() as connection:
        return give(Done(done=purchases.pay_at_window(connection, bill_id)))


@post("/bills/{bill_id:str}/uses", status_code=200, sync_to_thread=True)
def post_use(cashier: TheCashier, bill_id: FromPath[str], body: RawBody) -> Response[bytes]:
    with cashier.database.writing() as connection:
        return give(Done(done=returns.add_use(connection, bill_id, read(body, Used).use, cashier.now())))


@get("/ledger", sync_to_thread=True)
def get_ledger(cashier: TheCashier) -> Response[bytes]:
    return give(ledger(cashier))


def ledger(cashier: Cashier) -> Ledger:
    """Amounts come from the wallets' own books and the hospital's settlements; the orders only say which purchase a
    payment belongs to, and a payment without one stands under its own id."""
    books = {
        payment_id: booked for name in cashier.channels for payment_id, booked in _wallet(cashier, name).books().items()
    }
    with cashier.database.reading() as connection:
        settled = audit.own_money_settled(connection)
        purchase_of = audit.purchase_of_payment(connection)
    lines = _lines(books, settled, purchase_of)
    return Ledger(
        charged=total(line.charged for line in lines),
        settled=total(line.settled for line in lines),
        refunded=total(line.refunded for line in lines),
        purchases=lines,
    )


def _lines(books: dict[str, Books], settled: dict[str, Money], purchase_of: dict[str, str]) -> list[Line]:
    by_purchase: dict[str, list[Books]] = {purchase_id: [] for purchase_id in settled}
    for payment_id, booked in books.items():
        by_purchase.setdefault(purchase_of.get(payment_id, payment_id), []).append(booked)
    return [
        Line(
            purchase_id=purchase_id,
            charged=total(booked.charged for booked in of),
            settled=settled.get(purchase_id, Money(0)),
            refunded=total(booked.refunded for booked in of),
        )
        for purchase_id, of in sorted(by_purchase.items())
    ]


def insurer_of(cashier: Cashier) -> Platform:
    """The simulated insurer at the other end of the line. Refused: not-found, where there is a real one, or none."""
    line = cashier.insurance.line if isinstance(cashier.insurance, NationalInsurance) else None
    line = line.line if isinstance(line, MoodyLine) else line
    if not isinstance(line, SimulatedLine):
        raise Refused("not-found")
    return line.platform


def _wallet(cashier: Cashier, name: str) -> SimulatedWallet:
    channel = {str(known): channel for known, channel in cashier.channels.items()}.get(name)
    if not isinstance(channel, SimulatedChannel):
        raise Refused("not-found")
    return channel.wallet


OUTSIDE: tuple[ControllerRouterHandler, ...] = (
    get_cast,
    post_code,
    post_payment,
    post_password,
    post_fault,
    delete_faults,
    post_insurer_fault,
    delete_insurer_faults,
    post_mood,
    post_window_payment,
    post_use,
    get_ledger,
)
