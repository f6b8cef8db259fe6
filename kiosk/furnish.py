"""Puts the conversation together: the flows, on the devices, services and window they are given."""

import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.config import Config
from kiosk.contract import Hospital, Patient
from kiosk.core.desk import Desk
from kiosk.core.words import Named
from kiosk.flows.cashier import Cashier
from kiosk.flows.identity import Identity
from kiosk.flows.left_card import LeftCards
from kiosk.flows.lobby import Journey, Lobby
from kiosk.flows.maintenance import Maintenance
from kiosk.flows.needs import Working
from kiosk.flows.pay_later import PayingLater
from kiosk.flows.payment import Payment, Place
from kiosk.flows.quiet import Quiet
from kiosk.flows.staff import Staff
from kiosk.flows.till import Till
from kiosk.flows.top_up import TopUp
from kiosk.flows.transactions import Transactions
from kiosk.machine import Machine
from kiosk.services.hospital import HospitalClient
from kiosk.services.journal import Journal
from kiosk.services.pin_lock import FilePinLock


def furnish(
    config: Config,
    desk: Desk,
    machine: Machine,
    journal: Journal,
    client: HospitalClient,
    named: Callable[[Named], None],
    folder: Path,
) -> Lobby:
    """Put the flows together. `named` is told the hospital's name once the gateway has said it; `folder`: where the
    journal lies, and whatever else must outlive a restart."""
    cashier = Cashier(journal, client, client)
    new_id = partial(_new_id, config.terminal.id)
    staff = Staff(journal, client, config.terminal.id, new_id, desk.clock)
    quiet = Quiet(client, cashier, named, desk.clock, staff)
    desk.call_staff = lambda: client.call_staff(new_id(), config.terminal.id)

    def maintain() -> None:
        lock = FilePinLock(config.maintenance.pin, folder / "wrong-pins.json", desk.clock)
        Maintenance(desk, lock, cashier, quiet, journal.moves, machine.health).run()

    working = Working(
        machine.ways,
        machine.printer.health,
        config.payment.slip_required,
        machine.no_reports if machine.report_printer else None,
    )
    return Lobby(
        desk,
        quiet,
        Identity(desk, client, config.codes.referral_prefix),
        _journeys(config, desk, machine, client, cashier, quiet, new_id, working),
        machine.ways,
        maintain if config.maintenance.pin else None,
        LeftCards(desk, machine, config.left_card.keep_s if config.left_card.keep else None),
        working,
    )


def _journeys(
    config: Config,
    desk: Desk,
    machine: Machine,
    client: HospitalClient,
    cashier: Cashier,
    quiet: Quiet,
    new_id: Callable[[], str],
    working: Working,
) -> dict[str, Journey]:
    """What a patient can come for, by the name of its tile."""

    def place(hospital: Hospital) -> Place:
        payment = config.payment
        return Place(
            config.terminal.id,
            hospital,
            machine.printer,
            machine.scans,
            payment.qr_s,
            payment.slip_required,
            new_id,
            wallets=quiet.can_pay or not quiet.looked,
        )

    def pay(patient: Patient, hospital: Hospital) -> None:
        Payment(desk, client, client, cashier, place(hospital)).run(patient)

    def top_up(patient: Patient, hospital: Hospital) -> None:
        here = place(hospital)
        TopUp(desk, client, cashier, Till(desk, client, client, cashier, here), here).run(patient)

    def pay_later(patient: Patient, hospital: Hospital) -> None:
        here = place(hospital)
        PayingLater(desk, client, cashier, Till(desk, client, client, cashier, here), here).run(patient)

    def look_back(patient: Patient, hospital: Hospital) -> None:
        Transactions(desk, client, place(hospital), working).run(patient)

    return {"pay": pay, "top_up": top_up, "pay_later": pay_later, "transactions": look_back}


def _new_id(terminal_id: str) -> str:
    """Short enough to be read out at the window; 50 random bits per terminal."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{terminal_id}-{''.join(secrets.choice(letters) for _ in range(10))}"
