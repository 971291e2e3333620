package evidence

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/vault"
)

// webm is the beginning of a clip as a window records it, and n bytes of picture.
func webm(n int) []byte {
	return append([]byte("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"), bytes.Repeat([]byte{0xa3}, n)...)
}

func (h *house) begin(t testing.TB, name string, n PartNote, body []byte) *vault.Part {
	t.Helper()
	note, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	p, err := h.vault.Begin(name, note)
	if err != nil {
		t.Fatal(err)
	}
	if len(body) > 0 {
		if _, err := p.Append(0, body); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (h *house) noParts(t testing.TB) {
	t.Helper()
	if left, err := h.vault.Parts(); err != nil || len(left) != 0 {
		t.Errorf("left %+v %v", left, err)
	}
}

func TestASealedPartIsEvidenceOfItsParcel(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	p := h.begin(t, "clip-1", PartNote{Source: domain.SourceBench}, webm(1000))
	res, err := h.SealPart(ctx, p, Offer{Name: "a.webm", Source: domain.SourceBench, Waybill: testWaybill, Kind: domain.EvidencePackingVideo, CapturedAt: noon, DurationMs: 4200})
	if err != nil {
		t.Fatal(err)
	}
	row, err := h.store.GetEvidence(ctx, res.ID)
	if err != nil {
		t.Fatal(err)
	}
	e := row.Item
	if e.MediaType != "video/webm" || e.CapturedAt != noon || e.CapturedFrom != "workstation" || e.DurationMs != 4200 || e.Incomplete || e.LogHash == "" || e.Operator != "李雷" {
		t.Errorf("%+v", e)
	}
	if len(row.Links) != 1 || row.Links[0].OrderID != testOrder || row.Links[0].Waybill != testWaybill || row.Links[0].Method != domain.LinkScan {
		t.Errorf("%+v", row.Links)
	}
	h.noParts(t)
	if r, err := h.VerifyAll(ctx, true); err != nil || !r.OK {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAPartOfAnUnknownParcelIsKeptWithoutALink(t *testing.T) {
	h := newHouse(t)
	p := h.begin(t, "clip-1", PartNote{Source: domain.SourceBench}, webm(10))
	res, err := h.SealPart(t.Context(), p, Offer{Name: "a.webm", Source: domain.SourceBench, Waybill: "YT0000000000000"})
	if err != nil || res.ID == "" || len(res.Links) != 0 {
		t.Errorf("%+v %v", res, err)
	}
	empty := h.begin(t, "clip-2", PartNote{Source: domain.SourceBench}, nil)
	if _, err := h.SealPart(t.Context(), empty, Offer{}); domain.ParamOf(err, "field") != "size" {
		t.Errorf("an empty part: %v", err)
	}
	if _, err := h.SealPart(t.Context(), empty, Offer{Kind: "x"}); domain.ParamOf(err, "field") != "kind" {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestWhatACrashLeftIsEvidenceAtTheNextStart(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	note := PartNote{Kind: domain.EvidencePackingVideo, Source: domain.SourceBench, Operator: "韩梅", Waybill: testWaybill, Name: "a.webm", CapturedAt: noon, Record: "r1"}
	h.begin(t, "clip-1", note, webm(500))
	h.begin(t, "clip-2", note, nil)
	phone := note
	phone.Resumable = true
	up := h.begin(t, "up-1", phone, webm(20))
	foreign, err := h.vault.Begin("other", []byte("not a note of ours"))
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Store(int64(domain.SystemNow())) // what changed is told by the file system
	kept, err := h.RecoverParts(ctx)
	if err != nil || len(kept["r1"]) != 1 {
		t.Fatalf("%v %v", kept, err)
	}
	row, err := h.store.GetEvidence(ctx, kept["r1"][0])
	if err != nil || !row.Item.Incomplete || row.Item.Operator != "韩梅" || len(row.Links) != 1 {
		t.Errorf("%+v %v", row, err)
	}
	left, err := h.vault.Parts()
	if err != nil || len(left) != 2 || left[0].Name != foreign.Name() || left[1].Name != up.Name() {
		t.Errorf("left %+v %v", left, err)
	}
	h.clock.Add(int64(domain.Day + domain.Hour))
	if kept, err := h.RecoverParts(ctx); err != nil || len(kept["r1"]) != 1 {
		t.Errorf("an upload that nobody resumed for a day: %v %v", kept, err)
	}
}

func TestASealThatWasCutOffIsFinished(t *testing.T) {
	for _, stage := range []string{"before the blob", "after the blob", "after the row"} {
		t.Run(stage, func(t *testing.T) {
			h := newHouse(t)
			ctx := context.Background()
			body := webm(700)
			note := PartNote{Kind: domain.EvidencePackingVideo, Source: domain.SourceBench, Waybill: testWaybill, Name: "a.webm", CapturedAt: noon}
			p := h.begin(t, "clip-1", note, body)
			mark := note
			mark.Blob, mark.Part = p.ID(), "clip-1"
			if _, err := h.markSeal(ctx, p.ID(), mark); err != nil {
				t.Fatal(err)
			}
			if stage != "before the blob" {
				if _, err := p.Seal(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if stage == "after the row" {
				h.add(t, Offer{Reader: bytes.NewReader(body), Name: "a.webm", Waybill: testWaybill})
			}
			if _, err := h.RecoverParts(ctx); err != nil {
				t.Fatal(err)
			}
			row, err := h.store.GetEvidence(ctx, mark.Blob)
			if err != nil || row.Item.Incomplete || len(row.Links) != 1 {
				t.Errorf("%+v %v", row, err)
			}
			f, _, err := h.vault.Open(ctx, mark.Blob)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, body) {
				t.Errorf("%d bytes %v", len(got), err)
			}
			h.noParts(t)
			if r, err := h.VerifyAll(ctx, true); err != nil || !r.OK {
				t.Errorf("%+v %v", r, err)
			}
		})
	}
}

func TestTheLeafOfARecordingWritesItsRowAgain(t *testing.T) {
	item := domain.EvidenceItem{ID: "sha256-x", Incomplete: true, Codes: []string{}}
	if f := leafFields(item, nil); f["incomplete"] != "1" {
		t.Errorf("%v", f)
	}
}
