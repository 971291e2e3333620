package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// run is a stretch of text of one kind: Han characters, or letters and digits.
type run struct {
	text string // lower case
	han  bool
}

// runs cuts text into runs; everything that is neither letter nor digit parts
// them and is dropped, so that no run can hold FTS syntax.
func runs(s string) []run {
	var out []run
	start, kind := 0, 0 // 0 none, 1 word, 2 Han
	end := func(at int) {
		if kind != 0 {
			out = append(out, run{text: strings.ToLower(s[start:at]), han: kind == 2})
		}
	}
	for i, r := range s {
		k := 0
		switch {
		case unicode.Is(unicode.Han, r):
			k = 2
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsNumber(r):
			k = 1
		}
		if k != kind {
			end(i)
			start, kind = i, k
		}
	}
	end(len(s))
	return out
}

// normID is an id as it is searched: letters and digits only, lower case.
func normID(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; !(c >= '0' && c <= '9' || c >= 'a' && c <= 'z') {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// indexer builds the token text of one row of a search table.
type indexer struct {
	strings.Builder
	chars []rune        // Han characters met
	alone map[rune]bool // those that stand as tokens of their own already
}

// words adds free text. A Han character stands together with its right
// neighbour; the last one of a run stands alone, which also keeps a phrase from
// running over into the next field. At the end of the text, every character of
// the row stands alone once.
func (x *indexer) words(s string) {
	for _, r := range runs(s) {
		if !r.han {
			x.token(r.text)
			continue
		}
		prev := ""
		for i, c := range r.text {
			x.chars = append(x.chars, c)
			this := r.text[i : i+utf8.RuneLen(c)]
			if prev != "" {
				x.token(prev + this)
			}
			prev = this
		}
		x.token(prev)
		x.stands([]rune(prev)[0])
	}
}

func (x *indexer) stands(c rune) {
	if x.alone == nil {
		x.alone = map[rune]bool{}
	}
	x.alone[c] = true
}

// text ends the row and returns its tokens.
func (x *indexer) text() string {
	for _, c := range x.chars {
		if !x.alone[c] {
			x.stands(c)
			x.token(string(c))
		}
	}
	x.chars = nil
	return x.String()
}

// id adds an id as one token, and its parts when it has any.
func (x *indexer) id(s string) {
	n := normID(s)
	if n == "" {
		return
	}
	x.token(n)
	if n != strings.ToLower(s) {
		x.words(s)
	}
}

func (x *indexer) token(s string) {
	if x.Len() > 0 {
		x.WriteByte(' ')
	}
	x.WriteString(s)
}

// textSum is a number that differs when the tokens differ; it is kept in the row
// so that an unchanged text is not indexed again. It is never 0, which says that
// nothing is indexed.
func textSum(text string) int64 {
	return int64(binary.BigEndian.Uint64(contentHash([]any{text}))) | 1
}

// phoneTail returns the last four digits of a masked number.
func phoneTail(s string) string {
	if len(s) < 4 {
		return ""
	}
	tail := s[len(s)-4:]
	for i := range 4 {
		if tail[i] < '0' || tail[i] > '9' {
			return ""
		}
	}
	return tail
}

// quoted makes one FTS string of tokens; they hold letters and digits only.
func quoted(tokens ...string) string { return `"` + strings.Join(tokens, " ") + `"` }

// hanQuery asks for a run of Han characters.
func hanQuery(s string) string {
	chars := []rune(s)
	if len(chars) == 1 {
		return quoted(s)
	}
	tokens := make([]string, 0, len(chars)-1)
	for i := 0; i+1 < len(chars); i++ {
		tokens = append(tokens, string(chars[i:i+2]))
	}
	return quoted(tokens...)
}

// expandMax is how many ids with a common beginning become tokens of a question.
// The rows of more ids, up to the source's many, are looked up by the ids. A
// beginning of still more is dense: a walk through the list that tests row by row
// soon meets a page of them.
const expandMax = 64

// How many ids of a beginning are looked up where an index gives the rows
// themselves, and where each needs a look at another table. Such a look-up costs
// some 15 ms; a walk that had to pass a million rows would cost seconds.
const (
	manyRows   = 20_000
	manyJoined = 4_000
)

// idSource is a column of ids: find selects it from an index for a beginning,
// rows the numbers of the list's rows, and test asks it of one row of the list.
// All hold one %s for the condition on col.
type idSource struct {
	col, find, rows, test string
	many                  int // 0: rows are never looked up, an id has any number of them
}

// ranges is the condition that col begins with one of the spellings.
func ranges(col string, spellings []string) (string, []any) {
	var or []string
	var args []any
	for _, p := range spellings {
		or = append(or, col+" >= ? AND "+col+" < ?")
		args = append(args, p, prefixEnd(p))
	}
	return "(" + strings.Join(or, " OR ") + ")", args
}

// found is a text as a condition on a list.
type found struct {
	match string // FTS question, "" = none
	where where  // tests to be done row by row
	none  bool   // nothing can match
	few   bool   // where names the rows
}

// search turns what a person typed into a condition. Words are joined by AND.
// Letters and digits match the beginning of an id or word; with fewer than four
// characters, ids match whole. number is the list's expression for a row's number.
func (s *Store) search(ctx context.Context, text, number string, sources []idSource) (found, error) {
	var f found
	var and []string
	words := strings.Fields(text)
	if len(words) > 8 {
		words = words[:8]
	}
	any := false
	for _, word := range words {
		parts := runs(word)
		if len(parts) == 0 {
			continue
		}
		any = true
		joined, ascii := normID(word), true
		for _, p := range parts {
			ascii = ascii && !p.han && isASCII(p.text)
		}
		if !ascii {
			for _, p := range parts {
				switch {
				case p.han:
					and = append(and, hanQuery(p.text))
				case len(p.text) < 2, strings.ContainsAny(p.text, "0123456789"):
					and = append(and, quoted(p.text)) // the beginnings of a million ids
				default:
					and = append(and, quoted(p.text)+"*")
				}
			}
			continue
		}
		if len(joined) < 4 || !strings.ContainsAny(joined, "0123456789") {
			q := quoted(joined)
			if len(joined) >= 2 && !strings.ContainsAny(joined, "0123456789") {
				q += "*"
			}
			if len(parts) > 1 {
				q = "(" + q + " OR " + phrase(parts) + ")"
			}
			and = append(and, q)
			continue
		}
		spellings := []string{joined}
		for _, p := range []string{strings.ToUpper(joined), word} {
			if !slices.Contains(spellings, p) {
				spellings = append(spellings, p)
			}
		}
		tokens, wide, err := s.expand(ctx, spellings, sources)
		if err != nil {
			return f, err
		}
		if wide {
			few, err := s.rowsOf(ctx, &f.where, number, spellings, sources)
			if err != nil {
				return f, err
			}
			if f.few = f.few || few; few {
				continue
			}
			var or []string
			for _, src := range sources {
				cond, args := ranges(src.col, spellings)
				or = append(or, fmt.Sprintf(src.test, cond))
				f.where.args = append(f.where.args, args...)
			}
			f.where.conds = append(f.where.conds, "("+strings.Join(or, " OR ")+")")
			continue
		}
		q := quoted(joined)
		for _, t := range tokens {
			if t != joined {
				q += " OR " + quoted(t)
			}
		}
		if len(parts) > 1 && len(tokens) == 0 { // no id begins so: words with a hyphen
			q += " OR " + phrase(parts)
		}
		and = append(and, "("+q+")")
	}
	f.none = !any
	f.match = strings.Join(and, " AND ")
	return f, nil
}

func phrase(parts []run) string {
	tokens := make([]string, len(parts))
	for i, p := range parts {
		tokens[i] = p.text
	}
	return quoted(tokens...)
}

// expand lists the ids that begin with one of the spellings. wide means that
// there are more than expandMax of them.
func (s *Store) expand(ctx context.Context, spellings []string, sources []idSource) (tokens []string, wide bool, err error) {
	seen := map[string]bool{}
	for _, src := range sources {
		for _, p := range spellings { // one range a statement: an OR of ranges walks the whole index
			cond, args := ranges(src.col, []string{p})
			err := each(ctx, s, fmt.Sprintf(src.find, cond)+` LIMIT ?`, append(args, expandMax+1), func(r rower) error {
				var id string
				if err := r.Scan(&id); err != nil {
					return err
				}
				if n := normID(id); !seen[n] {
					seen[n] = true
					tokens = append(tokens, n)
				}
				return nil
			})
			if err != nil {
				return nil, false, err
			}
		}
	}
	return tokens, len(tokens) > expandMax, nil
}

// rowsOf adds the rows whose ids begin with one of the spellings as a condition,
// unless a source has too many of them.
func (s *Store) rowsOf(ctx context.Context, w *where, number string, spellings []string, sources []idSource) (few bool, err error) {
	var parts []string
	var all []any
	for _, src := range sources {
		for _, p := range spellings {
			cond, args := ranges(src.col, []string{p})
			many := min(src.many, s.lookUpMax)
			n, err := numbers(ctx, s, `SELECT count(*) FROM (`+fmt.Sprintf(src.find, cond)+` LIMIT ?)`, append(slices.Clone(args), max(expandMax, many)+1)...)
			if err != nil {
				return false, err
			}
			switch {
			case n[0] == 0:
				continue
			case n[0] > int64(many):
				return false, nil
			}
			parts, all = append(parts, fmt.Sprintf(src.rows, cond)), append(all, args...)
		}
	}
	if len(parts) == 0 {
		return false, nil
	}
	w.and(number+` IN (`+strings.Join(parts, " UNION ALL ")+`)`, all...)
	return true, nil
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
