package rules

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones also on Windows

	"github.com/goccy/go-yaml"

	"afterdesk/backend/domain"
)

//go:embed data/*.yaml
var files embed.FS

// Entry is one dated rule as the Settings screen shows it.
type Entry = domain.RuleEntry

// written is an entry as it stands in a file.
type written struct {
	ID         string         `yaml:"id"`
	Platform   string         `yaml:"platform"`
	From       string         `yaml:"effective_from"`
	To         string         `yaml:"effective_to"`
	Source     string         `yaml:"source"`
	URL        string         `yaml:"url"`
	Read       string         `yaml:"read"` // day on which the source was read
	Confidence string         `yaml:"confidence"`
	Values     map[string]any `yaml:"values"`
}

// entry is a checked entry with the merchant's corrections.
type entry struct {
	id, platform string
	from, to     domain.ShopDay
	source       string
	confidence   string
	values       map[string]string
	overridden   []string
}

// Book is the set of rules with the merchant's corrections. It never changes
// after Load and may be shared.
type Book struct {
	zone    *time.Location
	entries map[string][]entry // by subject, in file order
}

var (
	idForm        = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	platformForm  = regexp.MustCompile(`^(\*|[a-z]+)$`)
	confidenceSet = []string{"doc", "issue", "code", "page", "memory"}
)

// Load reads the embedded rules and applies overrides, "<rule id>.<field>" →
// value. An override of a rule or field that does not exist, or with a value
// that the field refuses, is invalid with Params["override"]; a mistake in the
// embedded files is internal with Params["rule"].
func Load(overrides map[string]string) (*Book, error) {
	byFile := map[string][]byte{}
	for _, s := range subjects() {
		body, err := files.ReadFile("data/" + s.name + ".yaml")
		if err != nil {
			return nil, domain.E(domain.CodeInternal, fmt.Errorf("read rules: %w", err), "rule", s.name)
		}
		byFile[s.name] = body
	}
	return load(byFile, overrides)
}

func load(byFile map[string][]byte, overrides map[string]string) (*Book, error) {
	zone, err := time.LoadLocation("Asia/Shanghai") // all dated texts so far are of platforms in that zone
	if err != nil {
		return nil, domain.E(domain.CodeInternal, fmt.Errorf("load zone: %w", err))
	}
	b := &Book{zone: zone, entries: map[string][]entry{}}
	ids, used := map[string]bool{}, map[string]bool{}
	for _, s := range subjects() {
		var list []written
		if err := yaml.NewDecoder(bytes.NewReader(byFile[s.name]), yaml.Strict()).Decode(&list); err != nil && !errors.Is(err, io.EOF) {
			return nil, domain.E(domain.CodeInternal, fmt.Errorf("parse rules: %w", err), "rule", s.name)
		}
		for _, w := range list {
			e, err := s.check(w)
			if err == nil && ids[w.ID] {
				err = errors.New("id is used twice")
			}
			if err != nil {
				return nil, domain.E(domain.CodeInternal, fmt.Errorf("check rule: %w", err), "rule", s.name+"/"+w.ID)
			}
			ids[w.ID] = true
			for _, name := range slices.Sorted(maps.Keys(s.fields)) {
				text, ok := overrides[e.id+"."+name]
				if !ok {
					continue
				}
				used[e.id+"."+name] = true
				value, err := s.fields[name].read(text)
				if err != nil || slices.Contains(s.key, name) {
					return nil, domain.E(domain.CodeInvalid, errors.New("apply override"), "override", e.id+"."+name)
				}
				e.values[name] = value
				e.overridden = append(e.overridden, name)
			}
			b.entries[s.name] = append(b.entries[s.name], e)
		}
		if err := s.overlap(b.entries[s.name]); err != nil {
			return nil, err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(overrides)) {
		if !used[key] {
			return nil, domain.E(domain.CodeInvalid, errors.New("apply override: no such rule or field"), "override", key)
		}
	}
	return b, nil
}

func (s subject) check(w written) (entry, error) {
	e := entry{id: w.ID, platform: w.Platform, from: domain.ShopDay(w.From), to: domain.ShopDay(w.To), confidence: w.Confidence, values: map[string]string{}}
	switch {
	case !idForm.MatchString(w.ID):
		return e, errors.New("id")
	case !platformForm.MatchString(w.Platform):
		return e, errors.New("platform")
	case !slices.Contains(confidenceSet, w.Confidence):
		return e, errors.New("confidence")
	case w.Source == "":
		return e, errors.New("source")
	}
	for name, text := range map[string]string{"effective_from": w.From, "effective_to": w.To, "read": w.Read} {
		if text == "" && name == "effective_to" {
			continue
		}
		if _, err := time.Parse("2006-01-02", text); err != nil {
			return e, errors.New(name)
		}
	}
	if e.to != "" && e.to < e.from {
		return e, errors.New("effective_to is before effective_from")
	}
	for name, v := range w.Values {
		f, ok := s.fields[name]
		if !ok {
			return e, fmt.Errorf("unknown value %q", name)
		}
		text, err := f.read(v)
		if err != nil {
			return e, fmt.Errorf("value %q: %w", name, err)
		}
		e.values[name] = text
	}
	for name, f := range s.fields {
		if f.required && e.values[name] == "" {
			return e, fmt.Errorf("value %q is missing", name)
		}
	}
	e.source = w.Source
	if w.URL != "" {
		e.source += " · " + w.URL
	}
	e.source += " · read " + w.Read
	return e, nil
}

// overlap refuses two entries of one platform and meaning in force on one day.
func (s subject) overlap(list []entry) error {
	groups := map[string][]entry{}
	for _, e := range list {
		key := e.platform
		for _, name := range s.key {
			key += "|" + e.values[name]
		}
		groups[key] = append(groups[key], e)
	}
	for _, g := range groups {
		sort.Slice(g, func(i, j int) bool { return g[i].from < g[j].from })
		for i := 1; i < len(g); i++ {
			if g[i-1].to == "" || g[i].from <= g[i-1].to {
				return domain.E(domain.CodeInternal, errors.New("two rules are in force at once"), "rule", g[i-1].id+" "+g[i].id)
			}
		}
	}
	return nil
}

// List returns every entry for the Settings screen, by subject and in file order.
func (b *Book) List() []Entry {
	out := []Entry{}
	for _, s := range subjects() {
		for _, e := range b.entries[s.name] {
			out = append(out, Entry{ID: e.id, Subject: s.name, Platform: e.platform, EffectiveFrom: e.from, EffectiveTo: e.to,
				Source: e.source, Confidence: e.confidence, Values: maps.Clone(e.values), Overridden: append([]string{}, e.overridden...)})
		}
	}
	return out
}

// inForce returns the entries of a platform that hold at a moment and that keep
// accepts. A missing moment asks for the newest day. A platform that has no
// entry of the subject in force then, and the empty platform, use "*".
func (b *Book) inForce(subject, platform string, at domain.Instant, keep func(entry) bool) []entry {
	all, day := b.entries[subject], domain.DayOf(at, b.zone)
	if !slices.ContainsFunc(all, func(e entry) bool { return e.platform == platform && e.holds(day) }) {
		platform = "*"
	}
	var out []entry
	for _, e := range all {
		if e.platform == platform && (keep == nil || keep(e)) && e.holds(day) {
			out = append(out, e)
		}
	}
	return out
}

func (e entry) holds(day domain.ShopDay) bool {
	if day == "" {
		return e.to == ""
	}
	return e.from <= day && (e.to == "" || day <= e.to)
}

// num returns a whole number; ok is false when the entry does not set it.
func (e entry) num(name string) (n int64, ok bool) {
	text, ok := e.values[name]
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func (e entry) hours(name string) time.Duration {
	n, _ := e.num(name)
	return time.Duration(n) * time.Hour
}

// list returns the words of a list value; nil when it is not set.
func (e entry) list(name string) []string {
	if e.values[name] == "" {
		return nil
	}
	return strings.Split(e.values[name], ",")
}
