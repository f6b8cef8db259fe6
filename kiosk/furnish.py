"""Puts the conversation together: the flows, on the devices, services and window they are given."""

import secrets
from collections.abc import Callable
from functools import partial

from kiosk.config import Config
from kiosk.contract import Hospital, Patient
from kiosk.core.desk import Desk
from kiosk.core.words import Named
from kiosk.flows.cashier import Cashier
from kiosk.flows.identity import Identity
from kiosk.flows.lobby import Lobby
from kiosk.flows.payment import Payment, Place
from kiosk.flows.quiet import Quiet
from kiosk.machine import Machine
from kiosk.services.hospital import HospitalClient
from kiosk.services.journal import Journal


def furnish(
    config: Config,
    desk: Desk,
    machine: Machine,
    journal: Journal,
    client: HospitalClient,
    named: Callable[[Named], None],
) -> Lobby:
    """Put the flows together. `named` is told the hospital's name once the gateway has said it."""
    cashier = Cashier(journal, client, client)
    new_id = partial(_new_id, config.terminal.id)
    desk.call_staff = lambda: client.call_staff(new_id(), config.terminal.id)

    def pay(patient: Patient, hospital: Hospital) -> None:
        place = Place(
            config.terminal.id,
            hospital,
            machine.printer,
            bool(machine.scanners),
            config.payment.qr_s,
            config.payment.slip_required,
            new_id,
        )
        Payment(desk, client, client, cashier, place).run(patient)

    return Lobby(desk, Quiet(client, cashier, named, desk.clock), Identity(desk, client), {"pay": pay}, machine.ways)


def _new_id(terminal_id: str) -> str:
    """Short enough to be read out at the window; 50 random bits per terminal."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{terminal_id}-{''.join(secrets.choice(letters) for _ in range(10))}"
