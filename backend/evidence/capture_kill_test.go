package evidence

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// filmFolder makes the test binary a bench that films until it is killed, and says after
// each piece how many bytes it was told are safe.
const filmFolder = "AFTERDESK_TEST_FILM_FOLDER"

// piece is the i-th piece of a film: the container's head first, then pieces that can be
// told apart.
func piece(i int) []byte {
	if i == 0 {
		return webm(64)
	}
	return bytes.Repeat(binary.BigEndian.AppendUint64(nil, uint64(i)), 4096)
}

func filmOn(dir string) {
	t := childT{}
	h := openHouse(t, dir)
	ctx := context.Background()
	b := NewBench(h.Desk)
	r := b.scanned(t, benchWaybill, "").Record
	if _, err := b.Begin(ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	name, err := b.BeginClip(ctx, r.ID, "video/webm", 0)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for i := 0; ; i++ {
		if size, err = b.AppendClip(name, size, b64(piece(i))); err != nil {
			t.Fatal(err)
		}
		fmt.Println(r.ID, size)
	}
}

// TestKilledWhileFilmingEveryAcknowledgedPieceIsEvidence kills a bench that films and
// looks at the next start for what it had been told is safe.
func TestKilledWhileFilmingEveryAcknowledgedPieceIsEvidence(t *testing.T) {
	dir := t.TempDir()
	h := openHouse(t, dir)
	h.seed(t)
	h.seedBench(t)
	closeHouse(t, h)
	for round := range scaled(6, 3) {
		cmd, out := spawn(t, filmFolder, dir)
		record, acknowledged := "", int64(0)
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			id, size, _ := strings.Cut(lines.Text(), " ")
			record = id
			safe, err := strconv.ParseInt(size, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			acknowledged = safe
			if n == 3+round*2 {
				if err := cmd.Process.Kill(); err != nil { // what it still says until it is dead counts too
					t.Fatal(err)
				}
			}
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		checkFilm(t, dir, record, acknowledged)
	}
}

func checkFilm(t *testing.T, dir, record string, acknowledged int64) {
	t.Helper()
	ctx := t.Context()
	h := openHouse(t, dir)
	defer closeHouse(t, h)
	kept, err := h.RecoverParts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	b := NewBench(h.Desk)
	if err := b.Recover(ctx, kept); err != nil {
		t.Fatal(err)
	}
	r, err := h.store.GetPackRecord(ctx, record)
	if err != nil || r.State != domain.PackInterrupted || len(r.Clips) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	row, err := h.store.GetEvidence(ctx, r.Clips[0])
	if err != nil || !row.Item.Incomplete || row.Item.MediaType != "video/webm" || len(row.Links) != 1 || row.Links[0].OrderID != benchOrder {
		t.Fatalf("%+v %v", row, err)
	}
	f, size, err := h.vault.Open(ctx, r.Clips[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if size < acknowledged {
		t.Errorf("%d bytes of %d that were acknowledged", size, acknowledged)
	}
	got, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	var want []byte
	for i := 0; len(want) < len(got); i++ {
		want = append(want, piece(i)...)
	}
	if !bytes.Equal(got, want[:len(got)]) { // from its head on without a hole
		t.Error("the film is not what was filmed")
	}
	h.noParts(t)
	if rep, err := h.VerifyAll(ctx, true); err != nil || !rep.OK {
		t.Errorf("%+v %v", rep, err)
	}
}
