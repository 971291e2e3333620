CREATE INDEX act_case ON act (case_id);

CREATE INDEX act_order ON act (order_id);

CREATE INDEX act_state ON act (state, shop_id);

CREATE INDEX after_sale_due ON after_sale (due_at, n, shop_n, type, status, arbitration, reason) WHERE open = 1;

CREATE UNIQUE INDEX after_sale_due_n ON after_sale (due_n) WHERE due_n > 0;

CREATE INDEX after_sale_order ON after_sale (order_remote, shop_n);

CREATE UNIQUE INDEX after_sale_remote ON after_sale (remote_id, shop_n);

CREATE INDEX after_sale_return ON after_sale (return_waybill) WHERE return_waybill <> '';

CREATE INDEX after_sale_ruled ON after_sale (n, shop_n) WHERE arbitration IN ('for_buyer', 'for_merchant');

CREATE INDEX audit_subject ON audit (subject_id);

CREATE INDEX check_receipt_check ON check_receipt (check_id, started_at);

CREATE INDEX evidence_kind ON evidence (kind);

CREATE INDEX evidence_link_case ON evidence_link (case_id) WHERE case_id <> '';

CREATE INDEX evidence_link_order ON evidence_link (order_id);

CREATE INDEX evidence_link_waybill ON evidence_link (waybill) WHERE waybill <> '';

CREATE INDEX evidence_pack_case ON evidence_pack (case_id, created_at);

CREATE INDEX evidence_pack_order ON evidence_pack (order_id);

CREATE INDEX evidence_unlinked ON evidence (links) WHERE links = 0;

CREATE INDEX finding_check ON finding (check_id, state);

CREATE INDEX finding_open ON finding (due_at, id, check_id, shop_id) WHERE state = 'open';

CREATE INDEX finding_order ON finding (order_id) WHERE order_id <> '';

CREATE INDEX finding_subject ON finding (subject_id);

CREATE UNIQUE INDEX host_id ON host (host_id, shop_n);

CREATE INDEX host_shop ON host (shop_n);

CREATE INDEX item_code ON item (sku_norm) WHERE sku_norm <> '';

CREATE UNIQUE INDEX item_hash ON item (hash);

CREATE INDEX item_product ON item (product_id, shop_n);

CREATE INDEX item_shop ON item (shop_n);

CREATE INDEX item_sku ON item (sku_id, shop_n);

CREATE INDEX live_session_host ON live_session (host_n) WHERE host_n IS NOT NULL;

CREATE UNIQUE INDEX live_session_room ON live_session (room_id, shop_n);

CREATE INDEX live_session_shop ON live_session (shop_n, start_at);

CREATE INDEX order_line_host ON order_line (host_n) WHERE host_n IS NOT NULL;

CREATE INDEX order_line_item ON order_line (item_n);

CREATE INDEX order_line_session ON order_line (session_n) WHERE session_n IS NOT NULL;

CREATE INDEX orders_paid ON orders (shop_n, paid_at) WHERE paid_at > 0;

CREATE UNIQUE INDEX orders_remote ON orders (remote_id, shop_n);

CREATE INDEX orders_shipped ON orders (shop_n, shipped_at) WHERE shipped_at > 0;

CREATE INDEX orders_status ON orders (shop_n, status);

CREATE INDEX pack_record_open ON pack_record (state) WHERE state = 'open';

CREATE INDEX pack_record_order ON pack_record (order_id) WHERE order_id <> '';

CREATE INDEX pack_record_started ON pack_record (started_at);

CREATE INDEX pack_record_waybill ON pack_record (waybill) WHERE waybill <> '';

CREATE INDEX parcel_case ON parcel (case_remote, shop_n) WHERE case_remote <> '';

CREATE INDEX parcel_due ON parcel (shop_n, next_check) WHERE next_check > 0;

CREATE INDEX parcel_moving ON parcel (shop_n) WHERE final = 0;

CREATE INDEX parcel_order ON parcel (order_remote, shop_n);

CREATE INDEX parcel_state ON parcel (state);

CREATE UNIQUE INDEX parcel_waybill ON parcel (waybill, carrier_code, shop_n);

CREATE INDEX promise_session ON promise (session_id);

CREATE INDEX promise_shop ON promise (shop_n);

CREATE INDEX proof_answer_case ON proof_answer (case_id);

CREATE UNIQUE INDEX raw_payload_item ON raw_payload (shop_n, kind, remote_id);

CREATE INDEX recovery_move_review ON recovery_move (review_n);

CREATE INDEX review_order ON review (order_remote, shop_n) WHERE order_remote <> '';

CREATE UNIQUE INDEX review_remote ON review (remote_id, shop_n);

CREATE INDEX review_step ON review (step, shop_n, band, replied_at);

CREATE INDEX sheet_run_started ON sheet_run (started_at);

CREATE INDEX stamp_cover ON stamp (authority_id, tree_size, log_index);

CREATE INDEX statement_line_order ON statement_line (order_remote, shop_n) WHERE order_remote <> '';

CREATE UNIQUE INDEX statement_line_remote ON statement_line (remote_id, shop_n);

CREATE INDEX statement_line_shop ON statement_line (shop_n, n);

CREATE INDEX sync_problem_at ON sync_problem (shop_id, at);

CREATE UNIQUE INDEX sync_problem_item ON sync_problem (shop_id, api, remote_id, field, code);

CREATE INDEX sync_run_shop ON sync_run (shop_id, started_at);

CREATE INDEX trend_dirty_shop ON trend_dirty (shop_n);

CREATE INDEX trend_segment_shop ON trend_segment (shop_n);

CREATE TABLE act (
  id        TEXT NOT NULL PRIMARY KEY, -- id of the act, also its idempotency key
  shop_id   TEXT NOT NULL,             -- shop
  case_id   TEXT NOT NULL,             -- case
  order_id  TEXT NOT NULL,             -- order
  state     TEXT NOT NULL,             -- where it stands
  queued_at INTEGER NOT NULL,          -- queued
  body      TEXT NOT NULL              -- the act as JSON
) STRICT;

CREATE TABLE after_sale (
  n                 INTEGER PRIMARY KEY,                  -- internal number, follows the time of applying
  shop_n            INTEGER NOT NULL REFERENCES shop (n), -- shop
  remote_id         TEXT NOT NULL,                        -- platform's case id
  search            INTEGER NOT NULL,                     -- checksum of the indexed search text
  order_remote      TEXT NOT NULL,                        -- remote id of the order, which may not be here yet
  line_ids          TEXT NOT NULL,                        -- JSON list of the lines it names, '' = the whole order
  type              TEXT NOT NULL,                        -- our type
  raw_type          TEXT NOT NULL,                        -- platform's word
  status            TEXT NOT NULL,                        -- whose turn
  raw_status        TEXT NOT NULL,                        -- platform's word
  open              INTEGER NOT NULL,                     -- 1 = still runs
  arbitration       TEXT NOT NULL,                        -- platform's part
  raw_arbitration   TEXT NOT NULL,                        -- platform's word
  first_reason      TEXT NOT NULL,                        -- first reason ever seen
  first_reason_text TEXT NOT NULL,                        -- its words
  reason            TEXT NOT NULL,                        -- present reason
  reason_text       TEXT NOT NULL,                        -- its words
  buyer_remark      TEXT NOT NULL,                        -- buyer's text, private
  qty               INTEGER NOT NULL,                     -- pieces
  currency          TEXT NOT NULL,                        -- ISO 4217
  asked             INTEGER,                              -- refund asked
  refunded          INTEGER,                              -- refund paid
  goods_back        INTEGER NOT NULL,                     -- 1 = goods came back
  applied_at        INTEGER NOT NULL,                     -- applied
  updated_at        INTEGER NOT NULL,                     -- platform's last change
  closed_at         INTEGER NOT NULL,                     -- ended
  step_since        INTEGER NOT NULL,                     -- start of the step
  deadline          INTEGER NOT NULL,                     -- platform's deadline of the step
  evidence_due      INTEGER NOT NULL,                     -- deadline for evidence
  due_at            INTEGER NOT NULL,                     -- earlier of the two, 9007199254740991 = none, so that it sorts last
  handled_at        INTEGER NOT NULL,                     -- first entry of merchant or staff after applying, 0 = none known
  version           TEXT NOT NULL,                        -- platform's optimistic version
  return_waybill    TEXT NOT NULL,                        -- return parcel
  return_carrier    TEXT NOT NULL,                        -- its carrier
  images            TEXT NOT NULL,                        -- JSON list of picture addresses, '' = none
  api               TEXT NOT NULL,                        -- where the row came from
  fetched_at        INTEGER NOT NULL,                     -- when its present content was fetched
  payload_hash      TEXT NOT NULL,                        -- sha256 hex of the raw item
  hash              BLOB NOT NULL                         -- 16 bytes over the case and its parcels
, due_n INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE VIRTUAL TABLE after_sale_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE after_sale_log (
  case_n INTEGER PRIMARY KEY REFERENCES after_sale (n) ON DELETE CASCADE ON UPDATE CASCADE, -- case
  body   TEXT NOT NULL -- negotiation as JSON, oldest first; held apart so that lists do not read it
) STRICT;

CREATE VIRTUAL TABLE after_sale_open_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE audit (
  n          INTEGER PRIMARY KEY,  -- running number
  id         TEXT NOT NULL UNIQUE, -- id of the entry
  subject_id TEXT NOT NULL,        -- what it is about
  body       TEXT NOT NULL         -- the entry as JSON
) STRICT;

CREATE TABLE case_outcome (
  case_id TEXT NOT NULL PRIMARY KEY, -- case
  result  TEXT NOT NULL,             -- won, lost or partly
  pack_id TEXT NOT NULL,             -- newest pack at that moment, '' = none
  said_by TEXT NOT NULL,             -- who
  at      INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

CREATE TABLE case_scenario (
  case_id   TEXT NOT NULL PRIMARY KEY, -- case
  scenario  TEXT NOT NULL,             -- what it is argued as
  notice_at INTEGER NOT NULL,          -- when the platform told of the violation, 0 = a dispute
  chosen_by TEXT NOT NULL,             -- who chose
  chosen_at INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

CREATE TABLE check_receipt (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the receipt
  check_id   TEXT NOT NULL,             -- check
  started_at INTEGER NOT NULL,          -- started
  body       TEXT NOT NULL              -- the receipt as JSON
) STRICT;

CREATE TABLE contact (
  order_n INTEGER PRIMARY KEY REFERENCES orders (n) ON DELETE CASCADE ON UPDATE CASCADE, -- order
  name    TEXT NOT NULL, -- receiver in plain text, read only by a logged reveal
  phone   TEXT NOT NULL, -- phone in plain text
  address TEXT NOT NULL  -- address in plain text
) STRICT;

CREATE TABLE counter (
  name  TEXT NOT NULL PRIMARY KEY, -- what is counted, or the last number given out
  value INTEGER NOT NULL           -- the number, kept in the transaction that changes it
) STRICT, WITHOUT ROWID;

CREATE TABLE door_refusal (
  reason  TEXT NOT NULL PRIMARY KEY, -- why
  count   INTEGER NOT NULL,          -- how often
  last_at INTEGER NOT NULL           -- last time
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
, incomplete INTEGER NOT NULL DEFAULT 0, device TEXT NOT NULL DEFAULT '') STRICT;

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

CREATE TABLE evidence_pack (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the pack
  case_id    TEXT NOT NULL,             -- case
  order_id   TEXT NOT NULL,             -- order
  created_at INTEGER NOT NULL,          -- built
  body       TEXT NOT NULL              -- the pack as JSON
) STRICT;

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

CREATE TABLE fresh_agreement (
  order_id  TEXT NOT NULL PRIMARY KEY, -- order
  hours     INTEGER NOT NULL,          -- for the buyer's proof after signing, 0 = not agreed
  points    INTEGER NOT NULL,          -- paid, hundredths of a per cent of the price, 0 = not agreed
  words     TEXT NOT NULL,             -- what was agreed, private
  noted_by  TEXT NOT NULL,             -- who noted it
  at        INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

CREATE TABLE host (
  n       INTEGER PRIMARY KEY,                                        -- internal number
  shop_n  INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE,     -- shop
  host_id TEXT NOT NULL,                                              -- platform's author id, "@name" when only a name is known
  name    TEXT NOT NULL                                               -- last name seen
) STRICT;

CREATE TABLE host_contact (
  host     TEXT NOT NULL,    -- name of the machine that was spoken to
  purpose  TEXT NOT NULL,    -- why
  first_at INTEGER NOT NULL, -- first time
  last_at  INTEGER NOT NULL, -- last time
  requests INTEGER NOT NULL, -- requests sent
  blocked  INTEGER NOT NULL, -- requests refused by the offline switch
  PRIMARY KEY (host, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
  n            INTEGER PRIMARY KEY,                                   -- internal number
  shop_n       INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE,-- shop
  product_id   TEXT NOT NULL,                                         -- platform's product
  product_name TEXT NOT NULL,                                         -- title as sold
  sku_id       TEXT NOT NULL,                                         -- platform's SKU
  sku_code     TEXT NOT NULL,                                         -- merchant's code
  sku_norm     TEXT NOT NULL,                                         -- the code as it is searched: lower case, letters and digits only
  spec         TEXT NOT NULL,                                         -- "红 / M"
  size         TEXT NOT NULL,                                         -- "M"
  category     TEXT NOT NULL,                                         -- platform's category
  picture      TEXT NOT NULL,                                         -- address of the picture
  hash         BLOB NOT NULL                                          -- 16 bytes over all of it
) STRICT;

CREATE TABLE live_session (
  n        INTEGER PRIMARY KEY,                                       -- internal number
  shop_n   INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE,    -- shop
  room_id  TEXT NOT NULL,                                             -- platform's room
  title    TEXT NOT NULL,                                             -- title, "" unknown
  host_n   INTEGER REFERENCES host (n) ON DELETE SET NULL,            -- who sold
  start_at INTEGER NOT NULL,                                          -- first moment
  end_at   INTEGER NOT NULL,                                          -- last moment
  inferred INTEGER NOT NULL                                           -- 1 = times come from orders
) STRICT;

CREATE VIRTUAL TABLE order_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE order_line (
  order_n    INTEGER NOT NULL REFERENCES orders (n) ON DELETE CASCADE ON UPDATE CASCADE, -- order
  pos        INTEGER NOT NULL,                                        -- 0, 1, 2 as the platform lists them
  remote_id  TEXT NOT NULL,                                           -- platform's line id
  status     TEXT NOT NULL,                                           -- our status
  raw_status TEXT NOT NULL,                                           -- platform's word
  item_n     INTEGER NOT NULL REFERENCES item (n),                    -- product, SKU and wording
  qty        INTEGER NOT NULL,                                        -- pieces
  unit_price INTEGER,                                                 -- price of one
  paid       INTEGER,                                                 -- paid for the line
  gift       INTEGER NOT NULL,                                        -- 1 = a gift
  signed_at  INTEGER NOT NULL,                                        -- courier signed
  session_n  INTEGER REFERENCES live_session (n),                     -- broadcast, NULL = unattributed
  host_n     INTEGER REFERENCES host (n),                             -- host, NULL = none known
  video_id   TEXT NOT NULL,                                           -- short video, "" = none
  channel    TEXT NOT NULL,                                           -- how the buyer came
  PRIMARY KEY (order_n, pos)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  n                INTEGER PRIMARY KEY,                   -- internal number, follows the time of creation
  shop_n           INTEGER NOT NULL REFERENCES shop (n),  -- shop
  remote_id        TEXT NOT NULL,                         -- platform's order id
  search           INTEGER NOT NULL,                      -- checksum of the indexed search text
  status           TEXT NOT NULL,                         -- our status
  raw_status       TEXT NOT NULL,                         -- platform's word
  created_at       INTEGER NOT NULL,                      -- placed
  paid_at          INTEGER NOT NULL,                      -- paid
  promised_ship_at INTEGER NOT NULL,                      -- ship-by promise
  shipped_at       INTEGER NOT NULL,                      -- platform's ship time
  finished_at      INTEGER NOT NULL,                      -- finished
  updated_at       INTEGER NOT NULL,                      -- platform's last change
  currency         TEXT NOT NULL,                         -- ISO 4217 of all amounts of the order and its lines
  total            INTEGER,                               -- before discounts
  paid             INTEGER,                               -- paid by the buyer
  freight          INTEGER,                               -- freight
  discount         INTEGER,                               -- discounts
  buyer_key        TEXT NOT NULL,                         -- opaque buyer id
  buyer_nick       TEXT NOT NULL,                         -- nickname, private
  masked_name      TEXT NOT NULL,                         -- receiver, masked
  masked_phone     TEXT NOT NULL,                         -- phone, masked
  province         TEXT NOT NULL,                         -- receiver's province
  city             TEXT NOT NULL,                         -- receiver's city
  district         TEXT NOT NULL,                         -- receiver's district
  masked_address   TEXT NOT NULL,                         -- street, masked
  buyer_words      TEXT NOT NULL,                         -- buyer's remark, private
  seller_words     TEXT NOT NULL,                         -- seller's remark, private
  api              TEXT NOT NULL,                         -- where the row came from
  fetched_at       INTEGER NOT NULL,                      -- when its present content was fetched
  payload_hash     TEXT NOT NULL,                         -- sha256 hex of the raw item
  hash             BLOB NOT NULL                          -- 16 bytes over order, lines, parcels, contact
) STRICT;

CREATE TABLE pack_record (
  id           TEXT NOT NULL PRIMARY KEY, -- id of the record, sorts by time
  waybill      TEXT NOT NULL,             -- number as scanned, '' while it is not known
  order_id     TEXT NOT NULL,             -- order, '' while it is not known
  case_id      TEXT NOT NULL,             -- case of a return, '' = none
  mode         TEXT NOT NULL,             -- pack or unbox
  state        TEXT NOT NULL,             -- open, done, aside, interrupted
  packer       TEXT NOT NULL,             -- who stood at the bench
  started_at   INTEGER NOT NULL,          -- scan that opened it
  body         TEXT NOT NULL              -- the record as JSON
) STRICT;

CREATE TABLE parcel (
  n                INTEGER PRIMARY KEY,                   -- internal number, in the order of becoming known
  shop_n           INTEGER NOT NULL REFERENCES shop (n),  -- shop
  carrier_code     TEXT NOT NULL,                         -- carrier
  waybill          TEXT NOT NULL,                         -- number
  carrier_name     TEXT NOT NULL,                         -- carrier as written
  order_remote     TEXT NOT NULL,                         -- remote id of the order, which may not be here yet
  case_remote      TEXT NOT NULL,                         -- remote id of the case of a return parcel
  direction        TEXT NOT NULL,                         -- out or back
  state            TEXT NOT NULL,                         -- newest known state
  final            INTEGER NOT NULL,                      -- 1 = no further event is expected
  uploaded_at      INTEGER NOT NULL,                      -- number given to the platform
  picked_at        INTEGER NOT NULL,                      -- pickup scan
  hub_at           INTEGER NOT NULL,                      -- first hub scan
  delivery_at      INTEGER NOT NULL,                      -- first out for delivery
  signed_at        INTEGER NOT NULL,                      -- signed
  last_at          INTEGER NOT NULL,                      -- newest event
  last_text        TEXT NOT NULL,                         -- its text
  from_province    TEXT NOT NULL,                         -- starts in
  to_province      TEXT NOT NULL,                         -- goes to
  to_city          TEXT NOT NULL,                         -- goes to
  trace_checked_at INTEGER NOT NULL,                      -- last query of traces
  next_check       INTEGER NOT NULL                       -- next query by the polling plan, 0 = never again
) STRICT;

CREATE TABLE phone (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the phone
  name       TEXT NOT NULL,             -- what its owner calls it
  operator   TEXT NOT NULL,             -- who takes pictures with it, '' = the operator of the desk
  token_hash TEXT NOT NULL UNIQUE,      -- sha256 hex of its token
  paired_at  INTEGER NOT NULL,          -- paired
  seen_at    INTEGER NOT NULL,          -- last request
  revoked_at INTEGER NOT NULL,          -- token taken back, 0 = it may come in
  files      INTEGER NOT NULL,          -- files it brought
  bytes      INTEGER NOT NULL           -- their size
) STRICT;

CREATE TABLE promise (
  n          INTEGER PRIMARY KEY,                                     -- internal number
  id         TEXT NOT NULL UNIQUE,                                    -- id of the promise
  shop_n     INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE,  -- shop
  session_id TEXT NOT NULL,                                           -- session that heard it, may not be known yet
  product_id TEXT NOT NULL,                                           -- "" = every product of the session
  sku_id     TEXT NOT NULL,                                           -- "" = every SKU of the product
  kind       TEXT NOT NULL,                                           -- what was promised
  wording    TEXT NOT NULL,                                           -- the sentence
  said_at    INTEGER NOT NULL                                         -- when
) STRICT;

CREATE TABLE proof_answer (
  n           INTEGER PRIMARY KEY, -- running number
  case_id     TEXT NOT NULL,       -- case
  evidence_id TEXT NOT NULL,       -- file
  point       TEXT NOT NULL,       -- property that was asked about
  yes         INTEGER NOT NULL,    -- 1 = it has it
  value       TEXT NOT NULL,       -- what else was given: grams, days, a place, a number
  said_by     TEXT NOT NULL,       -- who
  at          INTEGER NOT NULL     -- when
) STRICT;

CREATE TABLE proof_reading (
  evidence_id TEXT NOT NULL PRIMARY KEY, -- file
  codes       TEXT NOT NULL,             -- JSON list of barcodes, '' = none
  read_at     INTEGER NOT NULL           -- when
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

CREATE TABLE recovery_move (
  n        INTEGER PRIMARY KEY,                                                          -- running number
  review_n INTEGER NOT NULL REFERENCES review (n) ON DELETE CASCADE ON UPDATE CASCADE,   -- review
  step     TEXT NOT NULL,                                                                -- to this column
  owner    TEXT NOT NULL,                                                                -- by or for
  note     TEXT NOT NULL,                                                                -- a person's note, private
  at       INTEGER NOT NULL                                                              -- when
) STRICT;

CREATE TABLE review (
  n            INTEGER PRIMARY KEY,                  -- internal number, follows the time of writing
  shop_n       INTEGER NOT NULL REFERENCES shop (n), -- shop
  remote_id    TEXT NOT NULL,                        -- platform's review id
  search       INTEGER NOT NULL,                     -- checksum of the indexed search text
  order_remote TEXT NOT NULL,                        -- remote id of the order, '' when the export does not name it
  product_id   TEXT NOT NULL,                        -- product
  product_name TEXT NOT NULL,                        -- its title
  sku_id       TEXT NOT NULL,                        -- SKU
  spec         TEXT NOT NULL,                        -- spec
  rating       INTEGER NOT NULL,                     -- 1 to 5, 0 = missing
  band         TEXT NOT NULL,                        -- good, neutral, negative, unrated
  text         TEXT NOT NULL,                        -- buyer's words, private
  images       TEXT NOT NULL,                        -- JSON list, '' = none
  buyer_nick   TEXT NOT NULL,                        -- nickname, private
  created_at   INTEGER NOT NULL,                     -- written
  follow_text  TEXT NOT NULL,                        -- follow-up, private
  follow_at    INTEGER NOT NULL,                     -- follow-up written
  reply_text   TEXT NOT NULL,                        -- our reply
  replied_at   INTEGER NOT NULL,                     -- replied
  reply_by     INTEGER NOT NULL,                     -- end of the reply window
  first_rating INTEGER NOT NULL,                     -- first rating ever seen
  step         TEXT NOT NULL,                        -- column of the recovery board, '' = not on it
  owner        TEXT NOT NULL,                        -- who recovers
  proof        TEXT NOT NULL,                        -- proof of recovery, '' = none
  api          TEXT NOT NULL,                        -- where the row came from
  fetched_at   INTEGER NOT NULL,                     -- when its present content was fetched
  payload_hash TEXT NOT NULL,                        -- sha256 hex of the raw item
  hash         BLOB NOT NULL                         -- 16 bytes over what the platform said
) STRICT;

CREATE VIRTUAL TABLE review_fts USING fts5 (body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE schedule (
  id      TEXT NOT NULL PRIMARY KEY, -- job
  last_at INTEGER NOT NULL           -- last tick that was answered
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  n    INTEGER PRIMARY KEY CHECK (n = 1), -- one row
  body TEXT NOT NULL                      -- the settings as JSON
) STRICT;

CREATE TABLE sheet_mapping (
  name TEXT NOT NULL PRIMARY KEY, -- name that a person gave
  body TEXT NOT NULL              -- the mapping as JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE sheet_run (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the import
  started_at INTEGER NOT NULL,          -- started
  body       TEXT NOT NULL              -- the receipt as JSON
) STRICT;

CREATE TABLE shop (
  n    INTEGER PRIMARY KEY,  -- internal number
  id   TEXT NOT NULL UNIQUE, -- "s1"; never given out twice
  body TEXT NOT NULL         -- the shop as JSON
) STRICT;

CREATE TABLE stamp (
  id           TEXT NOT NULL PRIMARY KEY, -- sha256 hex of the token's file
  authority_id TEXT NOT NULL,             -- who stamped
  tree_size    INTEGER NOT NULL,          -- records below the stamped head
  log_index    INTEGER NOT NULL,          -- record of the custody log that names the token
  at           INTEGER NOT NULL,          -- the authority's time
  body         TEXT NOT NULL              -- the stamp as JSON
) STRICT;

CREATE TABLE stamp_wish (
  authority_id TEXT NOT NULL,    -- who shall stamp
  reason       TEXT NOT NULL,    -- day, pack
  subject      TEXT NOT NULL,    -- the day, or the case
  tree_size    INTEGER NOT NULL, -- records that the token must cover
  asked_at     INTEGER NOT NULL, -- since when
  body         TEXT NOT NULL,    -- the wish as JSON
  PRIMARY KEY (authority_id, reason, subject)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE sync_cursor (
  shop_n INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE, -- shop
  stream TEXT NOT NULL,                                          -- "orders", "after_sales" …
  cursor TEXT NOT NULL,                                          -- opaque to all but the connector
  PRIMARY KEY (shop_n, stream)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE sync_run (
  id         TEXT NOT NULL PRIMARY KEY, -- id of the run
  shop_id    TEXT NOT NULL,             -- shop
  started_at INTEGER NOT NULL,          -- started
  body       TEXT NOT NULL              -- the run as JSON
) STRICT;

CREATE TABLE trace_event (
  parcel_n INTEGER NOT NULL REFERENCES parcel (n) ON DELETE CASCADE, -- parcel
  at       INTEGER NOT NULL,                                         -- scan
  k        INTEGER NOT NULL,                                         -- running number among scans of one moment
  state    TEXT NOT NULL,                                            -- our state
  raw_code TEXT NOT NULL,                                            -- carrier's code
  text     TEXT NOT NULL,                                            -- carrier's words
  site     TEXT NOT NULL,                                            -- where
  reporter TEXT NOT NULL,                                            -- who told us
  PRIMARY KEY (parcel_n, at, k)
) STRICT, WITHOUT ROWID;

CREATE TABLE trend_dirty (
  kind   TEXT NOT NULL,                                          -- orders, reviews, cases
  shop_n INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE, -- shop
  day    TEXT NOT NULL,                                          -- day to be built again
  PRIMARY KEY (kind, shop_n, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE trend_segment (
  kind   TEXT NOT NULL,                                          -- orders, reviews, cases
  shop_n INTEGER NOT NULL REFERENCES shop (n) ON DELETE CASCADE, -- shop
  day    TEXT NOT NULL,                                          -- day of the shop's zone
  body   BLOB NOT NULL,                                          -- facts as the insight room packs them
  PRIMARY KEY (kind, shop_n, day)
) STRICT;

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
