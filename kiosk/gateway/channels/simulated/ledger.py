"""The wallet's own books on its own disk: what it was asked, what it took, what it gave back."""

TABLES = """
CREATE TABLE IF NOT EXISTS orders (
    payment_id TEXT PRIMARY KEY,
    mode TEXT NOT NULL,
    amount INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'password', 'paid', 'closed')),
    reason TEXT NOT NULL DEFAULT '',
    qr TEXT UNIQUE,
    code TEXT UNIQUE,
    trade_no TEXT NOT NULL UNIQUE,
    opened_at REAL NOT NULL,
    paid_at REAL
) STRICT;
CREATE TABLE IF NOT EXISTS refunds (
    refund_id TEXT PRIMARY KEY,
    payment_id TEXT NOT NULL REFERENCES orders,
    amount INTEGER NOT NULL CHECK (amount > 0),
    asked_at REAL NOT NULL,
    done_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS on_their_way (
    payment_id TEXT NOT NULL,
    amount INTEGER NOT NULL,
    code TEXT NOT NULL,
    arrives_at REAL NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS codes (number INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
"""
