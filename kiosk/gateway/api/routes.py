"""Every route of the contract: its address, what it is for, what comes out and goes in, who does it, how it refuses."""

from litestar import Response, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from kiosk import contract
from kiosk.core.errors import Refused
from kiosk.gateway.accounts import close_outs, offers, standing
from kiosk.gateway.api import reconciliations
from kiosk.gateway.api.route import ask, show, write
from kiosk.gateway.api.wire import CSV, HTML, Spoken, TheCashier, TheMood, read, repeat
from kiosk.gateway.cashier import (
    Cashier,
    alarms,
    calls,
    closing,
    journals,
    orders,
    patients,
    presettlements,
    purchases,
    refunds,
    reprints,
    returns,
    settlements,
    transactions,
    voids,
)
from kiosk.gateway.hospital.account_rules import TERMS
from kiosk.gateway.hospital.rules import HOSPITAL


def _health(cashier: Cashier) -> contract.Health:
    with cashier.database.reading():
        return contract.Health()


SETTLE = Spoken(
    "Settle the insurance and commit at the hospital; `refused` is definite",
    contract.Settlement,
    contract.SettlementRequest,
    (
        *("unknown-purchase", "unknown-presettlement", "unknown-order", "presettlement-differs"),
        *("not-paid", "order-under-way", "channel-silent", "insurance-silent"),
    ),
)


@put("/settlements/{settlement_id:str}", opt={"spoken": SETTLE}, sync_to_thread=True)
def put_settlement(cashier: TheCashier, mood: TheMood, settlement_id: FromPath[str], body: RawBody) -> Response[bytes]:
    """2207; in the demo its answer may be lost."""
    settled = settlements.settle(cashier, settlement_id, read(body, contract.SettlementRequest))
    if mood.lose_settlement_answer:
        mood.lose_settlement_answer = False
        raise Refused("answer-lost")
    return repeat(settled)


HOSPITAL_ROUTES = (
    show("/health", "Whether the gateway is there and can reach its database", contract.Health, _health),
    show(
        "/hospital",
        "What a terminal needs to know about the hospital it stands in",
        contract.Hospital,
        lambda _: HOSPITAL,
    ),
    show(
        "/channels",
        "Which payment channels can be offered now, and how",
        list[contract.ChannelState],
        orders.channel_states,
    ),
    ask(
        "/identifications",
        "Who a carrier belongs to, masked. A read, although a POST: numbers of cards do not go into addresses",
        list[contract.Patient],
        contract.Identification,
        patients.identify,
        *("unknown-card", "card-blocked", "card-expired"),
    ),
    show(
        "/patients/{patient_id}/visits",
        "Visits with bills that are not paid, newest first",
        list[contract.Visit],
        patients.visits,
        "unknown-patient",
    ),
    write(
        "/staff-calls/{call_id}",
        "Put a call for help on the staff's list",
        contract.Called,
        contract.StaffCall,
        calls.call_staff,
    ),
)

MONEY_ROUTES = (
    write(
        "/purchases/{purchase_id}",
        "Lock bills for a terminal",
        contract.Purchase,
        contract.PurchaseRequest,
        purchases.open_purchase,
        *("unknown-patient", "unknown-bill", "bill-paid", "bill-locked", "bill-at-window", "purchase-closed"),
        *("amount-not-allowed", "account-frozen", "unknown-due", "due-repaid", "due-locked", "kind-differs"),
    ),
    show(
        "/purchases/{purchase_id}",
        "How a purchase stands; asks the channel, and goes on with what is unfinished",
        contract.PurchaseState,
        closing.state,
    ),
    write(
        "/purchases/{purchase_id}/closing",
        "Nothing new may begin under a purchase; GET of the purchase tells how it ended",
        contract.Closing,
        contract.Nothing,
        lambda cashier, purchase_id, _: closing.close(cashier, purchase_id),
    ),
    write(
        "/presettlements/{presettlement_id}",
        "Ask the insurance for the split of a purchase",
        contract.PreSettlement,
        contract.PreSettlementRequest,
        presettlements.pre_settle,
        *("unknown-purchase", "purchase-closed", "insurance-refused", "insurance-audit", "self-pay-refused"),
        *("split-wrong", "insurance-silent"),
    ),
    show(
        "/purchases/{purchase_id}/findings",
        "What the insurer's audit said last against a purchase",
        contract.Findings,
        presettlements.findings,
        "unknown-purchase",
    ),
    write(
        "/orders/{payment_id}",
        "Collect own money for a purchase",
        contract.Order,
        contract.OrderRequest,
        orders.place,
        *("unknown-purchase", "unknown-presettlement", "purchase-closed", "presettlement-differs", "amount-differs"),
        *("nothing-due", "order-under-way", "channel-down", "code-wrong-kind", "code-used", "channel-silent"),
        "channel-not-allowed",
    ),
    show(
        "/orders/{payment_id}", "How an order stands; asks the channel", contract.Order, orders.order, "unknown-order"
    ),
    put_settlement,
    write(
        "/settlements/{settlement_id}/void",
        "Undo a settlement, or see to it that it can never come to be",
        contract.Void,
        contract.Nothing,
        lambda cashier, settlement_id, _: voids.void(cashier, settlement_id),
        *("balance-spent", "given-back", "insurance-silent"),
    ),
    write(
        "/refunds/{refund_id}",
        "Give own money back, whole; the answer that is kept may say `processing`",
        contract.Refund,
        contract.RefundRequest,
        refunds.refund,
        *("unknown-order", "settlement-stands", "not-paid", "amount-differs", "refund-differs"),
    ),
    show(
        "/refunds/{refund_id}",
        "How a refund stands; goes on with it",
        contract.Refund,
        refunds.refund_state,
        "unknown-refund",
    ),
)

BARRED = (
    *("unknown-purchase", "unknown-bill", "bill-returned", "return-barred", "return-dearer", "split-wrong"),
    *("insurance-refused", "insurance-audit", "insurance-silent"),
)

RETURN_ROUTES = (
    show(
        "/patients/{patient_id}/transactions",
        "What a patient paid in the last seven days, newest first",
        list[contract.Transaction],
        transactions.listed,
        "unknown-patient",
    ),
    ask(
        "/return-quotes",
        "What would go back with these bills. A read, although a POST",
        contract.Quote,
        contract.QuoteRequest,
        returns.quote,
        *BARRED,
    ),
    write(
        "/returns/{return_id}",
        "Give bills back; the id says which. The kept answer may be an early one; a refusal is not kept",
        contract.Return,
        contract.ReturnRequest,
        returns.give_back,
        *(*BARRED, "return-differs", "amount-differs"),
    ),
    show(
        "/returns/{return_id}",
        "How a return stands; goes on with it",
        contract.Return,
        returns.return_state,
        "unknown-return",
    ),
    write(
        "/reprints/{reprint_id}",
        "Count that a slip is printed again",
        contract.Reprint,
        contract.ReprintRequest,
        reprints.reprint,
        "unknown-purchase",
    ),
)

ACCOUNT_ROUTES = (
    show(
        "/patients/{patient_id}/channels",
        "Which ways to pay can be offered to this patient now: channels, and their own card or credit",
        list[contract.ChannelState],
        offers.channels_of,
        "unknown-patient",
    ),
    show(
        "/patients/{patient_id}/prepaid",
        "The prepaid card of a patient, and where its balance would go back to",
        contract.PrepaidAccount,
        close_outs.prepaid_account,
        "unknown-patient",
    ),
    write(
        "/close-outs/{close_out_id}",
        "Give the balance back to where it came from; the answer that is kept may say `running`",
        contract.CloseOut,
        contract.CloseOutRequest,
        close_outs.close_out,
        *("unknown-patient", "nothing-to-give-back", "balance-changed", "account-frozen"),
    ),
    show(
        "/close-outs/{close_out_id}",
        "How a close-out stands; goes on with it",
        contract.CloseOut,
        close_outs.close_out_state,
        "unknown-close-out",
    ),
    show(
        "/patients/{patient_id}/standing",
        "Whether a patient may register and pay later, and why not",
        contract.Standing,
        standing.standing,
        "unknown-patient",
    ),
    show("/pay-later-terms", "The terms of paying later that are in force", contract.PayLaterTerms, lambda _: TERMS),
    write(
        "/agreements/{agreement_id}",
        "The patient accepts the terms",
        contract.Agreement,
        contract.AgreementRequest,
        standing.agree,
        *("unknown-patient", "terms-changed", "pay-later-refused"),
    ),
)

OFFICE_ROUTES = (
    write(
        "/journal-batches/{batch_id}",
        "Tell moves of a terminal's journal",
        contract.JournalTold,
        contract.JournalBatch,
        journals.tell,
        *("batch-differs", "journal-gap", "journal-differs"),
    ),
    show("/journals/{journal_id}", "How far a journal is here", contract.JournalTold, journals.told),
    write(
        "/alarm-reports/{report_id}",
        "A terminal says that something needs a human, or does not any more",
        contract.AlarmHeard,
        contract.AlarmReport,
        alarms.report,
    ),
    show("/alarms", "What needs a human, oldest first", contract.AlarmPage, alarms.page, query=contract.AlarmQuery),
    show("/alarms/{alarm_id}", "One alarm", contract.Alarm, alarms.one, "unknown-alarm"),
    write(
        "/alarms/{alarm_id}/resolution",
        "A human has seen to it",
        contract.Alarm,
        contract.ResolutionRequest,
        alarms.resolve,
        *("unknown-alarm", "alarm-resolved", "note-personal"),
    ),
    write(
        "/reconciliations/{date}",
        "Compare a day now; what stands out is answered or becomes a human's task, once per order and date",
        contract.ReconciliationRan,
        contract.ReconciliationRequest,
        reconciliations.run,
        *("statement-not-ready", "unknown-reconciliation"),
    ),
    show(
        "/reconciliations/{date}",
        "What the last run of a day found",
        contract.Reconciliation,
        reconciliations.find,
        "unknown-reconciliation",
    ),
    show(
        "/reconciliations/{date}/csv",
        "The same as a list for a spreadsheet, amounts in yuan",
        str,
        reconciliations.spreadsheet,
        "unknown-reconciliation",
        media=CSV,
    ),
    show(
        "/reconciliations/{date}/page",
        "The same as a page to print",
        str,
        reconciliations.page,
        "unknown-reconciliation",
        query=contract.PageQuery,
        media=HTML,
    ),
)

ROUTES: tuple[HTTPRouteHandler, ...] = (
    *HOSPITAL_ROUTES,
    *MONEY_ROUTES,
    *RETURN_ROUTES,
    *ACCOUNT_ROUTES,
    *OFFICE_ROUTES,
)
