"""Reconciles one day: fetches the statements, reads the three sides, compares them. Changes nothing anywhere."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from kiosk.contract import LEDGERS, ChannelName
from kiosk.gateway.channels import Channel, ChannelUnreachable, KeepsStatements
from kiosk.gateway.insurance import Insurance, InsuranceUnreachable
from kiosk.gateway.reconciliation import comparison, engine, insurer, result, sides
from kiosk.gateway.reconciliation.result import Result
from kiosk.gateway.reconciliation.statements import Sheet, StatementWrong, alipay, unionpay, wechat
from kiosk.gateway.store.database import Database

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READERS = {"wechat": wechat.read, "alipay": alipay.read, "unionpay": unionpay.read}


class NotReady(Exception):
    """No statement of that day is there yet: nothing can be said. Come back at `ready_at`, seconds since 1970."""

    def __init__(self, ready_at: float) -> None:
        super().__init__("the channels' statements of that day are not there yet")
        self.ready_at = ready_at


def fetch(
    channels: Mapping[ChannelName, Channel], day: date, folder: Path, late: bool = False
) -> tuple[dict[str, Path | None], dict[str, str]]:
    """The statements by channel, put into `folder`: nothing where nothing moved; and who has none, and why.

    Raises `NotReady` when one is not there yet; so `late` that the others are not kept waiting, it is missing.
    """
    files: dict[str, Path | None] = {}
    missing: dict[str, str] = {}
    for name, channel in channels.items():
        if not isinstance(channel, KeepsStatements):
            continue
        try:
            told = channel.statement(day, folder)
        except ChannelUnreachable:
            missing[name] = "the channel does not answer"
            continue
        if told.state != "not_yet":
            files[name] = told.file
        elif late:
            missing[name] = "the statement is not there yet"
        else:
            raise NotReady(told.ready_at)
    return files, missing


def reconcile(
    database: Database,
    day: date,
    files: Mapping[str, Path | None],
    missing: Mapping[str, str] | None = None,
    insurance: Insurance | None = None,
) -> Result:
    """Compare the sides of a day. A statement that cannot be believed is left out and stands in `missing`; so does an
    insurer that does not answer.

    Raises `DoesNotAddUp`, and `SQLAlchemyError` when the store cannot be read.
    """
    left_out = dict(missing or {})
    with tempfile.TemporaryDirectory(prefix="kiosk-reconcile-") as name, engine.opened(Path(name)) as opened:
        folder = Path(name)
        with database.reading() as connection:
            sides.spool(connection, day, folder)
        compared = []
        for channel, file in files.items():
            try:
                if file is not None:
                    engine.load(opened, channel, read(channel, file, day, folder))
                compared.append(channel)
            except StatementWrong as wrong:
                engine.forget(opened, channel)
                left_out[channel] = str(wrong)
        sides.load(opened, folder)
        with database.reading() as connection:
            compare(opened, connection, day, [*compared, *LEDGERS], folder)
        try:
            if insurance is not None:
                insurer.compare(opened, database, insurance, day, folder)
        except InsuranceUnreachable as silent:
            left_out[insurer.CHANNEL] = str(silent)
        return result.collect(opened, day, left_out)


def compare(opened: "DuckDBPyConnection", connection: Connection, day: date, channels: list[str], folder: Path) -> None:
    """Make the table `compared` of sides that are loaded; what the files do not have is looked up in the store."""
    sides.look_up_refunds(opened, connection, folder)
    comparison.compare(opened, day, channels)
    if sides.look_up_orders(opened, connection, folder):
        comparison.compare(opened, day, channels)


def read(channel: str, file: Path, day: date, folder: Path) -> Sheet:
    """A channel's statement. Raises `StatementWrong`."""
    if channel not in READERS:
        raise StatementWrong(file.name, 0, f"a statement of {', '.join(READERS)}")
    return READERS[channel](file, day, folder)
