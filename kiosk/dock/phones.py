"""The patients' phones: show a payment code, pay the QR on the screen, have a wallet with a bad day."""

from collections.abc import Callable, Mapping

from kiosk.dock.sim import NotThere, Sim

WALLETS = ("wechat", "alipay", "unionpay")
Shown = Callable[[], Mapping[str, object]]


class Phones:
    """`shown` is the record on the terminal's screen, as QML has it; `scan` holds a code under the scanner."""

    def __init__(self, sim: Callable[[], Sim], shown: Shown, scan: Callable[[str], None]) -> None:
        self._sim, self._shown, self._scan = sim, shown, scan
        self._wallet, self._code = WALLETS[0], ""

    def show_code(self, wallet: str = WALLETS[0], kind: str = "pays") -> None:
        """Hold a fresh payment code under the scanner. `kind`: pays, balance, invalid, password."""
        self._wallet = _known(wallet)
        self._code = self._sim().new_code(wallet, kind)
        self._scan(self._code)

    def show_code_again(self) -> None:
        """Hold the last payment code under the scanner once more."""
        if not self._code:
            raise NotThere("no payment code was shown yet")
        self._scan(self._code)

    @property
    def code_end(self) -> str:
        """The last digits of the code that was shown, to tell it from the next one; empty before the first."""
        return self._code[-4:]

    def pay_qr(self) -> None:
        """Scan the QR on the terminal's screen and pay."""
        screen = self._shown()
        if screen.get("kind") != "ShowQr":
            raise NotThere("no QR code is on the screen")
        if not self._sim().pay(str(screen["channel"]), str(screen["code"])):
            raise NotThere("the phone says no: this code cannot be paid")

    def enter_password(self) -> None:
        """Type the password that the phone asks for."""
        if not self._sim().enter_password(self._wallet, self._code):
            raise NotThere("the phone does not ask for a password")

    def wallet_fault(self, wallet: str, kind: str, verb: str = "", times: str = "", seconds: str = "") -> None:
        """A bad day: slow, password, lost_answer, delivered_late, double_answer, never, paid_late, error_500, down,
        slow_refund."""
        fault: dict[str, object] = {"kind": kind}
        if verb:
            fault["verb"] = verb
        if times:
            fault["times"] = int(times)
        if seconds:
            fault["seconds"] = float(seconds)
        self._sim().fault(_known(wallet), **fault)

    def wallet_down(self, wallet: str) -> None:
        """It cannot be offered."""
        self.wallet_fault(wallet, "down")

    def wallet_up(self, wallet: str) -> None:
        """All its faults are over."""
        self._sim().heal(_known(wallet))


def _known(wallet: str) -> str:
    if wallet not in WALLETS:
        raise NotThere(f"no wallet {wallet!r}; there are {', '.join(WALLETS)}")
    return wallet
