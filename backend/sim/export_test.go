package sim

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"afterdesk/backend/domain"
)

// rowsOf reads a GB18030 sheet back.
func rowsOf(t *testing.T, raw []byte) [][]string {
	t.Helper()
	if utf8.Valid(raw) {
		t.Error("the export is UTF-8, a console's is not")
	}
	if !bytes.Contains(raw, []byte("\r\n")) {
		t.Error("lines end without CR LF")
	}
	rows, err := csv.NewReader(simplifiedchinese.GB18030.NewDecoder().Reader(bytes.NewReader(raw))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTheReviewExportHoldsWhatTheWorldHolds(t *testing.T) {
	w := New(testConfig(21))
	var b bytes.Buffer
	if err := w.WriteReviews(&b, testNow()); err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(t, b.Bytes())
	if strings.Join(rows[0], ",") != strings.Join(reviewHeader, ",") {
		t.Fatalf("header %v", rows[0])
	}
	want := map[string]domain.Review{}
	each(t, w, testNow(), func(b Batch) {
		for _, r := range b.Reviews {
			want[r.RemoteID] = r
		}
	})
	if len(rows)-1 != len(want) || len(want) < 50 {
		t.Fatalf("%d rows, %d reviews", len(rows)-1, len(want))
	}
	texts, missing := map[string]bool{}, 0
	for _, row := range rows[1:] {
		r, ok := want[row[0]]
		if !ok || row[1] != strings.TrimPrefix(r.OrderID, "s1.") || row[6] != dash(r.Text.Reveal()) || row[7] != w.clock(r.CreatedAt) {
			t.Fatalf("row %q, review %+v", row, r)
		}
		if row[5] == "-" {
			missing++
		}
		texts[row[6]] = true
		for _, cell := range row {
			if cell == "" || strings.ContainsAny(cell, "{}") {
				t.Fatalf("cell %q in %v", cell, row)
			}
		}
	}
	if len(texts)*10 < len(want)*7 {
		t.Errorf("%d texts for %d reviews", len(texts), len(want))
	}
}

func TestThePromisesNameTheirSession(t *testing.T) {
	w := New(testConfig(21))
	var b bytes.Buffer
	if err := w.WritePromises(&b, testNow()); err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(t, b.Bytes())
	kinds := map[string]int{}
	for _, r := range rows[1:] {
		kinds[r[8]]++
		if len(r[0]) != 19 || r[10] < r[4] || r[5] != "-" && r[10] > r[5] || r[9] == "" || strings.Contains(r[9], "%!") {
			t.Fatalf("promise outside its session: %v", r)
		}
	}
	if len(kinds) != 5 {
		t.Errorf("kinds of promises: %v", kinds)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestAFullDiskIsSaid(t *testing.T) {
	w := New(testConfig(21))
	for name, write := range map[string]func(io.Writer, domain.Instant) error{"reviews": w.WriteReviews, "promises": w.WritePromises} {
		if err := write(full{}, testNow()); domain.CodeOf(err) != domain.CodeUnavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
}
