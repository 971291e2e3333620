-- Phones that bring photos and clips, whom their door refused, and which device a file came from.

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

CREATE TABLE door_refusal (
  reason  TEXT NOT NULL PRIMARY KEY, -- why
  count   INTEGER NOT NULL,          -- how often
  last_at INTEGER NOT NULL           -- last time
) STRICT, WITHOUT ROWID;

ALTER TABLE evidence ADD COLUMN device TEXT NOT NULL DEFAULT ''; -- camera or phone it came from, '' = not known
