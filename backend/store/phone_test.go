package store

import (
	"testing"

	"afterdesk/backend/domain"
)

func TestAPhoneIsKnownByItsTokenUntilItIsRevokedOrPairedAnew(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	write(t, s, func(tx *Tx) error {
		if err := tx.PutPhone(ctx, domain.Phone{ID: "p1", Name: "小李的手机", Operator: "小李", PairedAt: 5, SeenAt: 5}, "h1"); err != nil {
			return err
		}
		return tx.PutPhone(ctx, domain.Phone{ID: "p2", Name: "备用机", PairedAt: 9, SeenAt: 9}, "h2")
	})
	p := must[domain.Phone](t)(s.PhoneByToken(ctx, "h1"))
	if p.ID != "p1" || p.Operator != "小李" || p.RevokedAt != 0 {
		t.Errorf("the phone of h1: %+v", p)
	}
	write(t, s, func(tx *Tx) error { return tx.SeePhone(ctx, "p1", 2, 700) })
	write(t, s, func(tx *Tx) error { return tx.RevokePhone(ctx, "p1") })
	p = must[domain.Phone](t)(s.PhoneByToken(ctx, "h1"))
	if p.RevokedAt != testNow || p.SeenAt != testNow || p.Files != 2 || p.Bytes != 700 {
		t.Errorf("a revoked phone must stay known as one: %+v", p)
	}
	if list := must[[]domain.Phone](t)(s.ListPhones(ctx)); len(list) != 2 || list[0].ID != "p2" {
		t.Errorf("phones that may come in stand first: %+v", list)
	}
	write(t, s, func(tx *Tx) error {
		return tx.PutPhone(ctx, domain.Phone{ID: "p1", Name: "小李的新手机", PairedAt: 20, SeenAt: 20}, "h3")
	})
	if _, err := s.PhoneByToken(ctx, "h1"); domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("the old token still names a phone: %v", err)
	}
	if p := must[domain.Phone](t)(s.GetPhone(ctx, "p1")); p.RevokedAt != 0 || p.Files != 2 || p.Name != "小李的新手机" {
		t.Errorf("paired anew: %+v", p)
	}
	err := s.Write(ctx, func(tx *Tx) error { return tx.RevokePhone(ctx, "nobody") })
	if domain.CodeOf(err) != domain.CodeNotFound {
		t.Errorf("revoking nobody: %v", err)
	}
}

func TestTwoPhonesNeverShareAToken(t *testing.T) {
	s := open(t)
	write(t, s, func(tx *Tx) error { return tx.PutPhone(t.Context(), domain.Phone{ID: "p1"}, "h") })
	if err := s.Write(t.Context(), func(tx *Tx) error { return tx.PutPhone(t.Context(), domain.Phone{ID: "p2"}, "h") }); err == nil {
		t.Error("a second phone took the token of the first")
	}
}

func TestRefusalsAddUp(t *testing.T) {
	s := open(t)
	for _, at := range []domain.Instant{50, 40} {
		write(t, s, func(tx *Tx) error {
			return tx.CountRefusals(t.Context(), []domain.RefusalCount{{Reason: domain.RefusalUnpaired, Count: 3, LastAt: at}, {Reason: domain.RefusalHost, Count: 1, LastAt: at - 9}})
		})
	}
	list := must[[]domain.RefusalCount](t)(s.ListRefusals(t.Context()))
	if len(list) != 2 || list[0] != (domain.RefusalCount{Reason: domain.RefusalUnpaired, Count: 6, LastAt: 50}) || list[1].Count != 2 {
		t.Errorf("refusals: %+v", list)
	}
}
