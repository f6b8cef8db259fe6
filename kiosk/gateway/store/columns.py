"""The kinds of columns that every table is made of; amounts are whole fen, moments are seconds since 1970 in UTC."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, MetaData, String

metadata = MetaData()


def fen(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def words(name: str, length: int = 64) -> Column[str]:
    return Column(name, String(length), nullable=False, server_default="")


def key(name: str) -> Column[str]:
    return Column(name, String(64), primary_key=True)


def belongs(name: str, to: str, required: bool = True) -> Column[str]:
    return Column(name, String(64), ForeignKey(to), nullable=not required)


def moment(name: str) -> Column[float]:
    return Column(name, Double, nullable=False)
