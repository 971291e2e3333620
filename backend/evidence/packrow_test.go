package evidence

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

var (
	pdfStream = regexp.MustCompile(`stream\r?\n`)
	pdfRange  = regexp.MustCompile(`<([0-9A-F]{4})><([0-9A-F]{4})><([0-9A-F]{4,8})>`)
	pdfShown  = regexp.MustCompile(`\[([^\]]*)\] ?TJ`)
	pdfGlyphs = regexp.MustCompile(`<([0-9A-F]+)>`)
)

// pdfPages reads the text of each page the way a viewer's search does: glyphs
// through the font's own map to characters.
func pdfPages(t *testing.T, path string) []string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	chars := map[string]string{}
	var bodies [][]byte
	for _, at := range pdfStream.FindAllIndex(raw, -1) {
		if bytes.HasPrefix(raw[at[1]:], []byte("/CIDInit")) {
			body, _, _ := bytes.Cut(raw[at[1]:], []byte("endstream"))
			for _, m := range pdfRange.FindAllSubmatch(body, -1) {
				code, err := strconv.ParseUint(string(m[3]), 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				chars[string(m[1])] = string(rune(code))
			}
			continue
		}
		r, err := zlib.NewReader(bytes.NewReader(raw[at[1]:]))
		if err != nil {
			continue // a picture
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(body, []byte("BT\n")) && bytes.Contains(body, []byte("TJ")) {
			bodies = append(bodies, body)
		}
	}
	if len(chars) == 0 {
		t.Fatal("the font has no map to characters: nobody can search this PDF")
	}
	var pages []string
	for _, body := range bodies {
		var b strings.Builder
		for _, shown := range pdfShown.FindAllSubmatch(body, -1) {
			for _, hexed := range pdfGlyphs.FindAllSubmatch(shown[1], -1) {
				for g := string(hexed[1]); len(g) >= 4; g = g[4:] {
					b.WriteString(chars[g[:4]])
				}
			}
			b.WriteByte('\n')
		}
		pages = append(pages, b.String())
	}
	return pages
}

// EV-07: 25 photos and 2 clips become one PDF and one ZIP without a network: an
// exhibit list, a caption, a page number and a hash for each, and the same case
// gives the same bytes. BenchmarkPack prints the time with phone-sized files.
func TestTwentyFivePhotosAndTwoClipsBecomeOnePack(t *testing.T) {
	h := newHouse(t)
	ctx := context.Background()
	want := map[string]bool{}
	for i := range 25 {
		data := withExif(photo(t, 320, 240, "", false, uint64(i)), fmt.Sprintf("2026:10:15 13:%02d:00", i), "+08:00", 1)
		res := h.add(t, Offer{Path: h.write(t, fmt.Sprintf("打包 %s-%d.jpg", testWaybill, i), data), Operator: "李雷"})
		want[strings.TrimPrefix(res.ID, "sha256-")] = true
	}
	for i := range 2 {
		data := clipMP4(noon-5*domain.Day+domain.Instant(i)*domain.Minute, 60+uint32(i), 1280, 720, 40_000)
		res := h.add(t, Offer{Path: h.write(t, fmt.Sprintf("打包视频 %s-%d.mp4", testWaybill, i), data), Operator: "李雷"})
		want[strings.TrimPrefix(res.ID, "sha256-")] = true
	}
	p, err := h.Pack(ctx, testCase, "", "zh-CN", "李雷")
	if err != nil || p.Exhibits != 27 {
		t.Fatalf("%+v %v", p, err)
	}
	pages := pdfPages(t, p.PDFPath)
	for n, text := range pages {
		if foot := fmt.Sprintf("第 %d / %d 页", n+1, len(pages)); !strings.Contains(text, foot) {
			t.Errorf("page %d does not say %q", n+1, foot)
		}
	}
	whole := strings.Join(pages, "")
	flat := strings.ReplaceAll(whole, "\n", "")
	var ix packIndex
	files := unzip(t, p.ZIPPath)
	if err := json.Unmarshal(files[indexFile], &ix); err != nil || len(ix.Exhibits) != 27 {
		t.Fatalf("%d exhibits in the index, %v", len(ix.Exhibits), err)
	}
	at := -1
	var times []domain.Instant
	for n := 1; n <= 27; n++ {
		k := slices.IndexFunc(pages, func(text string) bool { return strings.Contains(text, fmt.Sprintf("证据 %d\n", n)) })
		if k < at || k < 0 {
			t.Errorf("exhibit %d is on page %d, the one before on %d", n, k, at)
			continue
		}
		at = k
	}
	for i, x := range ix.Exhibits {
		data := files[x.File]
		sum := sha256.Sum256(data)
		hash := hex.EncodeToString(sum[:])
		if !want[hash] || !strings.Contains(flat, hash) {
			t.Errorf("exhibit %d: the file's hash %s is not one that was added, or not in the PDF", i+1, hash)
		}
		if !strings.Contains(flat, strings.TrimPrefix(x.File, "data/")) {
			t.Errorf("exhibit %d is not in the list", i+1)
		}
		row, err := h.store.GetEvidence(ctx, "sha256-"+hash)
		if err != nil {
			t.Fatal(err)
		}
		times = append(times, row.Item.CapturedAt)
	}
	if !slices.IsSorted(times[:2]) || !slices.IsSorted(times[2:]) { // grouped by kind: clips before photos
		t.Errorf("exhibits are not in time order within their kind: %v", times)
	}
	again, err := h.Pack(ctx, testCase, t.TempDir(), "zh-CN", "韩梅梅")
	if err != nil || again.PDFHash != p.PDFHash || again.ZIPHash != p.ZIPHash {
		t.Errorf("the same case gave other bytes: %+v %v", again, err)
	}
	if r, err := h.Verify(ctx, p.ZIPPath); err != nil || !r.OK {
		t.Errorf("verify %+v %v", r, err)
	}
}
