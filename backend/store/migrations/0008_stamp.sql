-- Time-stamp tokens over signed heads of the custody log, and those still wanted.
CREATE TABLE stamp (
  id           TEXT NOT NULL PRIMARY KEY, -- sha256 hex of the token's file
  authority_id TEXT NOT NULL,             -- who stamped
  tree_size    INTEGER NOT NULL,          -- records below the stamped head
  log_index    INTEGER NOT NULL,          -- record of the custody log that names the token
  at           INTEGER NOT NULL,          -- the authority's time
  body         TEXT NOT NULL              -- the stamp as JSON
) STRICT;
CREATE INDEX stamp_cover ON stamp (authority_id, tree_size, log_index);

CREATE TABLE stamp_wish (
  authority_id TEXT NOT NULL,    -- who shall stamp
  reason       TEXT NOT NULL,    -- day, pack
  subject      TEXT NOT NULL,    -- the day, or the case
  tree_size    INTEGER NOT NULL, -- records that the token must cover
  asked_at     INTEGER NOT NULL, -- since when
  body         TEXT NOT NULL,    -- the wish as JSON
  PRIMARY KEY (authority_id, reason, subject)
) STRICT, WITHOUT ROWID;
