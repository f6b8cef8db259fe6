"""What it costs and how to pay it: the patient sees the split and chooses a way, before any money moves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from kiosk.contract import LEDGERS, ChannelName, ChannelState, PreSettlement
from kiosk.core.desk import Desk
from kiosk.core.errors import Refused
from kiosk.core.events import Answer, CodeScanned, DeviceChanged, Event
from kiosk.core.payment_codes import route
from kiosk.core.scanned_codes import Scanned, sort
from kiosk.core.screens import ChannelTile, InsuranceSplit, PickChannel, ScanCode, Split
from kiosk.core.words import Phrase, phrase
from kiosk.flows.own_ways import confirm, own_tiles

UNKNOWN_CODE = phrase('This is not a payment code. Open "Pay" in your wallet and show that code.')
NOT_A_PAYMENT: dict[Scanned, Phrase] = {
    "e_credential": phrase('This is your insurance code. To pay, open "Pay" in your wallet and show that code.'),
    "e_cny": phrase("Digital yuan cannot be used here. Please use another wallet."),
}


@dataclass(frozen=True)
class Agreed:
    """What the patient said yes to. `channel` is `None` when the insurance pays all of it; `code` is a scanned one."""

    split: PreSettlement
    channel: ChannelName | None = None
    code: str = ""
    due_on: str = ""  # until when, where it is paid later


class Agreement:
    """`scans`: whether the scanner works now. `pre_settle(account)` asks the insurance again with the personal account
    on or off."""

    def __init__(
        self,
        desk: Desk,
        split: PreSettlement,
        channels: list[ChannelState],
        scans: Callable[[], bool],
        pre_settle: Callable[[bool], PreSettlement],
    ) -> None:
        self._desk = desk
        self._split = split
        self._channels = channels
        self._by_code = tuple(c.channel for c in channels if c.up and "payment_code" in c.modes)
        self._scans = scans
        self._pre_settle = pre_settle
        self._problem: Phrase | None = None

    def run(self) -> Agreed | None:
        """Ask until the patient has chosen; `None` when they go back. Refused `no-channel` when own money is due and
        there is no way to pay it."""
        while True:
            if not self._split.psn_cash_pay:
                choice = self._look_at_split()
                if not self._split.psn_cash_pay:
                    return Agreed(self._split) if choice == "next" else None
                if choice == "back":
                    return None
            if not (self._live() or self._scannable()):
                raise Refused("no-channel")
            event = self._desk.wait(self._pick_channel(), (CodeScanned, DeviceChanged))
            if isinstance(event, Answer) and event.choice == "back":
                return None
            agreed = None if isinstance(event, DeviceChanged) else self._take(event)
            if agreed is not None:
                return agreed

    def _take(self, event: Event | None) -> Agreed | None:
        """What comes of one choice among the ways to pay; `None`: ask again."""
        self._problem = None
        match event:
            case CodeScanned():
                return self._scanned(event)
            case Answer(choice="scan"):
                return self._scan()
            case Answer(choice="split"):
                self._look_at_split()
            case Answer(choice="channel", value=channel) if channel in self._live():
                return self._from_own(channel) if channel in LEDGERS else self._chosen(channel)
        return None

    def _chosen(self, channel: str) -> Agreed:
        return Agreed(self._split, cast(ChannelName, channel))

    def _from_own(self, channel: str) -> Agreed | None:
        state = confirm(self._desk, self._channels, channel, self._split.psn_cash_pay)
        return Agreed(self._split, state.channel, due_on=state.due_on or "") if state else None

    def _tiles(self) -> tuple[ChannelTile, ...]:
        shown_codes = [c.channel for c in self._channels if c.up and "shown_code" in c.modes]
        return (*map(ChannelTile, shown_codes), *own_tiles(self._channels, self._split.psn_cash_pay))

    def _live(self) -> set[str]:
        return {tile.name for tile in self._tiles() if tile.enabled}

    def _pick_channel(self) -> PickChannel:
        return PickChannel(shown(self._split), self._tiles(), bool(self._scannable()), self._problem)

    def _scannable(self) -> tuple[ChannelName, ...]:
        return self._by_code if self._scans() else ()

    def _look_at_split(self) -> str:
        """The split in full; the personal account is switched here. Returns `next` or `back`."""
        while True:
            answer = self._desk.ask(InsuranceSplit(shown(self._split)))
            if answer is None or answer.choice in ("next", "back"):
                return answer.choice if answer else "back"
            if answer.choice == "account":
                on = self._split.acct_used_flag == "0"
                self._split = self._desk.during(lambda: self._pre_settle(on), phrase("Asking your insurance"))  # noqa: B023

    def _scan(self) -> Agreed | None:
        while scannable := self._scannable():
            screen = ScanCode(self._split.psn_cash_pay, scannable, self._problem)
            event = self._desk.wait(screen, (CodeScanned, DeviceChanged))
            if isinstance(event, CodeScanned) and (agreed := self._scanned(event)):
                return agreed
            if not isinstance(event, CodeScanned | DeviceChanged):
                break
        self._problem = None
        return None

    def _scanned(self, scanned: CodeScanned) -> Agreed | None:
        channel = route(scanned.text)
        if channel is None:
            self._problem = NOT_A_PAYMENT.get(sort(scanned.text), UNKNOWN_CODE)
        elif channel not in self._by_code:
            self._problem = phrase("This way to pay is out of service. Please use another wallet.")
        else:
            return Agreed(self._split, channel, scanned.text)
        return None


def shown(split: PreSettlement) -> Split:
    """The insurer's fields as the patient sees them."""
    return Split(
        insured=bool(split.insutype),
        total=split.medfee_sumamt,
        fund=split.fund_pay_sumamt,
        account=split.acct_pay,
        own=split.psn_cash_pay,
        account_on=split.acct_used_flag == "1",
        account_can=bool(split.insutype) and split.balc > 0,
        account_balance=split.balc,
        pooled=split.hifp_pay,
        aid=split.maf_pay,
        large=split.hifmi_pay,
    )
