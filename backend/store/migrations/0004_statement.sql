-- Lines of the settlement statements that a merchant downloads from a platform.
CREATE TABLE statement_line (
  n            INTEGER PRIMARY KEY,                  -- internal number, follows the time of booking
  shop_n       INTEGER NOT NULL REFERENCES shop (n), -- shop
  remote_id    TEXT NOT NULL,                        -- the statement's number with what tells its lines apart, or made of the line
  number       TEXT NOT NULL,                        -- the statement's own serial number, '' = none
  order_remote TEXT NOT NULL,                        -- remote id of the order, '' = none
  line_remote  TEXT NOT NULL,                        -- remote id of the order line, '' = none
  after_remote TEXT NOT NULL,                        -- remote id of the case, '' = none
  at           INTEGER NOT NULL,                     -- booked
  kind         TEXT NOT NULL,                        -- the platform's word for the movement
  currency     TEXT NOT NULL,                        -- of every amount of the row
  amount       INTEGER NOT NULL,                     -- what moved, income positive
  parts        TEXT NOT NULL,                        -- JSON object: part to minor units, '' = none given
  balance      INTEGER,                              -- of the account after the line, NULL = not given
  text         TEXT NOT NULL,                        -- note, private
  api          TEXT NOT NULL,                        -- where the row came from
  fetched_at   INTEGER NOT NULL,                     -- when its present content was fetched
  payload_hash TEXT NOT NULL,                        -- sha256 hex of the row of the file
  hash         BLOB NOT NULL                         -- 16 bytes over what the statement said
) STRICT;
CREATE UNIQUE INDEX statement_line_remote ON statement_line (remote_id, shop_n);
CREATE INDEX statement_line_order ON statement_line (order_remote, shop_n) WHERE order_remote <> '';
CREATE INDEX statement_line_shop ON statement_line (shop_n, n);
