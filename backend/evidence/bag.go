package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
)

// Names of the pack's files. The layout is that of BagIt (RFC 8493): payload below
// data/, its hashes in the manifest, everything else hashed in the tag manifest.
const (
	bagFile      = "bagit.txt"
	bagInfoFile  = "bag-info.txt"
	verifyFile   = "VERIFY.txt"
	pdfFile      = "pack.pdf"
	indexFile    = "index.json"
	proofsFile   = "proofs.json"
	headFile     = "log-head.txt"
	keyFile      = "log-key.txt"
	manifestFile = "manifest-sha256.txt"
	tagsFile     = "tagmanifest-sha256.txt"
	pageFile     = "verify.html"
	dataFolder   = "data/"
)

// zipMark ends every ZIP that this room wrote. Such a file can be written again byte for
// byte from its contents, so that even a flipped bit in its own structure is found.
const zipMark = "afterdesk-pack/1"

const bagText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// bagEntry is one file of a pack: small ones in memory, originals opened when needed.
type bagEntry struct {
	name string
	data []byte
	open func() (io.ReadCloser, error) // nil: data
	size int64
	sum  string // sha256 hex
	crc  uint32
}

func (e *bagEntry) reader() (io.ReadCloser, error) {
	if e.open == nil {
		return io.NopCloser(bytes.NewReader(e.data)), nil
	}
	return e.open()
}

// measure reads the entry once for its size and sums.
func (e *bagEntry) measure(ctx context.Context) error {
	r, err := e.reader()
	if err != nil {
		return err
	}
	defer discardClose(r)
	h, c := sha256.New(), crc32.NewIEEE()
	n, err := copyCtx(ctx, io.MultiWriter(h, c), r)
	if err != nil {
		return err
	}
	e.size, e.sum, e.crc = n, hex.EncodeToString(h.Sum(nil)), c.Sum32()
	return nil
}

// copyCtx is io.Copy that stops when ctx ends.
func copyCtx(ctx context.Context, w io.Writer, r io.Reader) (int64, error) {
	buf := make([]byte, 256<<10)
	var total int64
	for {
		if err := ctx.Err(); err != nil {
			return total, fmt.Errorf("copy: %w", err)
		}
		n, err := r.Read(buf)
		if n > 0 {
			if _, werr := w.Write(buf[:n]); werr != nil {
				return total, werr
			}
			total += int64(n)
		}
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// bag lists the files of a pack in their order, sums computed. Every original is
// read and compared with its hash on the way. Code: corrupt names a damaged original.
func (d *Desk) bag(ctx context.Context, s *dossier, pdf []byte) ([]bagEntry, error) {
	var data []bagEntry
	var payload int64
	for _, x := range s.exhibits {
		e := bagEntry{name: x.file, open: func() (io.ReadCloser, error) {
			f, _, err := d.d.Vault.Open(ctx, x.item.ID)
			return f, err
		}}
		if err := e.measure(ctx); err != nil {
			if domain.CodeOf(err) == domain.CodeNotFound {
				return nil, domain.E(domain.CodeCorrupt, err, "item", x.item.ID, "what", "missing")
			}
			return nil, err
		}
		if "sha256-"+e.sum != x.item.ID {
			return nil, domain.E(domain.CodeCorrupt, fmt.Errorf("original of exhibit %d is not what was stored", x.no), "item", x.item.ID, "what", "changed")
		}
		payload += e.size
		data = append(data, e)
	}
	index, err := s.indexJSON()
	if err != nil {
		return nil, err
	}
	proofs, err := s.proofsJSON()
	if err != nil {
		return nil, err
	}
	info := fmt.Sprintf("Bag-Software-Agent: AfterDesk\nBagging-Date: %s\nExternal-Identifier: %s\nPayload-Oxum: %d.%d\n",
		s.asOf.In(s.zone).Format("2006-01-02"), strings.Map(oneLine, s.detail.Case.RemoteID), payload, len(data))
	tokens, err := s.stampFiles()
	if err != nil {
		return nil, err
	}
	out := []bagEntry{{name: bagFile, data: []byte(bagText)}, {name: bagInfoFile, data: []byte(info)}, {name: verifyFile, data: []byte(s.guide())},
		{name: pageFile, data: verifyPage()}, {name: pdfFile, data: pdf}, {name: indexFile, data: index}, {name: headFile, data: []byte(s.head.Note)},
		{name: keyFile, data: []byte(s.verifier + "\n")}, {name: proofsFile, data: proofs}}
	out = append(append(out, tokens...), bagEntry{name: manifestFile, data: manifest(data)})
	for i := range out {
		if err := out[i].measure(ctx); err != nil {
			return nil, err
		}
	}
	tags := bagEntry{name: tagsFile, data: manifest(out)}
	if err := tags.measure(ctx); err != nil {
		return nil, err
	}
	return append(append(out, tags), data...), nil
}

func oneLine(r rune) rune {
	if r < 0x20 {
		return ' '
	}
	return r
}

// manifest lists sums in the form of sha256sum.
func manifest(list []bagEntry) []byte {
	var b bytes.Buffer
	for _, e := range list {
		fmt.Fprintf(&b, "%s  %s\n", e.sum, e.name)
	}
	return b.Bytes()
}

// writeZip writes entries uncompressed (photos and videos do not shrink) with fixed
// header fields, so that equal contents give equal bytes.
func writeZip(ctx context.Context, w io.Writer, entries []bagEntry, at domain.Instant) error {
	z := zip.NewWriter(w)
	date, clock := dosTime(at)
	for i := range entries {
		e := &entries[i]
		h := &zip.FileHeader{Name: e.name, Method: zip.Store, CRC32: e.crc, CompressedSize64: uint64(e.size), UncompressedSize64: uint64(e.size)}
		h.ModifiedDate, h.ModifiedTime = date, clock //nolint:staticcheck // CreateRaw writes these fields as they are; Modified would add an extra field
		h.SetMode(0o644)
		raw, err := z.CreateRaw(h)
		if err != nil {
			return fmt.Errorf("write zip: %w", err)
		}
		r, err := e.reader()
		if err != nil {
			return err
		}
		n, err := copyCtx(ctx, raw, r)
		discardClose(r)
		if err != nil {
			return err
		}
		if n != e.size {
			return domain.E(domain.CodeCorrupt, fmt.Errorf("file changed while it was packed"), "item", e.name)
		}
	}
	if err := z.SetComment(zipMark); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

// dosTime is the date of a pack in UTC at two seconds' steps, as ZIP keeps it; years
// outside its range become its first day.
func dosTime(at domain.Instant) (date, clock uint16) {
	t := at.Time().UTC()
	if t.Year() < 1980 || t.Year() > 2107 {
		t = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return uint16(t.Day() | int(t.Month())<<5 | (t.Year()-1980)<<9), uint16(t.Second()/2 | t.Minute()<<5 | t.Hour()<<11)
}

// packIndex is index.json: what each file of the pack is.
type packIndex struct {
	Format   string         `json:"format"`
	Language string         `json:"language"`
	Edition  string         `json:"edition"` // platform, court
	AsOf     string         `json:"asOf"`
	Platform string         `json:"shop"`
	Case     string         `json:"case"`
	Order    string         `json:"order"`
	Exhibits []indexExhibit `json:"exhibits"`
	Rare     []string       `json:"replacedCharacters"` // shown as 〓 in the PDF
}

type indexExhibit struct {
	No           int      `json:"no"`
	File         string   `json:"file"`
	SHA256       string   `json:"sha256"`
	Size         int64    `json:"size"`
	MediaType    string   `json:"mediaType"`
	Kind         string   `json:"kind"`
	Title        string   `json:"title"`
	OriginalName string   `json:"originalName"`
	CapturedAt   string   `json:"capturedAt"`
	CapturedFrom string   `json:"capturedFrom"`
	AddedAt      string   `json:"addedAt"`
	Source       string   `json:"source"`
	Operator     string   `json:"operator"`
	Width        int64    `json:"width"`
	Height       int64    `json:"height"`
	DurationMs   int64    `json:"durationMs"`
	Codes        []string `json:"codes"`
	Waybills     string   `json:"waybills"`
	LogIndex     int64    `json:"logIndex"`
	LeafHash     string   `json:"leafHash"`
}

func (s *dossier) indexJSON() ([]byte, error) {
	stamp := func(at domain.Instant) string {
		if at.IsZero() {
			return ""
		}
		return at.In(s.zone).Format(time.RFC3339)
	}
	ix := packIndex{Format: zipMark, Language: s.lang, Edition: string(s.edition), AsOf: stamp(s.asOf), Platform: s.shop, Case: s.detail.Case.RemoteID, Order: s.detail.Case.OrderID,
		Exhibits: []indexExhibit{}, Rare: []string{}}
	for _, r := range s.rare {
		ix.Rare = append(ix.Rare, fmt.Sprintf("U+%04X", r))
	}
	for _, x := range s.exhibits {
		e := x.item
		codes := []string{}
		for _, c := range e.Codes {
			codes = append(codes, s.redact(c))
		}
		ix.Exhibits = append(ix.Exhibits, indexExhibit{No: x.no, File: x.file, SHA256: strings.TrimPrefix(e.ID, "sha256-"), Size: e.Size,
			MediaType: e.MediaType, Kind: string(e.Kind), Title: s.w.Kinds[e.Kind], OriginalName: s.redact(e.Name), CapturedAt: stamp(e.CapturedAt),
			CapturedFrom: e.CapturedFrom, AddedAt: stamp(e.AddedAt), Source: string(e.Source), Operator: e.Operator, Width: e.Width, Height: e.Height,
			DurationMs: e.DurationMs, Codes: codes, Waybills: x.bills, LogIndex: e.LogIndex, LeafHash: x.proof.Leaf})
	}
	return jsonText(ix)
}

// packProofs is proofs.json: each exhibit's log record and its path to the head.
type packProofs struct {
	Origin string      `json:"origin"`
	Size   int64       `json:"size"`
	Root   string      `json:"root"`
	Proofs []packProof `json:"proofs"`
}

type packProof struct {
	File   string        `json:"file"`
	Record string        `json:"record"` // the exact line that the leaf hash covers
	Proof  custody.Proof `json:"proof"`
}

func (s *dossier) proofsJSON() ([]byte, error) {
	origin, _, _ := strings.Cut(s.head.Note, "\n")
	p := packProofs{Origin: origin, Size: s.head.Size, Root: s.head.Root, Proofs: []packProof{}}
	for _, x := range s.exhibits {
		p.Proofs = append(p.Proofs, packProof{File: x.file, Record: string(x.line), Proof: x.proof})
	}
	return jsonText(p)
}

func jsonText(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("encode pack: %w", err))
	}
	return b.Bytes(), nil
}

// packName names a pack's files: the case, the date, and the beginning of the PDF's hash,
// so that a pack never replaces another one and the same pack finds itself.
func packName(s *dossier, sum string) string {
	clean := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' {
			return r
		}
		return '-'
	}, s.detail.Case.RemoteID)
	if len(clean) > 60 {
		clean = clean[:60]
	}
	if s.edition == domain.EditionCourt {
		clean += "-court"
	}
	return "case-" + clean + "-" + s.asOf.In(s.zone).Format("20060102") + "-" + sum[:8]
}

func num(n int) string { return strconv.Itoa(n) }
