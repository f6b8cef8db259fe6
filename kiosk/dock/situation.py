"""How the outside world stands: which card lies where, what is broken, told from the verbs that were done."""

from dataclasses import dataclass, field, replace

# Verbs that turn something on or off: what they turn, and to what.
TURNS: dict[str, dict[str, object]] = {
    "take_card": {"on_reader": ""},
    "pull_card_mid_read": {"on_reader": ""},
    "put_unknown_card": {"on_reader": "unknown"},
    "put_unreadable_card": {"on_reader": "unreadable"},
    "put_expired_id_card": {"on_reader": "expired id"},
    "put_hung_card": {"on_reader": "hung"},
    "unplug_reader": {"reader": False},
    "plug_reader": {"reader": True},
    "unplug_scanner": {"scanner": False},
    "plug_scanner": {"scanner": True},
    "pull_paper": {"paper": "out"},
    "paper_low": {"paper": "low"},
    "refill": {"paper": "full", "cover_open": False},
    "jam": {"jammed": True},
    "clear_jam": {"jammed": False},
    "open_cover": {"cover_open": True},
    "close_cover": {"cover_open": False},
    "unplug": {"printer": False},
    "plug": {"printer": True},
    "refill_dispenser": {"stack": True, "bin_full": False},
    "empty_dispenser": {"stack": False},
    "fill_bin": {"bin_full": True},
    "jam_dispenser": {"dispenser_jammed": True},
    "clear_dispenser": {"dispenser_jammed": False},
    "unplug_dispenser": {"dispenser": False},
    "plug_dispenser": {"dispenser": True},
    "unplug_lights": {"lights": False},
    "plug_lights": {"lights": True},
    "stop_gateway": {"gateway": False},
    "start_gateway": {"gateway": True, "slow": False, "refuses": False, "unreachable": False},
    "refuse_settlement": {"refuses": True},
    "accept_settlement": {"refuses": False},
    "insurer_audits": {"insurer": "audits"},
    "insurer_slow": {"insurer": "slow"},
    "insurer_silent": {"insurer": "silent"},
    "insurer_up": {"insurer": ""},
    "unreachable": {"unreachable": True},
    "reachable": {"unreachable": False},
}


@dataclass(frozen=True)
class Situation:
    """What the dock shows. `faults` are written `wechat slow`; `on_reader` is a role of the cast, or empty."""

    on_reader: str = ""
    reader: bool = True
    scanner: bool = True
    paper: str = "full"  # full, low, out
    jammed: bool = False
    cover_open: bool = False
    printer: bool = True
    printer_slow: bool = False
    dispenser: bool = True
    dispenser_jammed: bool = False
    stack: bool = True  # there are cards to give out
    bin_full: bool = False
    lights: bool = True
    gateway: bool = True
    slow: bool = False
    refuses: bool = False
    unreachable: bool = False
    insurer: str = ""  # audits, slow, silent: what it was told last; empty when all is well
    faults: tuple[str, ...] = field(default=())


def after(now: Situation, line: str) -> Situation:
    """The situation once this verb has been done."""
    verb, *words = line.split()
    match verb, words:
        case "put_card", [role]:
            return replace(now, on_reader=role)
        case "slow_printer", _:
            return replace(now, printer_slow=words != ["0"])
        case "slow_gateway", _:
            return replace(now, slow=words != ["0"])
        case "wallet_fault", [wallet, kind, *_]:
            return replace(now, faults=tuple(dict.fromkeys((*now.faults, f"{wallet} {kind}"))))
        case "wallet_down", [wallet]:
            return replace(now, faults=tuple(dict.fromkeys((*now.faults, f"{wallet} down"))))
        case "wallet_up", [wallet]:
            return replace(now, faults=tuple(fault for fault in now.faults if not fault.startswith(f"{wallet} ")))
    return replace(now, **TURNS.get(verb, {}))  # type: ignore[arg-type]
