-- The packing bench: one row per parcel that was packed or opened before the camera.
ALTER TABLE evidence ADD COLUMN incomplete INTEGER NOT NULL DEFAULT 0; -- 1 = the program ended before the recording did

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
CREATE INDEX pack_record_waybill ON pack_record (waybill) WHERE waybill <> '';
CREATE INDEX pack_record_order ON pack_record (order_id) WHERE order_id <> '';
CREATE INDEX pack_record_open ON pack_record (state) WHERE state = 'open';
CREATE INDEX pack_record_started ON pack_record (started_at);
