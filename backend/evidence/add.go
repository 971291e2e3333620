package evidence

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
)

// Offer is one file on its way in: a Path, or a Reader with a Name. OrderID,
// AfterSaleID and Waybill are what a person said about it; OrderID may also be the
// platform's order number. Kind "" is guessed.
type Offer struct {
	Path        string
	Reader      io.Reader
	Name        string
	Source      domain.EvidenceSource
	Operator    string
	OrderID     string
	AfterSaleID string
	Waybill     string
	Kind        domain.EvidenceKind
	CapturedAt  domain.Instant // of our own clock, when we recorded it; 0 = ask the file
	DurationMs  int64          // likewise
	Device      string         // what it was taken with; "" = not known
}

// Add takes a file: bytes to the vault, a leaf to the custody log, a row and its
// links to the store. After it returns without an error the file survives a crash. A
// file that is here already is Known; only links are added. Codes: invalid (field path,
// kind, size, source), not_found (field orderId, afterSaleId, waybill),
// conflict (field waybill, orderId: several match), unavailable (disk_reserve,
// disk_full), corrupt.
func (d *Desk) Add(ctx context.Context, o Offer) (domain.IntakeResult, error) {
	res := domain.IntakeResult{Path: o.Path, Links: []domain.EvidenceLink{}}
	if o.Source == "" {
		o.Source = domain.SourcePicker
	}
	if o.Operator == "" {
		o.Operator = d.d.Settings().By()
	}
	if o.Kind != "" && !validKind(o.Kind) {
		return res, domain.E(domain.CodeInvalid, errors.New("unknown evidence kind"), "field", "kind")
	}
	told, err := d.target(ctx, o)
	if err != nil {
		return res, err
	}
	r, name, modified, err := openOffer(o)
	if err != nil {
		return res, err
	}
	if c, ok := r.(io.Closer); ok && o.Reader == nil {
		defer discardClose(c)
	}
	blob, err := d.d.Vault.Put(ctx, r, d.d.Settings().MaxIntakeBytes)
	if err != nil {
		return res, fmt.Errorf("keep file: %w", err)
	}
	if blob.Size == 0 {
		return res, domain.E(domain.CodeInvalid, errors.New("file is empty"), "field", "size")
	}
	res.ID = blob.ID
	if blob.Known {
		row, err := d.d.Store.GetEvidence(ctx, blob.ID)
		if err == nil {
			return d.addKnown(ctx, o, row, told, name)
		}
		if domain.CodeOf(err) != domain.CodeNotFound {
			return res, err
		}
	}
	item, links, err := d.examine(ctx, o, blob, name, modified, told)
	if err != nil {
		return res, err
	}
	return d.record(ctx, item, links, res)
}

// openOffer opens what is offered and names it.
func openOffer(o Offer) (r io.Reader, name string, modified domain.Instant, err error) {
	if o.Reader != nil {
		return o.Reader, CleanName(o.Name), 0, nil
	}
	bad := func(err error) (io.Reader, string, domain.Instant, error) {
		return nil, "", 0, domain.E(domain.CodeInvalid, err, "field", "path")
	}
	st, err := os.Stat(o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", 0, domain.E(domain.CodeNotFound, errors.New("no such file"), "field", "path")
	}
	if err != nil {
		return bad(errors.New("file cannot be read"))
	}
	if !st.Mode().IsRegular() { // a pipe would block for ever, a folder is not a file
		return bad(errors.New("not a regular file"))
	}
	f, err := os.Open(o.Path)
	if err != nil {
		return bad(errors.New("file cannot be opened"))
	}
	name = o.Name
	if name == "" {
		name = filepath.Base(o.Path)
	}
	return f, CleanName(name), domain.InstantOf(st.ModTime()), nil
}

// addKnown adds the links of a file that has a row already. A watched folder that
// shows a known file again adds nothing: a person may have unlinked it since.
func (d *Desk) addKnown(ctx context.Context, o Offer, row domain.EvidenceRow, told *place, name string) (domain.IntakeResult, error) {
	res := domain.IntakeResult{Path: o.Path, ID: row.Item.ID, Known: true, Links: row.Links}
	if res.Links == nil {
		res.Links = []domain.EvidenceLink{}
	}
	if o.Source == domain.SourceWatch && told == nil {
		return res, nil
	}
	links, err := d.links(ctx, row.Item.ID, told, o, name, row.Item.Codes)
	if err != nil {
		return res, err
	}
	fresh := links[:0:0]
	for _, l := range links {
		if !hasLink(row.Links, l) {
			fresh = append(fresh, l)
		}
	}
	if len(fresh) == 0 {
		return res, nil
	}
	if err := d.putLinks(ctx, fresh); err != nil {
		return res, err
	}
	res.Links = append(res.Links, fresh...)
	return res, nil
}

func hasLink(have []domain.EvidenceLink, l domain.EvidenceLink) bool {
	for _, h := range have {
		if h.OrderID == l.OrderID && (h.AfterSaleID == l.AfterSaleID || l.AfterSaleID == "") {
			return true
		}
	}
	return false
}

// examine reads from the vault what the bytes say about themselves and finds the
// order they belong to.
func (d *Desk) examine(ctx context.Context, o Offer, blob vault.Blob, name string, modified domain.Instant, told *place) (domain.EvidenceItem, []domain.EvidenceLink, error) {
	item := domain.EvidenceItem{ID: blob.ID, Size: blob.Size, Name: name, Kind: o.Kind, Source: o.Source, Operator: o.Operator, Device: o.Device,
		AddedAt: d.d.Now(), Codes: []string{}}
	if err := d.inspect(ctx, &item); err != nil {
		return item, nil, err
	}
	if !o.CapturedAt.IsZero() {
		item.CapturedAt, item.CapturedFrom = o.CapturedAt, "workstation"
	}
	if item.DurationMs == 0 {
		item.DurationMs = o.DurationMs
	}
	if item.CapturedAt.IsZero() && !modified.IsZero() && plausible(modified.Time()) {
		item.CapturedAt, item.CapturedFrom = modified, "file_time"
	}
	links, err := d.links(ctx, blob.ID, told, o, name, nil)
	if err != nil {
		return item, nil, err
	}
	// The picture is searched for a code only while nobody and nothing else has said
	// where it belongs: decoding costs a hundred times what hashing does.
	if len(links) == 0 && pictureTypes[item.MediaType] {
		if img, err := d.decodePicture(ctx, blob.ID, item.MediaType); err == nil {
			item.Codes = append(item.Codes, readCodes(ctx, img, d.d.CodeBudget)...)
			if links, err = d.links(ctx, blob.ID, told, o, name, item.Codes); err != nil {
				return item, nil, err
			}
		}
		if err := ctx.Err(); err != nil {
			return item, nil, fmt.Errorf("read picture: %w", err)
		}
	}
	if item.Kind == "" {
		back, err := d.isReturn(ctx, links)
		if err != nil {
			return item, nil, err
		}
		item.Kind = guessKind(name, item.MediaType, back)
	}
	return item, links, nil
}

// inspect fills media type, capture time and dimensions from a blob.
func (d *Desk) inspect(ctx context.Context, item *domain.EvidenceItem) error {
	f, size, err := d.d.Vault.Open(ctx, item.ID)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, sniffBytes)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("read blob: %w", err))
	}
	item.MediaType = sniff(head[:n])
	section := func() io.Reader { return io.NewSectionReader(f, 0, size) }
	switch {
	case strings.HasPrefix(item.MediaType, "image/"):
		e := readExif(section(), item.MediaType, d.zone())
		item.CapturedAt, item.CapturedFrom = e.at, e.from
		if pictureTypes[item.MediaType] {
			item.Width, item.Height = pictureSize(section())
		} else {
			item.Width, item.Height = heicSize(section())
		}
		if e.orientation >= 5 {
			item.Width, item.Height = item.Height, item.Width
		}
	case strings.HasPrefix(item.MediaType, "video/"), item.MediaType == "audio/mp4":
		if v, err := readVideo(f, size); err == nil {
			item.Width, item.Height, item.DurationMs = v.width, v.height, v.durationMs
			if !v.at.IsZero() {
				item.CapturedAt, item.CapturedFrom = v.at, "mvhd"
			}
		}
	}
	return nil
}

// record writes the leaf, then the row.
func (d *Desk) record(ctx context.Context, item domain.EvidenceItem, links []domain.EvidenceLink, res domain.IntakeResult) (domain.IntakeResult, error) {
	index, leaf, err := d.d.Custody.Append(ctx, custody.Event{At: item.AddedAt, By: item.Operator, Kind: custody.KindAdded,
		Subject: item.ID, Fields: leafFields(item, links)})
	if err != nil {
		return res, fmt.Errorf("log file: %w", err)
	}
	item.LogIndex, item.LogHash = index, leaf
	known, err := d.putRow(ctx, item, links)
	if err != nil {
		d.rememberHole(index)
		return res, fmt.Errorf("list file: %w", err)
	}
	d.fillHoles(ctx)
	res.Known, res.Links = known, links
	if res.Links == nil {
		res.Links = []domain.EvidenceLink{}
	}
	return res, nil
}

func (d *Desk) putRow(ctx context.Context, item domain.EvidenceItem, links []domain.EvidenceLink) (known bool, err error) {
	err = d.d.Store.Write(ctx, func(tx *store.Tx) error {
		var err error
		if known, err = tx.PutEvidence(ctx, item); err != nil {
			return err
		}
		for _, l := range links {
			if err := tx.PutLink(ctx, l); err != nil {
				return err
			}
		}
		tx.Topic("evidence")
		return nil
	})
	return known, err
}

// leafFields is everything that Repair needs to write the row again.
func leafFields(item domain.EvidenceItem, links []domain.EvidenceLink) map[string]string {
	num := func(n int64) string { return strconv.FormatInt(n, 10) }
	f := map[string]string{
		"size": num(item.Size), "media_type": item.MediaType, "name": item.Name, "kind": string(item.Kind), "source": string(item.Source),
		"captured_at": num(int64(item.CapturedAt)), "captured_from": item.CapturedFrom, "width": num(item.Width), "height": num(item.Height),
		"duration_ms": num(item.DurationMs), "links": num(int64(len(links))),
	}
	if item.Incomplete {
		f["incomplete"] = "1"
	}
	if item.Device != "" {
		f["device"] = item.Device
	}
	for i, c := range item.Codes {
		f["code."+strconv.Itoa(i)] = c
	}
	for i, l := range links {
		p := "link." + strconv.Itoa(i) + "."
		f[p+"order"], f[p+"case"], f[p+"waybill"], f[p+"method"], f[p+"by"] = l.OrderID, l.AfterSaleID, l.Waybill, string(l.Method), l.By
	}
	return f
}

// itemOfLeaf undoes leafFields.
func itemOfLeaf(r custody.Record) (domain.EvidenceItem, []domain.EvidenceLink) {
	num := func(key string) int64 { n, _ := strconv.ParseInt(r.Fields[key], 10, 64); return n }
	item := domain.EvidenceItem{ID: r.Subject, Size: num("size"), MediaType: r.Fields["media_type"], Name: r.Fields["name"],
		Kind: domain.EvidenceKind(r.Fields["kind"]), Source: domain.EvidenceSource(r.Fields["source"]), Operator: r.By,
		CapturedAt: domain.Instant(num("captured_at")), CapturedFrom: r.Fields["captured_from"], AddedAt: r.At, Width: num("width"),
		Height: num("height"), DurationMs: num("duration_ms"), Codes: []string{}, LogIndex: r.Index, LogHash: r.Hash, Incomplete: r.Fields["incomplete"] == "1", Device: r.Fields["device"]}
	for i := 0; ; i++ {
		c, ok := r.Fields["code."+strconv.Itoa(i)]
		if !ok {
			break
		}
		item.Codes = append(item.Codes, c)
	}
	var links []domain.EvidenceLink
	for i := range num("links") {
		p := "link." + strconv.FormatInt(i, 10) + "."
		links = append(links, domain.EvidenceLink{EvidenceID: r.Subject, OrderID: r.Fields[p+"order"], AfterSaleID: r.Fields[p+"case"],
			Waybill: r.Fields[p+"waybill"], Method: domain.LinkMethod(r.Fields[p+"method"]), By: r.Fields[p+"by"], At: r.At})
	}
	return item, links
}
