-- The desk around the book: sync, evidence, findings, acts, imports, settings, trends.
-- Rows that are listed but never computed with keep their domain value as JSON in "body",
-- beside the columns that are filtered or sorted by.

CREATE TABLE raw_payload (
  n          INTEGER PRIMARY KEY,                                     -- running number
  shop_n     INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE,  -- shop
  kind       TEXT NOT NULL,                                           -- order, after_sale, after_sale_detail, review, trace
  remote_id  TEXT NOT NULL,                                           -- platform's id of the item
  api        TEXT NOT NULL,                                           -- source API
  fetched_at INTEGER NOT NULL,                                        -- fetched
  hash       TEXT NOT NULL,                                           -- sha256 hex of the plain body
  body       BLOB NOT NULL                                            -- the item, zstd
) STRICT;
CREATE UNIQUE INDEX raw_payload_item ON raw_payload (shop_n, kind, remote_id);

CREATE TABLE sync_cursor (
  shop_n INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE, -- shop
  stream TEXT NOT NULL,                                          -- "orders", "after_sales" …
  cursor TEXT NOT NULL,                                          -- opaque to all but the connector
  PRIMARY KEY (shop_n, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_run (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the run
  shop_id    TEXT NOT NULL,             -- shop
  started_at INTEGER NOT NULL,          -- started
  body       TEXT NOT NULL              -- the run as JSON
) STRICT;
CREATE INDEX sync_run_shop ON sync_run (shop_id, started_at);

CREATE TABLE sync_problem (
  id        TEXT NOT NULL PRIMARY KEY, -- id of the problem
  shop_id   TEXT NOT NULL,             -- shop
  api       TEXT NOT NULL,             -- API that sent the item
  remote_id TEXT NOT NULL,             -- item
  field     TEXT NOT NULL,             -- field that could not be read
  code      TEXT NOT NULL,             -- why
  at        INTEGER NOT NULL,          -- last time
  count     INTEGER NOT NULL           -- how often
) STRICT;
CREATE UNIQUE INDEX sync_problem_item ON sync_problem (shop_id, api, remote_id, field, code);
CREATE INDEX sync_problem_at ON sync_problem (shop_id, at);

CREATE TABLE unmapped (
  shop_id   TEXT NOT NULL,    -- shop
  field     TEXT NOT NULL,    -- "after_sale.status"
  raw       TEXT NOT NULL,    -- value that we do not know
  platform  TEXT NOT NULL,    -- platform
  count     INTEGER NOT NULL, -- how often
  first_at  INTEGER NOT NULL, -- first time
  last_at   INTEGER NOT NULL, -- last time
  mapped_to TEXT NOT NULL,    -- a person's mapping, '' = none
  PRIMARY KEY (shop_id, field, raw)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  n             INTEGER PRIMARY KEY,  -- running number, in the order of intake
  id            TEXT NOT NULL UNIQUE, -- "sha256-" and 64 hex
  size          INTEGER NOT NULL,     -- bytes
  media_type    TEXT NOT NULL,        -- sniffed
  name          TEXT NOT NULL,        -- original base name
  kind          TEXT NOT NULL,        -- what it shows
  source        TEXT NOT NULL,        -- door it came through
  operator      TEXT NOT NULL,        -- who
  captured_at   INTEGER NOT NULL,     -- claim of the device
  captured_from TEXT NOT NULL,        -- where the claim was read
  added_at      INTEGER NOT NULL,     -- our clock
  width         INTEGER NOT NULL,     -- pixels
  height        INTEGER NOT NULL,     -- pixels
  duration_ms   INTEGER NOT NULL,     -- of a video
  codes         TEXT NOT NULL,        -- JSON list of barcodes, '' = none
  log_index     INTEGER NOT NULL,     -- leaf of the custody log
  log_hash      TEXT NOT NULL,        -- its hash, hex
  links         INTEGER NOT NULL      -- number of links, for the unlinked tray
) STRICT;
CREATE INDEX evidence_unlinked ON evidence (links) WHERE links = 0;
CREATE INDEX evidence_kind ON evidence (kind);

CREATE TABLE evidence_link (
  evidence_n INTEGER NOT NULL REFERENCES evidence (n) ON DELETE CASCADE, -- file
  order_id   TEXT NOT NULL,    -- order; stays when its shop is removed
  case_id    TEXT NOT NULL,    -- case, '' = the order as a whole
  waybill    TEXT NOT NULL,    -- parcel it was matched by
  method     TEXT NOT NULL,    -- how it found its order
  linked_by  TEXT NOT NULL,    -- who
  at         INTEGER NOT NULL, -- when
  PRIMARY KEY (evidence_n, order_id, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_link_order ON evidence_link (order_id);
CREATE INDEX evidence_link_case ON evidence_link (case_id) WHERE case_id <> '';
CREATE INDEX evidence_link_waybill ON evidence_link (waybill) WHERE waybill <> '';

CREATE TABLE evidence_pack (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the pack
  case_id    TEXT NOT NULL,             -- case
  order_id   TEXT NOT NULL,             -- order
  created_at INTEGER NOT NULL,          -- built
  body       TEXT NOT NULL              -- the pack as JSON
) STRICT;
CREATE INDEX evidence_pack_case ON evidence_pack (case_id, created_at);
CREATE INDEX evidence_pack_order ON evidence_pack (order_id);

CREATE TABLE finding (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the finding
  key        TEXT NOT NULL UNIQUE,      -- check and subject, stable over runs
  check_id   TEXT NOT NULL,             -- check that found it
  shop_id    TEXT NOT NULL,             -- shop
  subject    TEXT NOT NULL,             -- kind of the subject
  subject_id TEXT NOT NULL,             -- subject
  order_id   TEXT NOT NULL,             -- order, '' = none
  state      TEXT NOT NULL,             -- open, resolved, dismissed
  due_at     INTEGER NOT NULL,          -- platform's limit, 9007199254740991 = none
  body       TEXT NOT NULL              -- the finding as JSON
) STRICT;
CREATE INDEX finding_open ON finding (due_at, id, check_id, shop_id) WHERE state = 'open';
CREATE INDEX finding_check ON finding (check_id, state);
CREATE INDEX finding_order ON finding (order_id) WHERE order_id <> '';
CREATE INDEX finding_subject ON finding (subject_id);

CREATE TABLE check_receipt (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the receipt
  check_id   TEXT NOT NULL,             -- check
  started_at INTEGER NOT NULL,          -- started
  body       TEXT NOT NULL              -- the receipt as JSON
) STRICT;
CREATE INDEX check_receipt_check ON check_receipt (check_id, started_at);

CREATE TABLE schedule (
  id      TEXT NOT NULL PRIMARY KEY, -- job
  last_at INTEGER NOT NULL           -- last tick that was answered
) STRICT, WITHOUT ROWID;

CREATE TABLE act (
  id        TEXT NOT NULL PRIMARY KEY, -- id of the act, also its idempotency key
  shop_id   TEXT NOT NULL,             -- shop
  case_id   TEXT NOT NULL,             -- case
  order_id  TEXT NOT NULL,             -- order
  state     TEXT NOT NULL,             -- where it stands
  queued_at INTEGER NOT NULL,          -- queued
  body      TEXT NOT NULL              -- the act as JSON
) STRICT;
CREATE INDEX act_state ON act (state, shop_id);
CREATE INDEX act_case ON act (case_id);
CREATE INDEX act_order ON act (order_id);

CREATE TABLE sheet_mapping (
  name TEXT NOT NULL PRIMARY KEY, -- name that a person gave
  body TEXT NOT NULL              -- the mapping as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_run (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the import
  started_at INTEGER NOT NULL,          -- started
  body       TEXT NOT NULL              -- the receipt as JSON
) STRICT;
CREATE INDEX sheet_run_started ON sheet_run (started_at);

CREATE TABLE settings (
  n    INTEGER PRIMARY KEY CHECK (n = 1), -- one row
  body TEXT NOT NULL                      -- the settings as JSON
) STRICT;

CREATE TABLE audit (
  n          INTEGER PRIMARY KEY,  -- running number
  id         TEXT NOT NULL UNIQUE, -- id of the entry
  subject_id TEXT NOT NULL,        -- what it is about
  body       TEXT NOT NULL         -- the entry as JSON
) STRICT;
CREATE INDEX audit_subject ON audit (subject_id);

CREATE TABLE host_contact (
  host     TEXT NOT NULL,    -- name of the machine that was spoken to
  purpose  TEXT NOT NULL,    -- why
  first_at INTEGER NOT NULL, -- first time
  last_at  INTEGER NOT NULL, -- last time
  requests INTEGER NOT NULL, -- requests sent
  blocked  INTEGER NOT NULL, -- requests refused by the offline switch
  PRIMARY KEY (host, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE quota (
  shop_id       TEXT NOT NULL,    -- shop
  api           TEXT NOT NULL,    -- API
  day           TEXT NOT NULL,    -- day of the shop's zone
  used          INTEGER NOT NULL, -- calls
  cap           INTEGER NOT NULL, -- published limit, 0 = none
  throttled     INTEGER NOT NULL, -- answers that said "too often"
  blocked_until INTEGER NOT NULL, -- end of a pause
  PRIMARY KEY (shop_id, api, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE trend_segment (
  kind   TEXT NOT NULL,                                          -- orders, reviews, cases
  shop_n INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE, -- shop
  day    TEXT NOT NULL,                                          -- day of the shop's zone
  body   BLOB NOT NULL,                                          -- facts as the insight room packs them
  PRIMARY KEY (kind, shop_n, day)
) STRICT;
CREATE INDEX trend_segment_shop ON trend_segment (shop_n);

CREATE TABLE trend_dirty (
  kind   TEXT NOT NULL,                                          -- orders, reviews, cases
  shop_n INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE, -- shop
  day    TEXT NOT NULL,                                          -- day to be built again
  PRIMARY KEY (kind, shop_n, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX trend_dirty_shop ON trend_dirty (shop_n);
