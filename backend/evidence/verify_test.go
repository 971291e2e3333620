package evidence

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestEveryFlippedByteOfAPackIsFoundAndNamed(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	p := packOf(t, h, 2)
	good, err := os.ReadFile(p.ZIPPath)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	type span struct {
		name     string
		from, to int
	}
	var spans []span
	end := 0
	for _, e := range z.File {
		from, err := e.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		end = int(from) + int(e.CompressedSize64)
		spans = append(spans, span{e.Name, int(from), end})
	}
	path := filepath.Join(t.TempDir(), "flipped.zip")
	flip := func(i int) {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := h.Verify(ctx, path)
		if domain.CodeOf(err) == domain.CodeInvalid && i >= end {
			return // the directory became one that is refused
		}
		if err != nil {
			t.Fatalf("byte %d: %v", i, err)
		}
		if r.OK || len(r.Damaged) == 0 {
			t.Fatalf("byte %d of %d was not noticed", i, len(good))
		}
		for _, s := range spans {
			if i < s.from || i >= s.to {
				continue
			}
			for _, d := range r.Damaged {
				if d.Item == s.name {
					return
				}
			}
			t.Errorf("byte %d is in %s, named %v", i, s.name, r.Damaged)
		}
	}
	for i := 0; i < len(good); i += scaled(331, 4001) {
		flip(i)
	}
	for _, s := range spans { // headers between the files, and their edges
		for i := max(0, s.from-45); i < s.from+2; i += scaled(1, 9) {
			flip(i)
		}
	}
	for i := end; i < len(good); i += scaled(1, 29) {
		flip(i)
	}
	for _, cut := range []int{1, 20, 500, len(good) / 2} {
		if err := os.WriteFile(path, good[:len(good)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		if r, err := h.Verify(ctx, path); err != nil || r.OK {
			t.Errorf("%d bytes cut: %+v %v", cut, r, err)
		}
	}
}

// repack writes a pack again after change, with manifests made to fit when fix is set.
func repack(t *testing.T, files map[string][]byte, fix bool) string {
	t.Helper()
	var data, tags []bagEntry
	for name, b := range files {
		e := bagEntry{name: name, data: b}
		if err := e.measure(context.Background()); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, dataFolder) {
			data = append(data, e)
		} else if name != tagsFile && name != manifestFile {
			tags = append(tags, e)
		}
	}
	if fix {
		files[manifestFile] = manifest(data)
		m := bagEntry{name: manifestFile, data: files[manifestFile]}
		if err := m.measure(context.Background()); err != nil {
			t.Fatal(err)
		}
		files[tagsFile] = manifest(append(tags, m))
	}
	path := filepath.Join(t.TempDir(), "again.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	for name, b := range files {
		e, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAForgedPackDoesNotPass(t *testing.T) {
	h := newHouse(t)
	p := packOf(t, h, 2)
	cases := []struct {
		name   string
		forge  func(f map[string][]byte)
		fix    bool
		item   string // "" = still good
		what   string
		refuse string // error reason
	}{
		{"zipped again by another program", func(map[string][]byte) {}, false, "", "", ""},
		{"a picture replaced", func(f map[string][]byte) { f["data/0001-packing-photo.jpg"] = []byte("x") }, false, "data/0001-packing-photo.jpg", whatChanged, ""},
		{"a picture replaced and the manifests made to fit", func(f map[string][]byte) { f["data/0001-packing-photo.jpg"] = []byte("x") }, true, "data/0001-packing-photo.jpg", whatChanged, ""},
		{"a picture taken out", func(f map[string][]byte) { delete(f, "data/0002-packing-photo.jpg") }, false, "data/0002-packing-photo.jpg", whatMissing, ""},
		{"a picture added with a manifest line", func(f map[string][]byte) { f["data/0009-new.jpg"] = []byte("new") }, true, "data/0009-new.jpg", whatExtra, ""},
		{"a file added beside", func(f map[string][]byte) { f["notes.exe"] = []byte("MZ") }, false, "notes.exe", whatExtra, ""},
		{"the manifest taken out", func(f map[string][]byte) { delete(f, manifestFile) }, false, manifestFile, whatMissing, ""},
		{"a head of another size", func(f map[string][]byte) {
			f[headFile] = bytes.Replace(f[headFile], []byte("\n2\n"), []byte("\n3\n"), 1)
		}, true, headFile, whatChanged, ""},
		{"a record rewritten", func(f map[string][]byte) {
			f[proofsFile] = bytes.Replace(f[proofsFile], []byte(`李雷`), []byte(`韩梅`), 1)
		}, true, proofsFile, whatChanged, ""},
		{"an index that names another hash", func(f map[string][]byte) {
			i := bytes.Index(f[indexFile], []byte(`"sha256": "`)) + 11
			f[indexFile][i] = "01"[(f[indexFile][i]-'0'+1)%2]
		}, true, indexFile, whatChanged, ""},
		{"a name that leaves the folder", func(f map[string][]byte) { f["../evil.txt"] = []byte("x") }, false, "", "", "path"},
		{"an absolute name", func(f map[string][]byte) { f["/etc/evil"] = []byte("x") }, false, "", "", "path"},
		{"a Windows path", func(f map[string][]byte) { f[`data\..\..\evil`] = []byte("x") }, false, "", "", "path"},
		{"many small bombs", func(f map[string][]byte) {
			for i := range 60 {
				f[fmt.Sprintf("data/%d.bin", i)] = make([]byte, 4<<20)
			}
			for name := range f { // leaves nothing that is not compressible
				if strings.HasSuffix(name, ".jpg") || strings.HasSuffix(name, ".pdf") {
					delete(f, name)
				}
			}
		}, false, "", "", "zip_bomb"},
		{"a bomb", func(f map[string][]byte) { f["data/bomb.bin"] = make([]byte, 64<<20) }, false, "", "", "zip_bomb"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			files := unzip(t, p.ZIPPath)
			c.forge(files)
			r, err := h.Verify(context.Background(), repack(t, files, c.fix))
			if c.refuse != "" {
				if domain.CodeOf(err) != domain.CodeInvalid || domain.ParamOf(err, "reason") != c.refuse {
					t.Errorf("got %+v %v", r, err)
				}
				return
			}
			if err != nil || r.OK != (c.item == "") {
				t.Fatalf("got %+v %v", r, err)
			}
			for _, d := range r.Damaged {
				if d.Item == c.item && d.What == c.what {
					return
				}
			}
			if c.item != "" {
				t.Errorf("named %v, want %s %s", r.Damaged, c.item, c.what)
			}
		})
	}
}

func TestWhatIsNotAPackIsSaidSo(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	if _, err := h.Verify(ctx, filepath.Join(h.dir, "none")); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("absent: %v", err)
	}
	if _, err := h.Verify(ctx, t.TempDir()); domain.ParamOf(err, "reason") != "not_a_pack" {
		t.Errorf("empty folder: %v", err)
	}
	if _, err := h.Verify(ctx, repack(t, map[string][]byte{"photo.jpg": []byte("x")}, false)); domain.ParamOf(err, "reason") != "not_a_pack" {
		t.Errorf("another zip: %v", err)
	}
	r, err := h.Verify(ctx, h.write(t, "stranger.jpg", []byte("never seen")))
	if err != nil || r.OK || r.Damaged[0] != (domain.VerifyProblem{Item: "stranger.jpg", What: whatMissing}) {
		t.Errorf("unknown file: %+v %v", r, err)
	}
}

func TestDamageInTheHouseIsNamed(t *testing.T) {
	blob := func(h *house, id string) string { return filepath.Join(h.vault.Dir(), id[7:9], id[9:11], id[7:]) }
	cases := []struct {
		name   string
		damage func(t *testing.T, h *house, id string)
		item   func(id string) string
		what   string
		quick  bool // found without reading the bytes
	}{
		{"a flipped byte of a file", func(t *testing.T, h *house, id string) {
			b, err := os.ReadFile(blob(h, id))
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 1
			_ = os.Chmod(blob(h, id), 0o600)
			if err := os.WriteFile(blob(h, id), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}, func(id string) string { return id }, whatChanged, false},
		{"a file cut short", func(t *testing.T, h *house, id string) {
			_ = os.Chmod(blob(h, id), 0o600)
			if err := os.Truncate(blob(h, id), 10); err != nil {
				t.Fatal(err)
			}
		}, func(id string) string { return id }, whatChanged, true},
		{"a file gone", func(t *testing.T, h *house, id string) {
			if err := os.Remove(blob(h, id)); err != nil {
				t.Fatal(err)
			}
		}, func(id string) string { return id }, whatMissing, true},
		{"a stranger in the vault", func(t *testing.T, h *house, id string) {
			if err := os.WriteFile(filepath.Join(filepath.Dir(blob(h, id)), "x.txt"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, func(id string) string { return id[7:9] + "/" + id[9:11] + "/x.txt" }, whatExtra, true},
		{"a line of the log deleted", func(t *testing.T, h *house, _ string) {
			path := filepath.Join(h.dir, "custody", "records")
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines := bytes.SplitAfter(b, []byte("\n"))
			if err := os.WriteFile(path, bytes.Join(append(lines[:1:1], lines[2:]...), nil), 0o600); err != nil {
				t.Fatal(err)
			}
		}, func(string) string { return "custody record 1" }, whatGap, true},
		{"a row that the log knows another way", func(t *testing.T, h *house, _ string) {
			ctx := context.Background()
			err := h.store.Write(ctx, func(tx *store.Tx) error {
				_, err := tx.PutEvidence(ctx, domain.EvidenceItem{ID: "sha256-" + strings.Repeat("ab", 32), Size: 1, LogIndex: 0, LogHash: "00"})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}, func(string) string { return "sha256-" + strings.Repeat("ab", 32) + " row" }, whatChanged, true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t)
			ctx := context.Background()
			for i := range 3 {
				h.add(t, Offer{Path: h.write(t, fmt.Sprintf("%d.jpg", i), photo(t, 64, 64, "", false, uint64(i)))})
			}
			id := h.add(t, Offer{Path: h.write(t, "last.jpg", photo(t, 64, 64, "", false, 9))}).ID
			if r, err := h.VerifyAll(ctx, true); err != nil || !r.OK {
				t.Fatalf("before: %+v %v", r, err)
			}
			c.damage(t, h, id)
			for _, full := range []bool{true, false} {
				r, err := h.VerifyAll(ctx, full)
				if err != nil {
					t.Fatal(err)
				}
				found := false
				for _, d := range r.Damaged {
					found = found || d == (domain.VerifyProblem{Item: c.item(id), What: c.what})
				}
				if found != (full || c.quick) {
					t.Errorf("full %v: %v", full, r.Damaged)
				}
			}
		})
	}
}

func TestRepairWritesLostRowsFromTheirLeaves(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	h.add(t, Offer{Path: h.write(t, "a.jpg", photo(t, 64, 64, "", false, 1))})
	// A crash after the leaf: bytes and record are there, the row is not.
	b, err := h.vault.Put(ctx, bytes.NewReader(photo(t, 1600, 1200, testWaybill, false, 2)), 0)
	if err != nil {
		t.Fatal(err)
	}
	id := b.ID
	item, links, err := h.examine(ctx, Offer{Source: domain.SourceWatch, Operator: "李雷"}, b, "IMG.jpg", 0, nil)
	if err != nil || len(links) != 1 {
		t.Fatal(links, err)
	}
	if _, _, err := h.log.Append(ctx, custody.Event{At: item.AddedAt, By: "李雷", Kind: custody.KindAdded, Subject: id, Fields: leafFields(item, links)}); err != nil {
		t.Fatal(err)
	}
	// A crash after the bytes only.
	orphan, err := h.vault.Put(ctx, strings.NewReader("orphan"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := h.VerifyAll(ctx, true); err != nil || r.OK {
		t.Errorf("a lost row passed: %+v %v", r, err)
	}
	if err := h.Repair(ctx); err != nil {
		t.Fatal(err)
	}
	got := row(t, h, id)
	item.LogIndex, item.LogHash = got.Item.LogIndex, got.Item.LogHash
	if fmt.Sprint(got.Item) != fmt.Sprint(item) || len(got.Links) != 1 || got.Links[0].Waybill != testWaybill || got.Links[0].Method != domain.LinkBarcode {
		t.Errorf("repaired %+v\nwant %+v", got, item)
	}
	if r, err := h.VerifyAll(ctx, true); err != nil || !r.OK {
		t.Errorf("after repair %+v %v", r, err)
	}
	res := h.add(t, Offer{Reader: strings.NewReader("orphan"), Name: "o.txt"})
	if res.Known || res.ID != orphan.ID {
		t.Errorf("orphan taken over: %+v", res)
	}
}

func TestADataFolderIsCheckedFromOutside(t *testing.T) {
	h, other := newHouse(t), newHouse(t)
	ctx := context.Background()
	if r, err := other.Verify(ctx, h.dir); err != nil || !r.OK || r.Checked != 0 {
		t.Errorf("without evidence: %+v %v", r, err)
	}
	id := h.add(t, Offer{Path: h.write(t, "a.jpg", photo(t, 64, 64, "", false, 1))}).ID
	if r, err := h.Verify(ctx, h.dir); err != nil || !r.OK || r.Checked != 1 || r.Kind != "folder" {
		t.Errorf("own: %+v %v", r, err)
	}
	if r, err := other.Verify(ctx, h.dir); err != nil || !r.OK || r.Checked != 1 || r.Kind != "folder" {
		t.Errorf("another's: %+v %v", r, err)
	}
	blob := filepath.Join(h.dir, "vault", id[7:9], id[9:11], id[7:])
	if err := os.Remove(blob); err != nil {
		t.Fatal(err)
	}
	if r, err := other.Verify(ctx, h.dir); err != nil || len(r.Damaged) != 1 || r.Damaged[0] != (domain.VerifyProblem{Item: id, What: whatMissing}) {
		t.Errorf("a file gone: %+v %v", r, err)
	}
	records := filepath.Join(h.dir, "custody", "records")
	b, err := os.ReadFile(records)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(records, bytes.Replace(b, []byte("a.jpg"), []byte("b.jpg"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := other.Verify(ctx, h.dir)
	if err != nil || r.OK || r.Damaged[0] != (domain.VerifyProblem{Item: "custody record 0", What: whatChanged}) {
		t.Errorf("a record changed: %+v %v", r, err)
	}
}
