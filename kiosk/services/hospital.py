"""Talks to the hospital's gateway over HTTP, in the records of the contract."""

from typing import TypeVar

import msgspec
import requests

from kiosk import contract
from kiosk.core.errors import BackendUnreachable, InsurerSilent, Refused

T = TypeVar("T")

CONNECT_S = 2.0
READ_S = 8.0
LARGEST = 2 * 1024 * 1024  # bytes of an answer: forty bills with all their items are about 60 kB


class HospitalClient:
    """Implements `Records`, `Purchases`, `Payments`, `Returns`, `Accounts`. A definite no is `Refused`; what is no
    answer of the contract (silence, 5xx, another form) is `BackendUnreachable`: it may have happened."""

    def __init__(self, url: str, token: str = "", read_s: float = READ_S) -> None:
        self._url = url.rstrip("/")
        self._timeout = (CONNECT_S, read_s)
        self._http = requests.Session()
        self._http.trust_env = False  # a proxy of the environment must not see patients
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def hospital(self) -> contract.Hospital:
        return self._get("/v1/hospital", contract.Hospital)

    def identify(self, carrier: contract.Carrier, number: str) -> list[contract.Patient]:
        # A POST although it is a read: numbers of cards do not belong into addresses, which are logged.
        return self._send(
            "POST",
            "/v1/identifications",
            contract.Identification(carrier=carrier, number=number),
            list[contract.Patient],
        )

    def unpaid(self, patient_id: str) -> list[contract.Visit]:
        return self._get(f"/v1/patients/{patient_id}/visits", list[contract.Visit])

    def channels(self) -> list[contract.ChannelState]:
        return self._get("/v1/channels", list[contract.ChannelState])

    def channels_of(self, patient_id: str) -> list[contract.ChannelState]:
        return self._get(f"/v1/patients/{patient_id}/channels", list[contract.ChannelState])

    def call_staff(self, call_id: str, terminal_id: str) -> None:
        self._send("PUT", f"/v1/staff-calls/{call_id}", contract.StaffCall(terminal_id=terminal_id), contract.Called)

    def open_purchase(self, purchase_id: str, request: contract.PurchaseRequest) -> contract.Purchase:
        return self._send("PUT", f"/v1/purchases/{purchase_id}", request, contract.Purchase)

    def pre_settle(self, presettlement_id: str, request: contract.PreSettlementRequest) -> contract.PreSettlement:
        return self._send("PUT", f"/v1/presettlements/{presettlement_id}", request, contract.PreSettlement)

    def findings(self, purchase_id: str) -> contract.Findings:
        return self._get(f"/v1/purchases/{purchase_id}/findings", contract.Findings)

    def close(self, purchase_id: str) -> None:
        self._send("PUT", f"/v1/purchases/{purchase_id}/closing", {}, contract.Closing)

    def purchase_state(self, purchase_id: str) -> contract.PurchaseState:
        return self._get(f"/v1/purchases/{purchase_id}", contract.PurchaseState)

    def open_order(self, payment_id: str, request: contract.OrderRequest) -> contract.Order:
        return self._send("PUT", f"/v1/orders/{payment_id}", request, contract.Order)

    def order(self, payment_id: str) -> contract.Order:
        return self._get(f"/v1/orders/{payment_id}", contract.Order)

    def settle(self, settlement_id: str, request: contract.SettlementRequest) -> contract.Settlement:
        return self._send("PUT", f"/v1/settlements/{settlement_id}", request, contract.Settlement)

    def void(self, settlement_id: str) -> None:
        self._send("PUT", f"/v1/settlements/{settlement_id}/void", {}, contract.Void)

    def refund(self, refund_id: str, request: contract.RefundRequest) -> contract.Refund:
        begun = self._send("PUT", f"/v1/refunds/{refund_id}", request, contract.Refund)
        # The answer to a repeated write is the first one, for ever; how it stands now is another question.
        return begun if begun.state == "refunded" else self._get(f"/v1/refunds/{refund_id}", contract.Refund)

    def transactions(self, patient_id: str) -> list[contract.Transaction]:
        return self._get(f"/v1/patients/{patient_id}/transactions", list[contract.Transaction])

    def quote(self, request: contract.QuoteRequest) -> contract.Quote:
        return self._send("POST", "/v1/return-quotes", request, contract.Quote)

    def give_back(self, return_id: str, request: contract.ReturnRequest) -> contract.Return:
        begun = self._send("PUT", f"/v1/returns/{return_id}", request, contract.Return)
        ended = begun.state in ("refunded", "refused")
        return begun if ended else self._get(f"/v1/returns/{return_id}", contract.Return)

    def reprint(self, reprint_id: str, request: contract.ReprintRequest) -> contract.Reprint:
        return self._send("PUT", f"/v1/reprints/{reprint_id}", request, contract.Reprint)

    def tell_moves(self, batch: contract.JournalBatch) -> None:
        name = f"{batch.journal_id}-{batch.moves[0].seq}-{batch.moves[-1].seq}"
        self._send("PUT", f"/v1/journal-batches/{name}", batch, contract.JournalTold)

    def moves_told(self, journal_id: str) -> int:
        return self._get(f"/v1/journals/{journal_id}", contract.JournalTold).through

    def report_alarm(self, report_id: str, report: contract.AlarmReport) -> None:
        self._send("PUT", f"/v1/alarm-reports/{report_id}", report, contract.AlarmHeard)

    def prepaid(self, patient_id: str) -> contract.PrepaidAccount:
        return self._get(f"/v1/patients/{patient_id}/prepaid", contract.PrepaidAccount)

    def close_out(self, close_out_id: str, request: contract.CloseOutRequest) -> contract.CloseOut:
        begun = self._send("PUT", f"/v1/close-outs/{close_out_id}", request, contract.CloseOut)
        return begun if begun.state == "done" else self._get(f"/v1/close-outs/{close_out_id}", contract.CloseOut)

    def standing(self, patient_id: str) -> contract.Standing:
        return self._get(f"/v1/patients/{patient_id}/standing", contract.Standing)

    def terms(self) -> contract.PayLaterTerms:
        return self._get("/v1/pay-later-terms", contract.PayLaterTerms)

    def agree(self, agreement_id: str, request: contract.AgreementRequest) -> None:
        self._send("PUT", f"/v1/agreements/{agreement_id}", request, contract.Agreement)

    def _get(self, path: str, wanted: type[T]) -> T:
        return self._send("GET", path, None, wanted)

    def _send(self, method: str, path: str, body: object, wanted: type[T]) -> T:
        content = None if body is None else msgspec.json.encode(body)
        headers = {"Content-Type": "application/json"} if content else {}
        try:
            answer = self._http.request(
                method,
                self._url + path,
                data=content,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
                stream=True,
            )
            with answer:
                return _read(answer, wanted)
        except requests.RequestException as error:
            raise BackendUnreachable(type(error).__name__) from error


def _read(answer: requests.Response, wanted: type[T]) -> T:
    body = b""
    for piece in answer.iter_content(65536):
        body += piece
        if len(body) > LARGEST:
            raise BackendUnreachable("answer too large")
    try:
        if answer.status_code in (200, 201):
            return msgspec.json.decode(body, type=wanted)
        problem = msgspec.json.decode(body, type=contract.Problem)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackendUnreachable(f"not an answer of the contract, status {answer.status_code}") from error
    if answer.status_code in (404, 409):
        raise Refused(problem.code, problem.detail)
    if problem.code == "insurance-silent":
        raise InsurerSilent(f"{answer.status_code} {problem.code}")
    # 400 and 422 mean that terminal and gateway do not speak the same version; 5xx that nobody knows.
    raise BackendUnreachable(f"{answer.status_code} {problem.code}")
