"""Asks the insurer in its own messages, over whatever line there is, and turns what comes back into facts."""

from dataclasses import dataclass
from datetime import date

from kiosk.core.clock import Clock
from kiosk.gateway.insurance import (
    Booked,
    Case,
    InsuranceUnreachable,
    Line,
    Refusal,
    Settled,
    Split,
    Totals,
    message_number,
    messages,
)
from kiosk.gateway.insurance.messages import Json, Reply
from kiosk.gateway.insurance.words import loggable


@dataclass(frozen=True)
class NationalInsurance:
    """Implements `Insurance`. What only asks may be asked as often as one likes; what books carries its own number."""

    line: Line
    clock: Clock

    def register(self, psn_no: str, visit_id: str) -> str | Refusal:
        known = self._look("1101", {"mdtrt_cert_type": "03", "mdtrt_cert_no": psn_no, "psn_no": psn_no})
        if not known.yes:
            return messages.refusal_of(known)
        reply = self._look("2201", {"psn_no": psn_no, "ipt_otp_no": visit_id})
        return messages.text(reply.output, "mdtrt_id") if reply.yes else messages.refusal_of(reply)

    def pre_settle(self, case: Case) -> Split | Refusal:
        reply = self._look("2206", messages.case_body(case))
        return messages.split_of(reply.output) if reply.yes else messages.refusal_of(reply)

    def settle(self, msgid: str, case: Case) -> Settled | Refusal:
        reply = self._send("2207", msgid, messages.case_body(case))
        if not reply.yes:
            return messages.refusal_of(reply)
        split = messages.split_of(reply.output)
        return Settled(messages.text(reply.output["setlinfo"], "setl_id"), split)

    def void(self, msgid: str, setl_id: str, psn_no: str, mdtrt_id: str) -> Refusal | None:
        reply = self._send("2208", msgid, {"setl_id": setl_id, "psn_no": psn_no, "mdtrt_id": mdtrt_id})
        return None if reply.yes else messages.refusal_of(reply)

    def reverse(self, msgid: str, omsgid: str, psn_no: str) -> bool:
        reply = self._send("2601", msgid, {"psn_no": psn_no, "omsgid": omsgid, "oinfno": "2207"})
        if not reply.yes and not reply.err_msg.startswith(messages.NEVER_HEARD):
            # It may stand: that is never "undone".
            raise InsuranceUnreachable(f"2601 is refused: {loggable(reply.err_msg)}")
        return reply.yes

    def totals(self, day: date) -> Totals:
        reply = self._look("3201", {"stmt_begndate": day.isoformat(), "stmt_enddate": day.isoformat()})
        return messages.totals_of(_sure(reply))

    def booked(self, day: date) -> tuple[Booked, ...]:
        reply = self._look("3202", {"stmt_begndate": day.isoformat(), "stmt_enddate": day.isoformat()})
        return tuple(messages.booked_of(line) for line in messages.listed(_sure(reply).get("detail")))

    def _look(self, infno: str, body: Json) -> Reply:
        """A question that changes nothing the second time: its number need not be remembered."""
        return self._send(infno, message_number(infno, f"{self.clock.now().isoformat()}{body}"), body)

    def _send(self, infno: str, msgid: str, body: Json) -> Reply:
        return messages.decode(self.line.send(messages.encode(infno, msgid, body, self.clock.now())))


def _sure(reply: Reply) -> Json:
    if not reply.yes:
        raise InsuranceUnreachable("the insurer gives no statement")
    return reply.output
