package carrier

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"

	"afterdesk/backend/domain"
)

//go:embed map/words.tsv map/codes.tsv
var maps embed.FS

// rule is one line of words.tsv.
type rule struct {
	state  domain.TrackState
	groups [][]string // one word of every group must occur
	none   []string   // no word of these may occur
}

// verdict is one line of codes.tsv.
type verdict struct {
	state domain.TrackState
	exact bool
}

type book struct {
	rules []rule
	codes map[string]verdict // "source\x00code"
}

// theBook reads the embedded map once; it never changes afterwards.
var theBook = sync.OnceValue(func() *book {
	b, err := readBook()
	if err != nil {
		panic(err) // the map is part of the program and read by every test
	}
	return b
})

// Classify says what a trace event means. source names who reported it
// ("doudian", "kuaidi100", "kdniao", …), code is that source's own code or "",
// text the sentence of the carrier. A code with a fixed meaning decides; where
// a code is vague or not published the text does; what neither knows is
// TrackUnknown.
func Classify(source, code, text string) domain.TrackState {
	b := theBook()
	v, known := b.codes[source+"\x00"+code]
	if known && v.exact {
		return v.state
	}
	if s := b.words(text); s != domain.TrackUnknown {
		return s
	}
	if known {
		return v.state
	}
	return domain.TrackUnknown
}

// words finds the first rule that fits text.
func (b *book) words(text string) domain.TrackState {
	t := plain(text)
	if t == "" {
		return domain.TrackUnknown
	}
next:
	for _, r := range b.rules {
		for _, g := range r.groups {
			if !contains(t, g) {
				continue next
			}
		}
		if contains(t, r.none) {
			continue
		}
		return r.state
	}
	return domain.TrackUnknown
}

// plain removes spaces, makes full-width punctuation half-width where rules
// name it, and renames places whose names hold another word: a 配送中心 is not
// 配送中, a 派送中心 not 派送中.
func plain(text string) string {
	t := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '\u00a0', '\u3000':
			return -1
		case '（':
			return '('
		case '）':
			return ')'
		}
		return r
	}, text)
	return strings.NewReplacer("配送中心", "配送站", "派送中心", "派送网点", "派件中心", "派件网点", "投递中心", "投递站",
		"寄件人电话", "", "退换货", "", "退换", "",
		// Who signed follows 签收人 in many brackets; a rule names it without them.
		"签收人类型【", "签收人", "签收人类型：", "签收人", "签收人类型:", "签收人", "签收人是【", "签收人", "签收人【", "签收人", "签收人：", "签收人", "签收人:", "签收人", "签收人是", "签收人").Replace(cutLast(t))
}

// cutLast leaves out which station a parcel came from: a 上一站是【…分拨中心】 says
// nothing of where it is now.
func cutLast(t string) string {
	before, rest, found := strings.Cut(t, "上一站")
	if !found {
		return t
	}
	if _, after, ok := strings.Cut(rest, "】"); ok {
		return before + after
	}
	return before
}

func contains(t string, words []string) bool {
	for _, w := range words {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// readBook parses the embedded files; every state must be one of ours.
func readBook() (*book, error) {
	b := &book{codes: map[string]verdict{}}
	states := map[string]domain.TrackState{}
	for _, s := range domain.TrackStates {
		states[string(s)] = s
	}
	err := lines("map/words.tsv", func(f []string) error {
		s, ok := states[f[0]]
		if !ok || len(f) < 2 || len(f) > 3 {
			return errors.New("bad rule")
		}
		r := rule{state: s}
		for _, g := range strings.Split(f[1], "+") {
			r.groups = append(r.groups, strings.Split(g, "|"))
		}
		if len(f) == 3 {
			r.none = strings.Split(f[2], "|")
		}
		b.rules = append(b.rules, r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = lines("map/codes.tsv", func(f []string) error {
		if len(f) != 4 || (f[3] != "exact" && f[3] != "hint") {
			return errors.New("bad code")
		}
		s, ok := states[f[2]]
		key := f[0] + "\x00" + f[1]
		if _, twice := b.codes[key]; !ok || twice {
			return errors.New("bad or double code")
		}
		b.codes[key] = verdict{state: s, exact: f[3] == "exact"}
		return nil
	})
	return b, err
}

func lines(name string, take func(fields []string) error) error {
	raw, err := maps.ReadFile(name)
	if err != nil {
		return domain.E(domain.CodeInternal, fmt.Errorf("read map: %w", err), "file", name)
	}
	for i, l := range strings.Split(string(raw), "\n") {
		l = strings.TrimRight(l, "\r")
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		f := strings.Split(l, "\t")
		for _, cell := range f {
			for _, w := range strings.FieldsFunc(cell, func(r rune) bool { return r == '|' || r == '+' }) {
				if strings.TrimSpace(w) != w || w == "" {
					return domain.E(domain.CodeInternal, errors.New("space in map"), "file", name, "line", fmt.Sprint(i+1))
				}
			}
			if cell == "" || strings.Contains(cell, "||") || strings.HasSuffix(cell, "|") {
				return domain.E(domain.CodeInternal, errors.New("empty word in map"), "file", name, "line", fmt.Sprint(i+1))
			}
		}
		if err := take(f); err != nil {
			return domain.E(domain.CodeInternal, err, "file", name, "line", fmt.Sprint(i+1))
		}
	}
	return nil
}
