package custody

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"afterdesk/backend/domain"
)

// Event is one thing that happened to evidence.
type Event struct {
	At      domain.Instant    // 0 = the log's clock
	By      string            // person at the desk, "" = the program
	Fields  map[string]string // facts; integers as decimal text
	Kind    string            // one of Kinds
	Subject string            // id of what it is about
}

// Kinds of events.
const (
	KindAdded    = "evidence_added"
	KindLinked   = "evidence_linked"
	KindUnlinked = "evidence_unlinked"
	KindPacked   = "pack_built"
	KindViewed   = "contact_viewed" // the plain receiver of an order was shown
	KindExported = "plain_exported" // buyer data left the house unmasked, after two confirmations
	KindStamped  = "head_stamped"   // a time-stamp token over a head was kept
)

// Kinds lists every Event.Kind.
var Kinds = []string{KindAdded, KindLinked, KindUnlinked, KindPacked, KindViewed, KindExported, KindStamped}

// maxRecord bounds one record, so that a damaged index cannot ask for gigabytes.
const maxRecord = 1 << 20

// Record is an event in its place.
type Record struct {
	Event
	Index int64
	Hash  string // leaf hash, hex
	Line  []byte // the exact bytes that the leaf hash covers
}

// wireRecord has its keys in alphabetical order; see the package doc.
type wireRecord struct {
	At      int64             `json:"at"`
	By      string            `json:"by"`
	Fields  map[string]string `json:"fields"`
	Index   int64             `json:"index"`
	Kind    string            `json:"kind"`
	Subject string            `json:"subject"`
	V       int               `json:"v"`
}

// encode returns the record's line without the line feed.
func encode(index int64, e Event) ([]byte, error) {
	fields := make(map[string]string, len(e.Fields))
	for k, v := range e.Fields {
		fields[strings.ToValidUTF8(k, "\ufffd")] = strings.ToValidUTF8(v, "\ufffd")
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(wireRecord{At: int64(e.At), By: strings.ToValidUTF8(e.By, "\ufffd"), Fields: fields, Index: index,
		Kind: e.Kind, Subject: strings.ToValidUTF8(e.Subject, "\ufffd"), V: 1})
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("encode record: %w", err))
	}
	line := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if len(line) >= maxRecord {
		return nil, domain.E(domain.CodeInvalid, errors.New("record is too long"), "field", "fields")
	}
	return line, nil
}

// Decode reads a record's line. Code: corrupt unless encoding the result again
// gives the same bytes.
func Decode(line []byte) (Record, error) {
	bad := func(err error) (Record, error) {
		return Record{}, domain.E(domain.CodeCorrupt, fmt.Errorf("read record: %w", err), "item", "record")
	}
	var w wireRecord
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		return bad(errors.New("not a record")) // the decoder's words may quote the record
	}
	e := Event{At: domain.Instant(w.At), By: w.By, Fields: w.Fields, Kind: w.Kind, Subject: w.Subject}
	again, err := encode(w.Index, e)
	if err != nil {
		return bad(err)
	}
	if w.V != 1 || !bytes.Equal(again, line) {
		return bad(errors.New("not in canonical form"))
	}
	return Record{Event: e, Index: w.Index, Hash: leafHash(line).hex(), Line: bytes.Clone(line)}, nil
}
