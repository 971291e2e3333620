package platformtest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// info proves that the matrix says what the code does: a method for each
// ability that is offered, and one reason for each that is not.
func (h Harness) info(t *testing.T) {
	c := h.open(t, h.server(t, h.Serve()))
	info := c.Info()
	if info.Platform == "" || info.PageSize <= 0 || info.MaxHistory <= 0 || len(info.Hosts) == 0 || len(info.Fields) == 0 {
		t.Fatalf("info is incomplete: %+v", info)
	}
	if _, err := time.LoadLocation(info.Zone); err != nil {
		t.Errorf("zone: %v", err)
	}
	state := map[string]domain.Capability{}
	for _, k := range info.Capabilities {
		state[k.Ability] = k
		if (k.State == domain.CapEnabled) != (k.Needs == "") || k.Needs == "not_built" {
			t.Errorf("%s is %s but needs %q", k.Ability, k.State, k.Needs)
		}
		if (k.State == domain.CapUnsupported) != (k.Proof == domain.ProofNone) {
			t.Errorf("%s is %s and proven by %q", k.Ability, k.State, k.Proof)
		}
	}
	for _, a := range domain.Abilities {
		if _, ok := state[a]; !ok {
			t.Errorf("no capability %s", a)
		}
	}
	_, detail := c.(platform.Detailer)
	_, trace := c.(platform.Tracer)
	_, act := c.(platform.Actor)
	_, review := c.(platform.Reviewer)
	_, push := c.(platform.Pusher)
	_, upload := c.(platform.Uploader)
	for a, has := range map[string]bool{"after_sale_detail": detail, "traces": trace, "act": act, "reviews": review, "push": push, "evidence_upload": upload} {
		if has == (state[a].State == domain.CapUnsupported) {
			t.Errorf("%s: code %v, info %s", a, has, state[a].State)
		}
	}
	h.acts(t, c, info.Acts, act, upload)
	raw, err := json.Marshal(info)
	if err != nil {
		t.Fatal(err)
	}
	h.clean(t, string(raw))
}

// acts proves the list of acts against the small interfaces that each needs.
func (h Harness) acts(t *testing.T, c platform.Connector, list []domain.ActAbility, act, upload bool) {
	t.Helper()
	if act != (len(list) > 0) {
		t.Errorf("the connector acts: %v, info lists %d acts", act, len(list))
	}
	proofs := false
	seen := map[domain.ActKind]bool{}
	for _, a := range list {
		if seen[a.Kind] || !slices.Contains(domain.ActKinds, a.Kind) || !slices.Contains(domain.Replays, a.Replay) || (a.State == domain.CapEnabled) != (a.Needs == "") {
			t.Errorf("act %+v", a)
		}
		seen[a.Kind] = true
		for _, ask := range a.Asks {
			if !slices.Contains(domain.ActAsks, ask) {
				t.Errorf("%s asks for %q", a.Kind, ask)
			}
		}
		_, refuses := c.(platform.Refuser)
		if slices.Contains(a.Asks, "reason_code") && !refuses {
			t.Errorf("%s asks for a reason code that nobody lists", a.Kind)
		}
		_, orders := c.(platform.OrderReader)
		_, reviews := c.(platform.ReviewReader)
		_, details := c.(platform.Detailer)
		for subject, has := range map[domain.SubjectKind]bool{domain.SubjectOrder: orders, domain.SubjectReview: reviews, domain.SubjectAfterSale: details} {
			if a.Kind.Subject() == subject && !has {
				t.Errorf("%s cannot be checked before it is sent: no reader of one %s", a.Kind, subject)
			}
		}
		proofs = proofs || a.Proofs.Max > 0
		if h.Writes[a.Kind] == nil {
			t.Errorf("the harness has no write of %s", a.Kind)
		}
	}
	if proofs != upload {
		t.Errorf("acts take files: %v, the connector uploads: %v", proofs, upload)
	}
}

// writes proves that an act is sent once whatever comes back, and that a
// failure is never taken for success.
func (h Harness) writes(t *testing.T) {
	for kind, write := range h.Writes {
		for name, f := range map[string]http.HandlerFunc{
			"503": status(503, ""), "429": status(429, "1"), "too often": h.Limited, "refused token": h.Refused,
			"cut": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"code":1`)) },
			"no answer": func(w http.ResponseWriter, r *http.Request) {
				if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
					_ = c.Close()
				}
			},
		} {
			b := h.server(t, h.Serve())
			b.reads = true
			b.bend(f)
			err := write(t.Context(), h.open(t, b))
			if err == nil {
				t.Errorf("%s, %s: a failed write came back as done", kind, name)
			}
			h.clean(t, err)
			if n := b.write.Load(); n != 1 {
				t.Errorf("%s, %s: the write was sent %d times", kind, name, n)
			}
		}
		b := h.server(t, h.Serve())
		if err := write(t.Context(), h.open(t, b)); err != nil || b.write.Load() != 1 {
			t.Errorf("a good %s: %v, sent %d times", kind, err, b.write.Load())
		}
	}
}

func (h Harness) traces(t *testing.T) {
	c := h.open(t, h.server(t, h.Serve()))
	tr, ok := c.(platform.Tracer)
	if !ok {
		return
	}
	events, raw, err := tr.Traces(t.Context(), h.Traced)
	if err != nil || len(events) == 0 {
		t.Fatalf("%d events, %v", len(events), err)
	}
	again, err := tr.DeriveTraces(raw)
	if err != nil || !reflect.DeepEqual(events, again) {
		t.Errorf("a trace derives differently (%v)", err)
	}
	if !slices.IsSortedFunc(events, func(a, b domain.TraceEvent) int { return int(a.At - b.At) }) {
		t.Error("a trace is not in order of time")
	}
	for _, e := range events {
		h.moments(t, "trace", e.At)
		if e.State == "" || e.At.IsZero() || e.Reporter == "" {
			t.Errorf("event %+v", e)
		}
	}
}

// pushes proves that a signed delivery hints, that the same body with one byte
// changed does not, and that an unsigned one says nothing.
func (h Harness) pushes(t *testing.T) {
	c := h.open(t, h.server(t, h.Serve()))
	p, ok := c.(platform.Pusher)
	if !ok {
		return
	}
	if len(h.Pushes) == 0 {
		t.Fatal("the harness has no delivery")
	}
	for name, r := range h.Pushes {
		got, err := p.Push(r)
		if err != nil || len(got.Hints) == 0 {
			t.Errorf("%s: %d hints, %v", name, len(got.Hints), err)
		}
		for _, hint := range got.Hints {
			if !slices.Contains([]string{platform.StreamOrders, platform.StreamAfterSales, platform.StreamReviews}, hint.Stream) || hint.Topic == "" {
				t.Errorf("%s: hint %+v", name, hint)
			}
		}
		for i := range r.Body {
			bad := r
			bad.Body = slices.Clone(r.Body)
			bad.Body[i] ^= 1
			if got, err := p.Push(bad); err == nil && len(got.Hints) > 0 {
				t.Fatalf("%s: byte %d changed and it hints all the same", name, i)
			}
		}
		bare := r
		bare.Header, bare.Query = map[string]string{}, map[string]string{}
		if got, err := p.Push(bare); err == nil && len(got.Hints) > 0 {
			t.Errorf("%s: it hints without headers and query", name)
		}
	}
	for name, r := range h.Unsigned {
		if got, err := p.Push(r); err != nil || len(got.Hints) > 0 {
			t.Errorf("%s: %d hints, %v", name, len(got.Hints), err)
		}
	}
}
