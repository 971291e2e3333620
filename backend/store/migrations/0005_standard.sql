-- What people say about proof: what a case is argued as, answers to the standard's questions, how a case ended.
CREATE TABLE case_scenario (
  case_id   TEXT NOT NULL PRIMARY KEY, -- case
  scenario  TEXT NOT NULL,             -- what it is argued as
  notice_at INTEGER NOT NULL,          -- when the platform told of the violation, 0 = a dispute
  chosen_by TEXT NOT NULL,             -- who chose
  chosen_at INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

-- Answers are never changed: a later one about the same point counts, the earlier one stays.
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
CREATE INDEX proof_answer_case ON proof_answer (case_id);

-- Barcodes that were looked for after a file was taken in.
CREATE TABLE proof_reading (
  evidence_id TEXT NOT NULL PRIMARY KEY, -- file
  codes       TEXT NOT NULL,             -- JSON list of barcodes, '' = none
  read_at     INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

CREATE TABLE case_outcome (
  case_id TEXT NOT NULL PRIMARY KEY, -- case
  result  TEXT NOT NULL,             -- won, lost or partly
  pack_id TEXT NOT NULL,             -- newest pack at that moment, '' = none
  said_by TEXT NOT NULL,             -- who
  at      INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

-- Cases that a platform has decided.
CREATE INDEX after_sale_ruled ON after_sale (n, shop_n) WHERE arbitration IN ('for_buyer', 'for_merchant');

-- What buyer and seller agreed on one order of fresh food.
CREATE TABLE fresh_agreement (
  order_id  TEXT NOT NULL PRIMARY KEY, -- order
  hours     INTEGER NOT NULL,          -- for the buyer's proof after signing, 0 = not agreed
  points    INTEGER NOT NULL,          -- paid, hundredths of a per cent of the price, 0 = not agreed
  words     TEXT NOT NULL,             -- what was agreed, private
  noted_by  TEXT NOT NULL,             -- who noted it
  at        INTEGER NOT NULL           -- when
) STRICT, WITHOUT ROWID;

-- The rules that named kinds of files only are replaced by the standards; a
-- correction of a rule that is gone would keep the book from opening.
UPDATE settings SET body = json_set(body, '$.ruleOverrides', json((SELECT coalesce(json_group_object(key, value), '{}')
  FROM json_each(settings.body, '$.ruleOverrides') WHERE key NOT LIKE 'doudian-proof-%' AND key NOT LIKE 'any-proof-%')))
  WHERE json_type(body, '$.ruleOverrides') = 'object';
