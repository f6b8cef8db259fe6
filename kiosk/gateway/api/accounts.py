"""Prepaid cards and paying later: what a patient has, owes, may do; and what is given back."""

from litestar import Response, get, put
from litestar.params import FromPath, RawBody

from kiosk.contract import (
    Agreement,
    AgreementRequest,
    ChannelState,
    CloseOut,
    CloseOutRequest,
    PayLaterTerms,
    PrepaidAccount,
    Standing,
)
from kiosk.gateway.accounts import close_outs, offers, standing
from kiosk.gateway.api.wire import Spoken, TheCashier, give, read, repeat
from kiosk.gateway.hospital.account_rules import TERMS

NOBODY = ("unknown-patient",)
OFFERED = Spoken(
    "Which ways to pay can be offered to this patient now: channels, and their own card or credit",
    list[ChannelState],
    refusals=NOBODY,
)
PREPAID = Spoken(
    "The prepaid card of a patient, and where its balance would go back to", PrepaidAccount, refusals=NOBODY
)
CLOSE_OUT = Spoken(
    "Give the balance back to where it came from; the answer that is kept may say `running`",
    CloseOut,
    CloseOutRequest,
    (*NOBODY, "nothing-to-give-back", "balance-changed", "account-frozen"),
)
CLOSE_OUT_STATE = Spoken("How a close-out stands; goes on with it", CloseOut, refusals=("unknown-close-out",))
STANDING = Spoken("Whether a patient may register and pay later, and why not", Standing, refusals=NOBODY)
IN_FORCE = Spoken("The terms of paying later that are in force", PayLaterTerms)
AGREE = Spoken(
    "The patient accepts the terms",
    Agreement,
    AgreementRequest,
    (*NOBODY, "terms-changed", "pay-later-refused"),
)


@get("/patients/{patient_id:str}/channels", opt={"spoken": OFFERED}, sync_to_thread=True)
def get_channels(cashier: TheCashier, patient_id: FromPath[str]) -> Response[bytes]:
    return give(offers.channels_of(cashier, patient_id))


@get("/patients/{patient_id:str}/prepaid", opt={"spoken": PREPAID}, sync_to_thread=True)
def get_prepaid(cashier: TheCashier, patient_id: FromPath[str]) -> Response[bytes]:
    return give(close_outs.prepaid_account(cashier, patient_id))


@put("/close-outs/{close_out_id:str}", opt={"spoken": CLOSE_OUT}, sync_to_thread=True)
def put_close_out(cashier: TheCashier, close_out_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(close_outs.close_out(cashier, close_out_id, read(body, CloseOutRequest)))


@get("/close-outs/{close_out_id:str}", opt={"spoken": CLOSE_OUT_STATE}, sync_to_thread=True)
def get_close_out(cashier: TheCashier, close_out_id: FromPath[str]) -> Response[bytes]:
    return give(close_outs.close_out_state(cashier, close_out_id))


@get("/patients/{patient_id:str}/standing", opt={"spoken": STANDING}, sync_to_thread=True)
def get_standing(cashier: TheCashier, patient_id: FromPath[str]) -> Response[bytes]:
    return give(standing.standing(cashier, patient_id))


@get("/pay-later-terms", opt={"spoken": IN_FORCE}, sync_to_thread=False)
def get_terms() -> Response[bytes]:
    return give(TERMS)


@put("/agreements/{agreement_id:str}", opt={"spoken": AGREE}, sync_to_thread=True)
def put_agreement(cashier: TheCashier, agreement_id: FromPath[str], body: RawBody) -> Response[bytes]:
    return repeat(standing.agree(cashier, agreement_id, read(body, AgreementRequest)))
