package store

import (
	"bufio"
	"context"

	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"afterdesk/backend/domain"
)

// killEnv makes the test binary a writer that acknowledges on its output. It is
// set by the test alone, never by a person.
const killEnv = "AFTERDESK_STORE_TEST_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(killEnv); path != "" {
		if err := writeUntilKilled(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writeUntilKilled puts orders with cases, traces, evidence and a cursor in one
// transaction after another and prints a number after each commit.
func writeUntilKilled(path string) error {
	now := testNow
	t := context.Background()
	s, err := Open(t, Options{Path: path, Now: func() domain.Instant { return now }})
	if err != nil {
		return err
	}
	last, err := s.GetCursor(t, "s1", "orders")
	if err != nil {
		return err
	}
	next := 0
	if last != "" {
		if next, err = strconv.Atoi(last); err != nil {
			return err
		}
	}
	for {
		g := gen(genConfig{orders: 3, first: next, seed: 1})
		if err := s.Write(t, func(tx *Tx) error {
			if next == 0 {
				if err := tx.PutShop(t, testShop("s1")); err != nil {
					return err
				}
			}
			if err := g.put(t, tx); err != nil {
				return err
			}
			if _, err := tx.PutEvidence(t, domain.EvidenceItem{ID: fmt.Sprintf("sha256-%d", next), AddedAt: now}); err != nil {
				return err
			}
			return tx.PutCursor(t, "s1", "orders", strconv.Itoa(next+3))
		}); err != nil {
			return err
		}
		next += 3
		if _, err := fmt.Println(next); err != nil {
			return err
		}
	}
}

// DK-03: of 1,000 acknowledged writes none is lost to 25 kills or more at random
// moments, rows and cursor are one, and every counter and index agrees.
func TestNoAcknowledgedRowIsLostWhenTheProcessIsKilled(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "afterdesk.db")
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	acknowledged, writes, kills := 0, 0, 0
	for kills < scaled(25, 4) || writes < scaled(1000, 40) {
		kills++
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), killEnv+"="+path)
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		take := func() {
			if acknowledged, err = strconv.Atoi(lines.Text()); err != nil {
				t.Fatal(err)
			}
			writes++
		}
		// Some die before their first commit, some in the middle of many.
		for range r.IntN(scaled(90, 25)) {
			if !lines.Scan() {
				break
			}
			take()
		}
		time.Sleep(time.Duration(r.IntN(9000)) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // acknowledged between the last reading and the kill
			take()
		}
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	}
	t.Logf("%d kills over %d acknowledged writes of %d orders", kills, writes, acknowledged)
	now := testNow
	s := openAt(t, path, &now, nil)
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	next, err := strconv.Atoi(must[string](t)(s.GetCursor(t.Context(), "s1", "orders")))
	if err != nil || next < acknowledged {
		t.Fatalf("cursor %d, acknowledged %d, %v", next, acknowledged, err)
	}
	counts := must[map[string]int64](t)(s.Counts(t.Context()))
	if counts["orders"] != int64(next) || counts["evidence"] != int64(next/3) {
		t.Errorf("cursor %d but %v: rows and cursor are not one transaction", next, counts)
	}
	for name, query := range counted {
		if n := must[[]int64](t)(numbers(t.Context(), s, query))[0]; n != counts[name] {
			t.Errorf("%s: counter %d, rows %d", name, counts[name], n)
		}
	}
	for first := 0; first < next; first += 3 {
		g := gen(genConfig{orders: 3, first: first, seed: 1})
		for i := range g.orders {
			got := must[domain.Order](t)(s.GetOrder(t.Context(), g.orders[i].ID))
			if len(got.Lines) != len(g.orders[i].Lines) || len(got.Parcels) != len(g.orders[i].Parcels) {
				t.Fatalf("order %s is not whole", got.ID)
			}
		}
		for i := range g.cases {
			must[domain.AfterSale](t)(s.GetAfterSale(t.Context(), g.cases[i].ID))
		}
		if first%30 == 0 {
			if ids := orderIDs(t, s, domain.OrderQuery{Text: g.orders[0].RemoteID}); len(ids) != 1 {
				t.Fatalf("order %s is not in the search index", g.orders[0].RemoteID)
			}
		}
	}
}
