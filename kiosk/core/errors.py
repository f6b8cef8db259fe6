"""The few errors that make us do something different next."""


class PatientLeft(Exception):
    """The person has gone or wants to go: end the visit and wipe the screen."""


class Interruption(Exception):
    """Not an error: something more important comes first, and what is under way is left as it is saved."""


class JournalUnusable(Exception):
    """The journal cannot be opened or written: no money may be taken. The text is for the technician, who looks up
    `code`: `E-JRN-01`, `-02` the disk is full, `-03` another has it, `-04` made by a newer one, `-05` damaged,
    `-07` another program's file, `-08` another terminal's book."""

    def __init__(self, reason: str, code: str = "E-JRN-01") -> None:
        super().__init__(reason)
        self.code = code


class DeviceFault(Exception):
    """A device cannot do its work now; `code` is what a technician looks up, e.g. `E-PRN-03`."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason


class BackendUnreachable(Exception):
    """No answer, or none that can be trusted: what was asked may or may not have happened."""


class InsurerSilent(BackendUnreachable):
    """The hospital answers, the insurer behind it does not."""


class Refused(Exception):
    """A definite no from the party that decides; `code` is the problem's stable code, e.g. `bill-paid`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class PagesLeft(DeviceFault):
    """A document that came out in part: `printed` pages are out, the rest will not come any more."""

    def __init__(self, code: str, reason: str, printed: int) -> None:
        super().__init__(code, reason)
        self.printed = printed
