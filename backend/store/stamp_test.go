package store

import (
	"fmt"
	"testing"

	"afterdesk/backend/domain"
)

func stampOf(authority string, size, index int64) domain.Stamp {
	return domain.Stamp{ID: fmt.Sprintf("%s-%d-%d", authority, size, index), AuthorityID: authority, Authority: "甲", At: testNow, Size: size, LogIndex: index}
}

func TestTheTokenThatCoversASizeIsTheFirstAndStaysIt(t *testing.T) {
	s := open(t)
	write(t, s, func(tx *Tx) error {
		for _, st := range []domain.Stamp{stampOf("b", 9, 9), stampOf("a", 4, 4), stampOf("a", 12, 12), stampOf("a", 7, 7), stampOf("a", 7, 10)} {
			if err := tx.PutStamp(t.Context(), st); err != nil {
				return err
			}
		}
		return tx.PutStamp(t.Context(), stampOf("a", 7, 7)) // again
	})
	for size, want := range map[int64]string{1: "a-4-4 b-9-9", 5: "a-7-7 b-9-9", 8: "a-12-12 b-9-9", 10: "a-12-12", 13: ""} {
		got := ""
		for i, st := range must[[]domain.Stamp](t)(s.CoveringStamps(t.Context(), size)) {
			if i > 0 {
				got += " "
			}
			got += st.ID
		}
		if got != want {
			t.Errorf("size %d is covered by %q, want %q", size, got, want)
		}
	}
	before := must[[]domain.Stamp](t)(s.CoveringStamps(t.Context(), 5))
	write(t, s, func(tx *Tx) error { return tx.PutStamp(t.Context(), stampOf("a", 40, 40)) })
	if after := must[[]domain.Stamp](t)(s.CoveringStamps(t.Context(), 5)); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("a later token changed the choice: %v", after)
	}
	last := must[*domain.Stamp](t)(s.LastStamp(t.Context(), "a"))
	any := must[*domain.Stamp](t)(s.LastStamp(t.Context(), ""))
	none := must[*domain.Stamp](t)(s.LastStamp(t.Context(), "c"))
	if last.ID != "a-40-40" || any.ID != "a-40-40" || none != nil {
		t.Errorf("last %v %v %v", last, any, none)
	}
	if n := must[int64](t)(s.CountStamps(t.Context(), "a")); n != 5 {
		t.Errorf("%d stamps", n)
	}
}

func TestAWishGoesWhenATokenCoversIt(t *testing.T) {
	s := open(t)
	wish := func(authority string, reason domain.StampReason, subject string, size int64) {
		write(t, s, func(tx *Tx) error {
			return tx.PutStampWish(t.Context(), domain.StampWish{AuthorityID: authority, Reason: reason, Subject: subject, Size: size, AskedAt: testNow})
		})
	}
	wish("a", domain.StampDay, "2026-10-20", 5)
	wish("a", domain.StampDay, "2026-10-20", 6) // the same day again
	wish("a", domain.StampPack, "s1.c1", 9)
	wish("b", domain.StampPack, "s1.c1", 9)
	left := func() (out string) {
		for _, w := range must[[]domain.StampWish](t)(s.ListStampWishes(t.Context())) {
			out += fmt.Sprintf("%s/%s/%s/%d ", w.AuthorityID, w.Reason, w.Subject, w.Size)
		}
		return out
	}
	if got := left(); got != "a/day/2026-10-20/6 a/pack/s1.c1/9 b/pack/s1.c1/9 " {
		t.Errorf("queue %s", got)
	}
	write(t, s, func(tx *Tx) error { return tx.PutStamp(t.Context(), stampOf("a", 8, 8)) })
	if got := left(); got != "a/pack/s1.c1/9 b/pack/s1.c1/9 " {
		t.Errorf("after a token over 8 records: %s", got)
	}
	write(t, s, func(tx *Tx) error { return tx.RemoveStampWishes(t.Context(), "a") })
	if got := left(); got != "b/pack/s1.c1/9 " {
		t.Errorf("after the authority went: %s", got)
	}
}
