"""Journals as earlier versions made them; files like these lie on terminals."""

FIRST_VERSION = """
CREATE TABLE purchase (
    purchase_id TEXT PRIMARY KEY,
    patient_id TEXT NOT NULL,
    total INTEGER NOT NULL CHECK (total >= 0),
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX purchase_unfinished ON purchase (state) WHERE state NOT IN ('closed', 'refunded', 'settled');
CREATE TABLE bill (
    purchase_id TEXT NOT NULL REFERENCES purchase,
    bill_id TEXT NOT NULL,
    live INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (purchase_id, bill_id)
) STRICT;
CREATE UNIQUE INDEX one_live_purchase_per_bill ON bill (bill_id) WHERE live = 1;
CREATE TABLE payment (
    payment_id TEXT PRIMARY KEY,
    purchase_id TEXT NOT NULL UNIQUE REFERENCES purchase,
    presettlement_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    own INTEGER NOT NULL CHECK (own >= 0)
) STRICT;
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    purchase_id TEXT NOT NULL REFERENCES purchase,
    at TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'append only'); END;
INSERT INTO purchase VALUES ('K01-0', 'P0001', 4620, 'settling', '');
INSERT INTO bill VALUES ('K01-0', 'B0', 1);
INSERT INTO payment VALUES ('K01-0-P', 'K01-0', 'K01-0-S1', 'alipay', 2000);
INSERT INTO event (purchase_id, at, before, after, reason) VALUES
    ('K01-0', '2026-03-01T09:00:00+00:00', '', 'planned', ''),
    ('K01-0', '2026-03-01T09:00:01.250000+00:00', 'planned', 'asking', ''),
    ('K01-0', '2026-03-01T09:00:09+00:00', 'asking', 'paid', ''),
    ('K01-0', '2026-03-01T09:00:10+00:00', 'paid', 'settling', '');
PRAGMA user_version = 1;
"""

# As the second version had brought it up to date.
SECOND_VERSION = f"""
{FIRST_VERSION}
ALTER TABLE purchase ADD COLUMN kind TEXT NOT NULL DEFAULT 'bills';
ALTER TABLE purchase ADD COLUMN live INTEGER NOT NULL DEFAULT 1;
UPDATE purchase SET live = 0 WHERE state IN ('closed', 'refunded', 'settled');
DROP INDEX purchase_unfinished;
CREATE INDEX live_purchase ON purchase (live) WHERE live = 1;
CREATE TABLE outbox (journal_id TEXT NOT NULL, sent INTEGER NOT NULL) STRICT;
INSERT INTO outbox VALUES ('J-00112233445566778899', 0);
PRAGMA user_version = 2;
"""

# And the third, after a refund and with a top-up that the channel says nothing about.
THIRD_VERSION = f"""
{SECOND_VERSION}
ALTER TABLE outbox ADD COLUMN terminal_id TEXT NOT NULL DEFAULT '';
INSERT INTO purchase VALUES
    ('K01-8', 'P0002', 900, 'refunded', 'not-allowed', 'bills', 0),
    ('K01-9', 'P0003', 300, 'unsure', '', 'top_up', 1);
INSERT INTO bill VALUES ('K01-8', 'B9', 0), ('K01-8', 'B10', 0);
INSERT INTO payment VALUES
    ('K01-8-P', 'K01-8', 'K01-8-S1', 'wechat', 900),
    ('K01-9-P', 'K01-9', 'K01-9-S1', 'alipay', 300);
INSERT INTO event (purchase_id, at, before, after, reason) VALUES
    ('K01-8', '2026-03-02T09:00:00+00:00', '', 'planned', ''),
    ('K01-8', '2026-03-02T09:01:00+00:00', 'refunding', 'refunded', 'not-allowed'),
    ('K01-9', '2026-03-02T09:02:00+00:00', 'closing', 'unsure', '');
PRAGMA application_id = {0x4B4A524E};
PRAGMA user_version = 3;
"""
