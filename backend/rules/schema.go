package rules

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// kind is the type of a value.
type kind int

const (
	whole   kind = iota // a whole number ≥ 0
	word                // one of allowed
	words               // a list; each one of allowed when allowed is not nil
	groups              // groups of provinces, joined by "+"
	demands             // a list of demands, ways joined by "|", exhibits of a way by "+"
)

// field is one value of a subject.
type field struct {
	kind     kind
	required bool
	allowed  []string
	max      int64 // whole numbers; 0 = 100,000,000
}

// subject is one file of data/.
type subject struct {
	name   string
	fields map[string]field
	key    []string // fields that tell entries in force at the same time apart
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Subjects of rules, also names of the files in data/.
const (
	SubjectBands     = "review_bands"
	SubjectReplies   = "reply_windows"
	SubjectReasons   = "reasons"
	SubjectLogistics = "logistics"
	SubjectPenalties = "penalties"
	SubjectDeadlines = "deadlines"

	SubjectStandards   = "standards"
	SubjectProofs      = "proofs"
	SubjectSubmissions = "submissions"
	SubjectRefusals    = "refusals"
	SubjectWindows     = "claim_windows"
	SubjectLadders     = "claim_ladders"
	SubjectAppealWords = "appeal_words"
)

func subjects() []subject {
	hours := field{kind: whole, max: 24 * 400}
	must := func(f field) field { f.required = true; return f }
	kinds := field{kind: words, allowed: texts(domain.EvidenceKinds)}
	asks := field{kind: demands, allowed: texts(domain.ProofKinds)}
	yes := field{kind: word, allowed: []string{"yes"}}
	return []subject{
		{SubjectBands, map[string]field{"good_min": {kind: whole, required: true, max: 5}, "negative_max": {kind: whole, required: true, max: 5}}, nil},
		{SubjectReplies, map[string]field{"hours": must(hours)}, nil},
		{SubjectReasons, map[string]field{"reason": {kind: word, required: true, allowed: texts(domain.Reasons)}, "exact": {kind: words}, "contains": {kind: words}}, []string{"reason"}},
		{SubjectLogistics, map[string]field{
			"kind":  {kind: word, required: true, allowed: texts(LimitKinds)},
			"hours": hours, "same_region_hours": hours, "same_province_hours": hours, "cross_province_hours": hours, "remote_hours": hours,
			"abnormal_hours": hours, "abnormal_same_region_hours": hours, "abnormal_same_province_hours": hours,
			"abnormal_cross_province_hours": hours, "abnormal_remote_hours": hours,
			"refund_hours": hours, "warn_hours": hours,
			"regions": {kind: groups}, "remote": {kind: words, allowed: provinceNames()},
			"breach": {kind: word, allowed: texts(Breaches)}, "abnormal_breach": {kind: word, allowed: texts(Breaches)},
		}, []string{"kind"}},
		{SubjectPenalties, map[string]field{
			"breach":       {kind: word, required: true, allowed: texts(Breaches)},
			"basis_points": {kind: whole, required: true, max: 10000}, "min_fen": {kind: whole, required: true}, "max_fen": {kind: whole, required: true},
			"promise_over_hours": hours, "promise_max_hours": hours, "late_over_hours": hours, "late_max_hours": hours,
			"currency": {kind: word, required: true, allowed: []string{"CNY"}},
		}, []string{"breach", "promise_over_hours", "late_over_hours"}},
		{SubjectStandards, map[string]field{
			"scenario": {kind: word, required: true, allowed: texts(domain.Scenarios)}, "appeal": yes, "by_hand": yes, "due_hours": hours,
			"reasons": {kind: words, allowed: texts(domain.Reasons)}, "types": {kind: words, allowed: texts(domain.CaseTypes)},
			"statuses": {kind: words, allowed: texts(domain.CaseStatuses)},
			"must":     must(asks), "strong": asks, "help": asks,
		}, []string{"scenario"}},
		{SubjectProofs, map[string]field{
			"proof": {kind: word, required: true, allowed: texts(domain.ProofKinds)}, "kinds": must(kinds),
			"points":      {kind: words, required: true, allowed: texts(domain.ProofPoints)},
			"min_seconds": {kind: whole, max: 600}, "min_files": {kind: whole, max: 9},
		}, []string{"proof"}},
		{SubjectSubmissions, map[string]field{
			"door":      {kind: word, required: true, allowed: domain.SubmitDoors},
			"max_files": {kind: whole, max: 100}, "max_bytes": {kind: whole}, "max_text": {kind: whole, max: 10000}, "max_text_bytes": {kind: whole, max: 40000},
			"formats": {kind: words},
		}, nil},
		{SubjectRefusals, map[string]field{
			"trap": {kind: word, required: true, allowed: domain.RefusalTraps}, "needs": {kind: word, required: true, allowed: domain.RefusalNeeds},
			"contains": {kind: words}, "offer": {kind: words}, "types": {kind: words, allowed: texts(domain.CaseTypes)},
			"when_reasons": {kind: words, allowed: texts(domain.Reasons)},
		}, []string{"trap"}},
		{SubjectWindows, map[string]field{
			"claim": {kind: word, required: true, allowed: texts(domain.FreshClaims)}, "clock": {kind: word, required: true, allowed: []string{clockHours, clockDayEnd, clockRipening}},
			"hours": hours,
		}, []string{"claim"}},
		{SubjectLadders, map[string]field{
			"step": {kind: whole, required: true, max: 9}, "up_to": {kind: whole, required: true, max: 10000}, "pays": {kind: whole, required: true, max: 10000},
			"inclusive": {kind: word, required: true, allowed: []string{"yes", "no"}},
		}, []string{"step"}},
		{SubjectAppealWords, map[string]field{
			"reasons":    {kind: words, required: true, allowed: texts(domain.Reasons)},
			"subjective": must(field{kind: words}), "defects": must(field{kind: words}), "denied": {kind: words}, "fine": {kind: words}, "also": {kind: words},
		}, nil},
		{SubjectDeadlines, map[string]field{
			"step":  {kind: word, required: true, allowed: []string{stepDecide, stepReceipt, stepShip, stepEvidence}},
			"types": {kind: words, allowed: texts(domain.CaseTypes)}, "hours": must(hours),
		}, []string{"step", "types"}},
	}
}

// read turns a YAML value, or a merchant's correction as text, into the one
// text form that entries keep: numbers as decimals, lists joined by commas.
func (f field) read(v any) (string, error) {
	switch f.kind {
	case whole:
		n, err := strconv.ParseInt(strings.TrimSpace(fmt.Sprint(v)), 10, 64)
		limit := f.max
		if limit == 0 {
			limit = 100_000_000
		}
		if err != nil || n < 0 || n > limit {
			return "", errors.New("not a whole number in range")
		}
		return strconv.FormatInt(n, 10), nil
	case word:
		s := strings.TrimSpace(fmt.Sprint(v))
		if !slices.Contains(f.allowed, s) {
			return "", errors.New("not one of the known words")
		}
		return s, nil
	}
	var list []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			list = append(list, strings.TrimSpace(fmt.Sprint(item)))
		}
	case string:
		for item := range strings.SplitSeq(v, ",") {
			if item = strings.TrimSpace(item); item != "" {
				list = append(list, item)
			}
		}
	default:
		return "", errors.New("not a list")
	}
	for _, item := range list {
		parts, allowed := []string{item}, f.allowed
		switch f.kind {
		case groups:
			parts, allowed = strings.Split(item, "+"), provinceNames()
		case demands:
			parts = strings.FieldsFunc(item, func(r rune) bool { return r == '|' || r == '+' })
			if item == "" || strings.ContainsAny(item[:1]+item[len(item)-1:], "|+") || strings.Contains(item, "||") || strings.Contains(item, "++") {
				return "", errors.New("a demand lacks an exhibit")
			}
		}
		for _, p := range parts {
			if p == "" || strings.Contains(p, ",") || (allowed != nil && !slices.Contains(allowed, p)) {
				return "", errors.New("list holds an unknown word")
			}
		}
	}
	return strings.Join(list, ","), nil
}
