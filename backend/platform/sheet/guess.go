package sheet

import (
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"afterdesk/backend/domain"
)

// guessed is one possible reading of a file.
type guessed struct {
	m      domain.SheetMapping
	scores map[string]float64
	total  float64
	whole  bool // every required field has a column
}

// Hint is what is known of a file before it is looked into; empty fields say
// nothing.
type Hint struct {
	Platform string           // the shop's platform: its presets are preferred
	Kind     domain.SheetKind // only readings of this kind
	Name     string           // only the saved mapping or preset of this name
}

func (t Hint) allows(m domain.SheetMapping) bool {
	return (t.Kind == "" || t.Kind == m.Kind) && (t.Name == "" || t.Name == m.Name)
}

// guess returns the best reading. A saved mapping that fits wins over presets;
// among them the one that uses most columns.
func guess(h head, p *Presets, saved []domain.SheetMapping, hint Hint, fa facts) guessed {
	there := map[string]bool{}
	for _, name := range h.header {
		there[name] = true
	}
	var best guessed
	for _, m := range saved {
		if !hint.allows(m) {
			continue
		}
		g := guessed{m: m, scores: map[string]float64{}, whole: len(m.Columns) > 0}
		for field, col := range m.Columns {
			if !there[col] {
				g.whole = false
				break
			}
			g.scores[field] = 1
			g.total++
		}
		if g.whole && g.total > best.total {
			best = g
		}
	}
	if best.whole {
		return best
	}
	best = guessed{scores: map[string]float64{}}
	for _, one := range p.list {
		for _, kind := range domain.SheetKinds {
			if _, ok := one.Kinds[string(kind)]; !ok {
				continue
			}
			if !hint.allows(one.mapping(kind)) {
				continue
			}
			g := p.fit(h, one, kind, fa, hint)
			if hint.Platform != "" && one.Platform == hint.Platform {
				g.total += 2
			}
			if one.Platform == "ledger" && g.total < 5 { // a ledger is recognised by its own words only
				g.whole = false
			}
			if g.whole && (!best.whole || g.total > best.total) {
				best = g
			}
		}
	}
	if best.whole && best.m.DateForm == "" {
		best.m.DateForm = dateOrder(h, best.m)
	}
	if !best.whole {
		best.m = domain.SheetMapping{Columns: map[string]string{}, Values: map[string]string{}}
	}
	return best
}

// fit maps the columns of one preset and kind. Names of the preset count 1, names
// of any preset 0.95, a name that contains a known one 0.6; values that do not
// look like the field's type halve it.
func (p *Presets) fit(h head, one preset, kind domain.SheetKind, fa facts, hint Hint) guessed {
	g := guessed{m: one.mapping(kind), scores: map[string]float64{}, whole: true}
	type cand struct {
		field string
		col   int
		score float64
		rank  int
	}
	known := p.shared(one, kind)
	var cands []cand
	all := FieldsOf(kind)
	for fi, f := range all {
		for col, name := range h.header {
			if name == "" {
				continue
			}
			score, rank := p.nameScore(one, kind, f.Name, h.plain[col])
			if h.again[col] {
				rank += 10 // a repeated name is the second choice
			}
			if score == 0 {
				continue
			}
			key := fitKey{col, f.Type}
			fit, ok := h.fits[key]
			if !ok {
				fit = valueFit(h, col, f.Type, fa)
				h.fits[key] = fit
			}
			score *= fit
			cands = append(cands, cand{f.Name, col, score, rank*100 + fi})
		}
	}
	sort.SliceStable(cands, func(i, j int) bool {
		if cands[i].score != cands[j].score {
			return cands[i].score > cands[j].score
		}
		return cands[i].rank < cands[j].rank
	})
	used := map[int]bool{}
	for _, c := range cands {
		if used[c.col] || g.m.Columns[c.field] != "" || c.score < 0.3 {
			continue
		}
		used[c.col] = true
		g.m.Columns[c.field] = h.header[c.col]
		g.scores[c.field] = c.score
		g.total += c.score
		if c.score >= sureScore && known != nil && !known[h.plain[c.col]] {
			g.total += ownWord
		}
	}
	for _, f := range all {
		if f.Required && g.m.Columns[f.Name] == "" {
			g.whole = false
		}
	}
	switch kind { // what only this kind has decides between kinds that share columns
	case domain.SheetAfterSales:
		g.total += 4 * g.scores["case_id"]
	case domain.SheetReviews:
		g.total += 4 * g.scores["rating"]
		if g.m.Columns["text"] == "" && g.m.Columns["review_id"] == "" {
			g.whole = false
		}
	case domain.SheetPromises:
		g.total += 4 * g.scores["wording"]
	case domain.SheetTraces:
		g.total += 2 * g.scores["text"]
	case domain.SheetStatements:
		best := max(g.scores["amount"], g.scores["income"], g.scores["expense"])
		g.total += 4 * best
		if best < sureScore && hint.Kind != domain.SheetStatements {
			g.whole = false // an order export has amounts too; a statement has its own words for them
		}
	}
	return g
}

// ownWord is what a column adds whose name only this platform uses: of two presets
// that read a file equally well, the one whose own words stand in it is meant.
const ownWord = 0.5

// shared returns the plain names that presets of any platform use for whatever
// field; nil for such a preset itself.
func (p *Presets) shared(one preset, kind domain.SheetKind) map[string]bool {
	if one.Platform == "" {
		return nil
	}
	out := map[string]bool{}
	for _, other := range p.list {
		if other.Platform != "" {
			continue
		}
		for _, names := range other.Kinds[string(kind)].Columns {
			for _, n := range names {
				out[p.plain[n]] = true
			}
		}
	}
	return out
}

// nameScore compares the plain name of a column with the names of a field; rank is
// the place of the name in its list.
func (p *Presets) nameScore(one preset, kind domain.SheetKind, field, plain string) (score float64, rank int) {
	match := func(names []string, exact float64) (float64, int) {
		best, at := 0.0, 0
		for i, n := range names {
			n = p.plain[n]
			switch {
			case n == plain:
				return exact, i
			case best == 0 && utf8.RuneCountInString(n) >= 3 && strings.Contains(plain, n):
				best, at = 0.6*exact, i
			}
		}
		return best, at
	}
	if s, i := match(one.Kinds[string(kind)].Columns[field], 1); s > 0.9 {
		return s, rank + i
	} else if s > score {
		score = s
	}
	for _, other := range p.list {
		if other.Platform != "" {
			continue
		}
		if s, i := match(other.Kinds[string(kind)].Columns[field], 0.95); s > score {
			return s, rank + i
		}
	}
	return score, rank
}

// valueFit is 1 when the values of a column look like the type, 0.5 when most do
// not, 0.9 when there are none.
func valueFit(h head, col int, typ string, fa facts) float64 {
	form := timeForm{loc: time.UTC, serial: fa.serial, date1904: fa.date1904, order: "dmy"}
	ok, all := 0, 0
	for _, rec := range h.recs[h.row+1:] {
		if col >= len(rec.cells) {
			continue
		}
		s := tidy(rec.cells[col])
		if missing(s) {
			continue
		}
		all++
		good := true
		switch typ {
		case typeTime:
			_, why := form.read(s)
			if why == "bad_time" {
				_, why = timeForm{loc: time.UTC, serial: fa.serial, order: "mdy"}.read(s)
			}
			good = why == ""
		case typeMoney:
			_, good = readMoney(s, "CNY", true)
		case typeInt:
			_, good = readInt(s)
		case typeRating:
			if _, good = readRating(s); !good {
				good = len([]rune(s)) <= 4
			}
		case typeID:
			good = len(s) <= maxID && !strings.ContainsRune(s, '\n')
		}
		if good {
			ok++
		}
		if all == 100 {
			break
		}
	}
	switch {
	case all == 0:
		return 0.95
	case ok*2 < all:
		return 0.5
	}
	return 1
}

// dateOrder finds out whether 11/12/2026 is a day in November or in December: by
// the values that allow only one reading. "" when no value decides.
func dateOrder(h head, m domain.SheetMapping) string {
	day, month := 0, 0
	index := map[string]int{}
	for i, name := range h.header {
		index[name] = i
	}
	for _, f := range FieldsOf(m.Kind) {
		col, ok := index[m.Columns[f.Name]]
		if f.Type != typeTime || !ok || m.Columns[f.Name] == "" {
			continue
		}
		for _, rec := range h.recs[h.row+1:] {
			if col >= len(rec.cells) {
				continue
			}
			s := tidy(rec.cells[col])
			if _, why := (timeForm{loc: time.UTC}).read(s); why != "" {
				continue
			}
			_, dmy := timeForm{loc: time.UTC, order: "dmy"}.read(s)
			_, mdy := timeForm{loc: time.UTC, order: "mdy"}.read(s)
			if dmy == "" && mdy != "" {
				day++
			} else if mdy == "" && dmy != "" {
				month++
			}
		}
	}
	switch {
	case day > 0 && month == 0:
		return "dmy"
	case month > 0 && day == 0:
		return "mdy"
	}
	return ""
}
