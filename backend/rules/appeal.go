package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"afterdesk/backend/domain"
)

// AppealCandidate says whether a buyer who chose a quality reason wrote only about
// taste, size or second thoughts: such a return may be reported as wrongly counted.
// It returns the words that were matched and the rule; a text that also names a
// defect is no candidate, however much taste is in it. It reports, it never submits.
func (b *Book) AppealCandidate(platform string, reason domain.Reason, text string, at domain.Instant) (matched []string, ruleID string, ok bool) {
	for _, e := range b.inForce(SubjectAppealWords, platform, at, nil) {
		if !slices.Contains(e.list("reasons"), string(reason)) {
			continue
		}
		t := strings.ReplaceAll(plain(text), " ", "")
		for _, praise := range e.list("fine") {
			t = strings.ReplaceAll(t, praise, "·")
		}
		for _, defect := range e.list("defects") {
			for _, no := range e.list("denied") { // "没有破损" names no defect, "没有发带，还破了" does
				t = strings.ReplaceAll(t, no+defect, "·")
			}
		}
		for _, defect := range e.list("defects") {
			if strings.Contains(t, defect) {
				return nil, "", false
			}
		}
		if addsMore(e, plain(text)) {
			return nil, "", false
		}
		for _, w := range e.list("subjective") {
			if strings.Contains(t, w) && !slices.Contains(matched, w) {
				matched = append(matched, w)
			}
		}
		if len(matched) > 0 {
			return matched, e.id, true
		}
	}
	return nil, "", false
}

// addsMore reports whether a clause that adds something ("而且…") adds something else
// than taste. No list holds all names of defects, so what is added and not known is
// taken for one.
func addsMore(e entry, text string) bool {
	for clause := range strings.FieldsSeq(text) {
		for _, also := range e.list("also") {
			_, rest, ok := strings.Cut(clause, also)
			if !ok || utf8.RuneCountInString(rest) < 2 { // "还行" adds nothing
				continue
			}
			if !slices.ContainsFunc(e.list("subjective"), func(w string) bool { return strings.Contains(rest, w) }) {
				return true
			}
		}
	}
	return false
}
