package desk

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/platform/httpx"
	"afterdesk/backend/store"
)

// jobStamp looks every hour whether a head is to be stamped: once a day when something
// was logged, and what could not be sent before.
const jobStamp = "stamp"

const (
	packStampWait = 10 * time.Second // a pack waits so long for its time stamps; what comes later waits in the queue
	stampPause    = 10 * domain.Minute
	maxStampers   = 8
	maxRootBytes  = 64 << 10
)

// StampPresets are authorities that answer to anybody, and the Chinese one that answers
// under contract. None is asked before the owner adds it, and none brings a root: a root
// that came with the program would only prove what the program's maker says.
var StampPresets = []domain.StampPreset{
	{ID: "tsa-cn", Name: "联合信任时间戳服务中心", URL: "", Home: "www.tsa.cn"},
	{ID: "digicert", Name: "DigiCert", URL: "http://timestamp.digicert.com", Home: "www.digicert.com"},
	{ID: "sectigo", Name: "Sectigo", URL: "http://timestamp.sectigo.com", Home: "www.sectigo.com"},
	{ID: "globalsign", Name: "GlobalSign", URL: "http://timestamp.globalsign.com/tsa/r6advanced1", Home: "www.globalsign.com"},
	{ID: "freetsa", Name: "freeTSA", URL: "https://freetsa.org/tsr", Home: "freetsa.org"},
}

var stamperID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func stampSecret(id string) string { return "tsa/" + id + "/password" }

// checkStampers is the part of checkSettings about time-stamp authorities.
func checkStampers(list []domain.StampAuthority) error {
	bad := func(field string, kv ...string) error {
		return domain.E(domain.CodeInvalid, errors.New("time-stamp authority"), append([]string{"field", field}, kv...)...)
	}
	if len(list) > maxStampers {
		return bad("stampers")
	}
	seen := map[string]bool{}
	for _, a := range list {
		u, err := url.Parse(a.URL)
		switch {
		case !stamperID.MatchString(a.ID) || seen[a.ID]:
			return bad("id")
		case strings.TrimSpace(a.Name) == "" || utf8.RuneCountInString(a.Name) > 60:
			return bad("name")
		case err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https":
			return bad("url")
		case a.User != "" && u.Scheme != "https" && !httpx.Loopback(u.Hostname()):
			return bad("url", "reason", "needs_https")
		case len(a.Root) > maxRootBytes:
			return bad("root")
		}
		if a.Root != "" {
			if _, err := custody.Roots(a.Root); err != nil {
				return err
			}
		}
		seen[a.ID] = true
	}
	return nil
}

// PutStamper adds an authority (ID "") or changes one. password "" keeps the one that is
// there; without a User it is forgotten. Codes: invalid names the field, unauthorized
// while the secrets are locked and a login is to be kept or forgotten.
func (d *Desk) PutStamper(ctx context.Context, a domain.StampAuthority, password string) (domain.StampAuthority, error) {
	a.Name, a.URL, a.User, a.Root = strings.TrimSpace(a.Name), strings.TrimSpace(a.URL), strings.TrimSpace(a.User), strings.TrimSpace(a.Root)
	if a.Root != "" {
		a.Root += "\n"
	}
	s := d.Settings()
	s.Stampers = slices.Clone(s.Stampers)
	hadLogin := false
	if i := slices.IndexFunc(s.Stampers, func(have domain.StampAuthority) bool { return have.ID == a.ID }); a.ID != "" && i >= 0 {
		hadLogin = s.Stampers[i].User != ""
		s.Stampers[i] = a
	} else {
		a.ID = newStamperID(a, s.Stampers)
		s.Stampers = append(s.Stampers, a)
	}
	if err := checkStampers(s.Stampers); err != nil {
		return a, err
	}
	switch {
	case a.User != "" && password != "":
		if err := d.Secrets.Put(ctx, stampSecret(a.ID), []byte(password)); err != nil {
			return a, err
		}
	case a.User == "" && hadLogin:
		if err := d.Secrets.Remove(ctx, stampSecret(a.ID)); err != nil {
			return a, err
		}
	}
	_, err := d.PutSettings(ctx, s)
	return a, err
}

// newStamperID makes an id of the preset's or the host's name that nobody has yet.
func newStamperID(a domain.StampAuthority, have []domain.StampAuthority) string {
	base := "tsa"
	if u, err := url.Parse(a.URL); err == nil && u.Hostname() != "" {
		base = strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(u.Hostname()), "-"), "-")
	}
	base = base[:min(len(base), 30)]
	id := base
	for n := 2; slices.ContainsFunc(have, func(h domain.StampAuthority) bool { return h.ID == id }); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}

// RemoveStamper forgets an authority, its login and its queue. Its tokens stay.
func (d *Desk) RemoveStamper(ctx context.Context, id string) error {
	s := d.Settings()
	i := slices.IndexFunc(s.Stampers, func(a domain.StampAuthority) bool { return a.ID == id })
	if i < 0 {
		return domain.E(domain.CodeNotFound, errors.New("no such authority"), "field", "id")
	}
	if s.Stampers[i].User != "" {
		if err := d.Secrets.Remove(ctx, stampSecret(id)); err != nil {
			return err
		}
	}
	s.Stampers = slices.Delete(slices.Clone(s.Stampers), i, i+1)
	if _, err := d.PutSettings(ctx, s); err != nil {
		return err
	}
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.RemoveStampWishes(ctx, id) })
}

// StampNow asks an authority for a token over the newest head: it is the test of its
// settings, and a real stamp that is kept. Codes: not_found, those of custody.Stamp.
func (d *Desk) StampNow(ctx context.Context, id string) (domain.Stamp, error) {
	for _, a := range d.Settings().Stampers {
		if a.ID == id {
			return d.stamp(ctx, a, d.Custody.Head().Size)
		}
	}
	return domain.Stamp{}, domain.E(domain.CodeNotFound, errors.New("no such authority"), "field", "id")
}

// stamp asks, and lists the token; the wishes that it covers go.
func (d *Desk) stamp(ctx context.Context, a domain.StampAuthority, size int64) (domain.Stamp, error) {
	who := custody.Authority{StampAuthority: a}
	u, err := url.Parse(a.URL)
	if err != nil {
		return domain.Stamp{}, domain.E(domain.CodeInvalid, errors.New("read address"), "field", "url")
	}
	if a.User != "" {
		secret, err := d.Secrets.Get(ctx, stampSecret(a.ID))
		if err != nil {
			return domain.Stamp{}, err
		}
		who.Password = string(secret)
	}
	s, err := d.Custody.Stamp(ctx, d.http.With(u.Hostname()), who, size)
	if err != nil {
		return s, err
	}
	return s, d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutStamp(ctx, s) })
}

// stampTick is the hourly job.
func (d *Desk) stampTick(ctx context.Context, _ domain.Instant, _ int64) error {
	if err := d.wishForDay(ctx); err != nil {
		return err
	}
	_, err := d.SendStamps(ctx)
	return err
}

// wishForDay puts today's wish of every authority into the queue when something was
// logged since its last token.
func (d *Desk) wishForDay(ctx context.Context) error {
	zone, err := time.LoadLocation(d.Settings().Zone)
	if err != nil {
		return domain.E(domain.CodeInvalid, err, "field", "zone")
	}
	now := d.Now()
	today := domain.DayOf(now, zone)
	for _, a := range d.Settings().Stampers {
		last, err := d.Store.LastStamp(ctx, a.ID)
		if err != nil {
			return err
		}
		from := int64(0)
		if last != nil {
			if domain.DayOf(last.AskedAt, zone) == today {
				continue
			}
			from = last.Size
		}
		fresh, err := d.loggedSince(ctx, from)
		if err != nil {
			return err
		}
		if !fresh {
			continue
		}
		if err := d.wish(ctx, domain.StampWish{AuthorityID: a.ID, Reason: domain.StampDay, Subject: string(today), Size: d.Custody.Head().Size, AskedAt: now}); err != nil {
			return err
		}
	}
	return nil
}

var errFound = errors.New("found")

// loggedSince reports whether anything but time stamps was logged from record from on.
func (d *Desk) loggedSince(ctx context.Context, from int64) (bool, error) {
	err := d.Custody.Each(ctx, from, func(r custody.Record) error {
		if r.Kind == custody.KindStamped {
			return nil
		}
		return errFound
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	return false, err
}

// wish puts one wish into the queue; one that is there keeps its count of tries.
func (d *Desk) wish(ctx context.Context, w domain.StampWish) error {
	queue, err := d.Store.ListStampWishes(ctx)
	if err != nil {
		return err
	}
	for _, have := range queue {
		if have.AuthorityID == w.AuthorityID && have.Reason == w.Reason && have.Subject == w.Subject {
			have.Size = max(have.Size, w.Size)
			w = have
		}
	}
	return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutStampWish(ctx, w) })
}

// SendStamps sends the queue, all authorities at once; one token over the largest wanted
// head grants all wishes of its authority. It returns how many tokens came. What failed
// stays in the queue with its reason. Nothing is tried while the offline switch is on.
func (d *Desk) SendStamps(ctx context.Context) (int64, error) {
	return d.sendStamps(ctx, func(domain.StampWish) bool { return true })
}

func (d *Desk) sendStamps(ctx context.Context, take func(domain.StampWish) bool) (int64, error) {
	if d.Settings().Offline {
		return 0, nil
	}
	d.stamping.Lock() // two senders would ask for the same twice
	defer d.stamping.Unlock()
	queue, err := d.Store.ListStampWishes(ctx)
	if err != nil {
		return 0, err
	}
	var (
		wg   sync.WaitGroup
		mu   sync.Mutex
		came int64
		errs []error
	)
	for _, a := range d.Settings().Stampers {
		var mine []domain.StampWish
		size := int64(0)
		for _, w := range queue {
			if w.AuthorityID == a.ID && take(w) {
				mine, size = append(mine, w), max(size, w.Size)
			}
		}
		if len(mine) == 0 {
			continue
		}
		wg.Go(func() {
			_, err := d.stamp(ctx, a, size)
			if err != nil {
				err = errors.Join(err, d.noteFailure(context.WithoutCancel(ctx), mine, err))
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				errs = append(errs, err)
				return
			}
			came++
		})
	}
	wg.Wait()
	return came, errors.Join(errs...)
}

// noteFailure keeps why a try failed.
func (d *Desk) noteFailure(ctx context.Context, list []domain.StampWish, why error) error {
	d.Log.Warn("time stamp failed", "code", string(domain.CodeOf(why)), "reason", domain.ParamOf(why, "reason"))
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		for _, w := range list {
			w.Tries, w.TriedAt, w.Code, w.Why = w.Tries+1, d.Now(), domain.CodeOf(why), domain.ParamOf(why, "reason")
			if err := tx.PutStampWish(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// stampForPack wants a token of every authority over the head that a pack of a case will
// carry, and asks at once. It never stops the pack: what does not come waits in the queue.
func (d *Desk) stampForPack(ctx context.Context, caseID string) {
	if err := d.tryStampForPack(ctx, caseID); err != nil {
		d.Log.Warn("pack goes without a new time stamp", "code", string(domain.CodeOf(err)))
	}
}

func (d *Desk) tryStampForPack(ctx context.Context, caseID string) error {
	list := d.Settings().Stampers
	if len(list) == 0 {
		return nil
	}
	size, err := d.Evidence.LogSize(ctx, caseID)
	if err != nil || size == 0 {
		return err
	}
	have, err := d.Store.CoveringStamps(ctx, size)
	if err != nil {
		return err
	}
	now := d.Now()
	for _, a := range list {
		if slices.ContainsFunc(have, func(s domain.Stamp) bool { return s.AuthorityID == a.ID }) {
			continue
		}
		if err := d.wish(ctx, domain.StampWish{AuthorityID: a.ID, Reason: domain.StampPack, Subject: caseID, Size: size, AskedAt: now}); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, packStampWait)
	defer cancel()
	// An authority that failed a moment ago must not cost every pack its patience.
	_, err = d.sendStamps(ctx, func(w domain.StampWish) bool {
		return w.Reason == domain.StampPack && w.Subject == caseID && (w.TriedAt.IsZero() || now-w.TriedAt > stampPause)
	})
	return err
}

// StampInfo returns the authorities with their last tokens, the queue and the presets.
// A last token that came before its root was pinned is compared with the root now.
func (d *Desk) StampInfo(ctx context.Context) (domain.StampInfo, error) {
	out := domain.StampInfo{Cards: []domain.StampCard{}, Presets: StampPresets}
	var err error
	if out.Queue, err = d.Store.ListStampWishes(ctx); err != nil {
		return out, err
	}
	for _, a := range d.Settings().Stampers {
		c := domain.StampCard{Authority: a}
		if c.Last, err = d.Store.LastStamp(ctx, a.ID); err != nil {
			return out, err
		}
		if c.Count, err = d.Store.CountStamps(ctx, a.ID); err != nil {
			return out, err
		}
		for _, w := range out.Queue {
			if w.AuthorityID == a.ID {
				c.Waiting++
				if w.Code != "" {
					c.Code, c.Why = w.Code, w.Why
				}
			}
		}
		if c.Last != nil && a.Root != "" {
			c.Last.Verified = d.Custody.Believes(*c.Last, a.Root)
		}
		out.Cards = append(out.Cards, c)
	}
	return out, nil
}

// Packs lists packs and says of each whether time stamps cover it.
func (d *Desk) Packs(ctx context.Context, afterSaleID string) ([]domain.EvidencePack, error) {
	list, err := d.Store.ListPacks(ctx, afterSaleID, 200)
	if err != nil {
		return nil, err
	}
	queue, err := d.Store.ListStampWishes(ctx)
	if err != nil {
		return nil, err
	}
	covered := map[int64]bool{}
	for i := range list {
		p := &list[i]
		p.Stamp = domain.PackStampNone
		if p.Tokens > 0 {
			p.Stamp = domain.PackStampInside
			continue
		}
		if p.TreeSize == 0 {
			continue
		}
		yes, known := covered[p.TreeSize]
		if !known {
			have, err := d.Store.CoveringStamps(ctx, p.TreeSize)
			if err != nil {
				return nil, err
			}
			yes = len(have) > 0
			covered[p.TreeSize] = yes
		}
		switch {
		case yes:
			p.Stamp = domain.PackStampLater
		case slices.ContainsFunc(queue, func(w domain.StampWish) bool { return w.Reason == domain.StampPack && w.Subject == p.AfterSaleID }):
			p.Stamp = domain.PackStampWaiting
		}
	}
	return list, nil
}

// repairStamps lists the tokens whose rows a crash between record and row, or an older
// book, left out.
func (d *Desk) repairStamps(ctx context.Context) error {
	last, err := d.Store.LastStamp(ctx, "")
	if err != nil {
		return err
	}
	from := int64(0)
	if last != nil {
		from = last.LogIndex + 1
	}
	return d.Custody.Stamps(ctx, from, func(s domain.Stamp) error {
		return d.Store.Write(ctx, func(tx *store.Tx) error { return tx.PutStamp(ctx, s) })
	})
}
