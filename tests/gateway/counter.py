"""A terminal as the gateway sees it: ids, bodies, answers; and the demo's world behind the gateway."""

from dataclasses import dataclass
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from kiosk.contract import ChannelName
from kiosk.core.clock import VirtualClock
from kiosk.gateway.api.sim import Ledger, insurer_of, ledger
from kiosk.gateway.cashier import Cashier
from kiosk.gateway.channels.simulated import SimulatedChannel, SimulatedWallet
from kiosk.gateway.channels.simulated.orders import CodeKind
from kiosk.gateway.hospital.days import day_of
from kiosk.gateway.hospital.demo import demo_hospital
from kiosk.gateway.insurance.simulated import Platform
from kiosk.gateway.store import patients

BILL = "B0004-1-1"  # 46.20 of a patient without insurance
DUE = 46_20
PATIENT = "P0004"
EMPLOYEE = "P0001"
EMPLOYEE_BILLS = ("B0001-1-1", "B0001-1-2", "B0001-2-1")


@dataclass(frozen=True)
class Said:
    """An answer, with its status and its bytes."""

    status: int
    raw: bytes
    body: Any
    kind: str

    @property
    def refusal(self) -> tuple[int, str]:
        """Status and code of a problem; the form is checked on the way."""
        assert self.kind == "application/problem+json"
        assert self.body["status"] == self.status
        assert set(self.body) == {"type", "title", "status", "code", "detail"}
        return self.status, self.body["code"]


@dataclass
class Counter:
    """One terminal at the gateway. Verbs return what was said; `paid` and so on tell whole stories."""

    http: TestClient[Litestar]
    cashier: Cashier
    clock: VirtualClock

    def ask(self, method: str, path: str, body: object = None) -> Said:
        answer = self.http.request(method, path) if body is None else self.http.request(method, path, json=body)
        kind = answer.headers.get("content-type", "")
        return Said(answer.status_code, answer.content, answer.json() if answer.content else None, kind)

    def get(self, path: str) -> Said:
        return self.ask("GET", path)

    def put(self, path: str, body: object) -> Said:
        return self.ask("PUT", path, body)

    def lock(self, purchase: str = "p-1", bills: tuple[str, ...] = (BILL,), patient: str = PATIENT) -> Said:
        body = {"terminal_id": "T01", "patient_id": patient, "bill_ids": list(bills)}
        return self.put(f"/v1/purchases/{purchase}", body)

    def split(self, purchase: str = "p-1", flag: str = "1", name: str = "") -> Said:
        return self.put(
            f"/v1/presettlements/{name or purchase + '-s'}", {"purchase_id": purchase, "acct_used_flag": flag}
        )

    def order(self, purchase: str = "p-1", amount: int = DUE, name: str = "", **more: object) -> Said:
        body = {
            "purchase_id": purchase,
            "presettlement_id": f"{purchase}-s",
            "channel": "wechat",
            "mode": "shown_code",
            "amount": amount,
            **more,
        }
        return self.put(f"/v1/orders/{name or purchase + '-p'}", body)

    def scan(self, kind: CodeKind = "pays", name: str = "", code: str = "") -> Said:
        """The terminal has scanned a payment code from the patient's phone."""
        return self.order(name=name, mode="payment_code", payment_code=code or self.wallet().new_code(kind))

    def settle(self, purchase: str = "p-1", payment: str | None = None, name: str = "") -> Said:
        body = {
            "purchase_id": purchase,
            "presettlement_id": f"{purchase}-s",
            "payment_id": f"{purchase}-p" if payment is None else payment,
        }
        return self.put(f"/v1/settlements/{name or purchase + '-t'}", body)

    def void(self, settlement: str = "p-1-t") -> Said:
        return self.put(f"/v1/settlements/{settlement}/void", {})

    def refund(self, payment: str = "p-1-p", amount: int = DUE, name: str = "p-1-r") -> Said:
        return self.put(f"/v1/refunds/{name}", {"payment_id": payment, "amount": amount})

    def close(self, purchase: str = "p-1") -> Said:
        return self.put(f"/v1/purchases/{purchase}/closing", {})

    def stands(self, purchase: str = "p-1") -> str:
        """The state of a purchase."""
        said = self.get(f"/v1/purchases/{purchase}")
        assert said.status == 200
        return str(said.body["state"])

    def order_stands(self, payment: str = "p-1-p") -> str:
        """The state of an order, after as long as any channel wants between two questions."""
        self.clock.advance(10)
        return str(self.get(f"/v1/orders/{payment}").body["state"])

    def bill_stands(self, bill: str = BILL, patient: str = PATIENT) -> str:
        """The state of a bill; one that is paid is not listed any more."""
        visits = self.get(f"/v1/patients/{patient}/visits").body
        states = {one["bill_id"]: str(one["state"]) for visit in visits for one in visit["bills"]}
        return states.get(bill, "paid")

    def asked(self, purchase: str = "p-1") -> Said:
        """Bills locked, split told, the patient looks at a code."""
        assert self.lock(purchase).status == 200
        assert self.split(purchase).status == 200
        said = self.order(purchase)
        assert said.status == 200, said.raw
        return said

    def paid(self, purchase: str = "p-1") -> None:
        """The patient has scanned the code and paid."""
        assert self.wallet().pay(self.asked(purchase).body["code"])
        assert self.order_stands(f"{purchase}-p") == "paid"

    def paid_insured(self, bills: tuple[str, ...] = EMPLOYEE_BILLS, patient: str = EMPLOYEE) -> Said:
        """An insured patient has paid their part with a payment code; the split is given back."""
        assert self.lock(bills=bills, patient=patient).status == 200
        told = self.split()
        assert told.status == 200, told.raw
        own = told.body["psn_cash_pay"]
        if own:
            code = self.wallet().new_code()
            assert self.order(amount=own, mode="payment_code", payment_code=code).body["state"] == "paid"
        return told

    @property
    def insurer(self) -> Platform:
        """The insurer behind the line."""
        return insurer_of(self.cashier)

    def account(self, patient: str = EMPLOYEE) -> int:
        """What is on the patient's personal account, by the insurer's own book."""
        with self.cashier.database.reading() as connection:
            row = patients.find(connection, patient)
        assert row is not None
        return self.insurer.book.balance(row.psn_no)

    def wallet(self, name: ChannelName = "wechat") -> SimulatedWallet:
        channel = self.cashier.channels[name]
        assert isinstance(channel, SimulatedChannel)
        return channel.wallet

    def cast(self, role: str) -> str:
        """The patient of this role."""
        return demo_hospital(day_of(self.clock)).member(role).patient_id

    @property
    def ledger(self) -> Ledger:
        """Where all own money is, by the books of wallets and hospital."""
        return ledger(self.cashier)
