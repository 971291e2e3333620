package sheet

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"afterdesk/backend/domain"
)

//go:embed presets/*.yaml
var builtIn embed.FS

// preset is one YAML file: what a platform's exports call things.
type preset struct {
	Platform   string                `yaml:"platform"` // "" = any
	Name       string                `yaml:"name"`
	Zone       string                `yaml:"zone"`
	Currency   string                `yaml:"currency"`
	Kinds      map[string]presetKind `yaml:"kinds"`
	TraceWords []traceWord           `yaml:"trace_words"`
}

type presetKind struct {
	Lines   bool                         `yaml:"lines"`
	Columns map[string][]string          `yaml:"columns"` // field → column names, best first
	Values  map[string]map[string]string `yaml:"values"`  // field → word → our value
}

type traceWord struct {
	State string   `yaml:"state"`
	Words []string `yaml:"words"`
}

// Presets are the known column names and words. Build once with LoadPresets.
type Presets struct {
	list  []preset
	plain map[string]string // every column name → its plain form, made once
}

// LoadPresets reads the built-in presets and those in dir ("" or absent: none);
// a file in dir comes before the built-in ones, so that it wins. invalid names
// the file that cannot be read.
func LoadPresets(dir string) (*Presets, error) {
	p := &Presets{plain: map[string]string{}}
	if dir != "" {
		if err := p.add(os.DirFS(dir), "."); err != nil {
			return nil, err
		}
	}
	if err := p.add(builtIn, "presets"); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Presets) add(fsys fs.FS, dir string) error {
	names, err := fs.Glob(fsys, filepath.ToSlash(filepath.Join(dir, "*.yaml")))
	if err != nil {
		return domain.E(domain.CodeInternal, fmt.Errorf("list presets: %w", err))
	}
	sort.Strings(names)
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return domain.E(domain.CodeUnavailable, fmt.Errorf("read preset: %w", err), "file", filepath.Base(name))
		}
		var one preset
		if err := yaml.UnmarshalWithOptions(b, &one, yaml.Strict()); err != nil {
			return domain.E(domain.CodeInvalid, fmt.Errorf("read preset: %w", err), "field", "preset", "file", filepath.Base(name))
		}
		if err := one.check(); err != nil {
			return domain.E(domain.CodeInvalid, err, "field", "preset", "file", filepath.Base(name))
		}
		p.list = append(p.list, one)
		for _, k := range one.Kinds {
			for _, names := range k.Columns {
				for _, n := range names {
					p.plain[n] = plainName(n)
				}
			}
		}
	}
	return nil
}

// check refuses kinds, fields and values that do not exist: a typing error in a
// merchant's file must not silently do nothing.
func (p preset) check() error {
	for kind, k := range p.Kinds {
		fields := FieldsOf(domain.SheetKind(kind))
		if fields == nil {
			return fmt.Errorf("unknown kind %q", kind)
		}
		known := map[string]domain.SheetField{}
		for _, f := range fields {
			known[f.Name] = f
		}
		for field := range k.Columns {
			if _, ok := known[field]; !ok {
				return fmt.Errorf("unknown field %q of %s", field, kind)
			}
		}
		for field, words := range k.Values {
			for word, to := range words {
				if !valueOK(domain.SheetKind(kind), field, to) {
					return fmt.Errorf("%s.%s: %q cannot be %q", kind, field, word, to)
				}
			}
		}
	}
	for _, w := range p.TraceWords {
		if !oneOf(domain.TrackStates, w.State) {
			return fmt.Errorf("unknown trace state %q", w.State)
		}
	}
	return nil
}

func oneOf[T ~string](list []T, v string) bool {
	for _, x := range list {
		if string(x) == v {
			return true
		}
	}
	return false
}

// valueOK reports whether to is a value that a field of kind can take.
func valueOK(kind domain.SheetKind, field, to string) bool {
	switch field {
	case "status":
		if kind == domain.SheetAfterSales {
			return oneOf(domain.CaseStatuses, to)
		}
		return oneOf(domain.OrderStatuses, to)
	case "type":
		return oneOf(domain.CaseTypes, to)
	case "arbitration":
		return oneOf(domain.Arbitrations, to)
	case "state":
		return oneOf(domain.TrackStates, to)
	case "promise_kind":
		return oneOf(domain.PromiseKinds, to)
	case "channel":
		return oneOf(domain.Channels, to)
	case "rating":
		n, ok := readRating(to)
		return ok && n > 0
	case "goods_back", "gift":
		return to == "true" || to == "false"
	case "qty":
		return to == "return" || to == "bad"
	case "sku_code":
		return to == "charge"
	case "direction":
		return to == directionIn || to == directionOut
	}
	if kind == domain.SheetStatements && oneOf(domain.StatementParts, field) {
		return to == "cost"
	}
	return false
}

// value looks a word up: the mapping first, then the preset of the mapping's
// platform, then every preset of any platform.
func (p *Presets) value(m domain.SheetMapping, field, raw string) (string, bool) {
	if v, ok := m.Values[field+"="+raw]; ok {
		return v, true
	}
	for pass := 0; pass < 2; pass++ {
		for _, one := range p.list {
			if pass == 0 && (one.Platform == "" || one.Platform != m.Platform) || pass == 1 && one.Platform != "" {
				continue
			}
			if v, ok := one.Kinds[string(m.Kind)].Values[field][raw]; ok {
				return v, true
			}
		}
	}
	return "", false
}

// traceState finds the state in a courier's sentence by the preset words; the
// first list with a hit wins.
func (p *Presets) traceState(text string) domain.TrackState {
	for _, one := range p.list {
		for _, w := range one.TraceWords {
			for _, word := range w.Words {
				if strings.Contains(text, word) {
					return domain.TrackState(w.State)
				}
			}
		}
	}
	return domain.TrackUnknown
}

// List returns the presets as mappings, one per preset and kind, with the first
// column name of each field.
func (p *Presets) List() []domain.SheetMapping {
	out := []domain.SheetMapping{}
	for _, one := range p.list {
		for _, kind := range domain.SheetKinds {
			k, ok := one.Kinds[string(kind)]
			if !ok {
				continue
			}
			m := one.mapping(kind)
			for field, names := range k.Columns {
				m.Columns[field] = names[0]
			}
			out = append(out, m)
		}
	}
	return out
}

// mapping starts a mapping of one kind without columns.
func (p preset) mapping(kind domain.SheetKind) domain.SheetMapping {
	k := p.Kinds[string(kind)]
	m := domain.SheetMapping{Name: p.Name + " " + string(kind), Kind: kind, Platform: p.Platform, Preset: true, Columns: map[string]string{},
		Values: map[string]string{}, Zone: p.Zone, Currency: p.Currency, Lines: k.Lines}
	switches := []string{"qty", "sku_code"}
	for _, part := range domain.StatementParts {
		switches = append(switches, string(part))
	}
	for _, field := range switches { // switches, not words: they must be visible in the mapping
		for word, to := range k.Values[field] {
			m.Values[field+"="+word] = to
		}
	}
	return m
}
