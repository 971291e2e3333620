package rules

import (
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// Levels of a demand.
const (
	LevelMust   = "must"   // without it the claim is lost as a rule
	LevelStrong = "strong" // turns doubtful cases
	LevelHelp   = "help"
)

// demand is what one line of a standard asks for: any of its ways, each a set of
// exhibits that belong together.
type demand [][]domain.ProofKind

// parseDemand reads "a|b+c": a, or b and c together.
func parseDemand(text string) demand {
	var out demand
	for way := range strings.SplitSeq(text, "|") {
		var set []domain.ProofKind
		for p := range strings.SplitSeq(way, "+") {
			set = append(set, domain.ProofKind(p))
		}
		out = append(out, set)
	}
	return out
}

// standards returns the entries of a platform in force at a moment: its own, and
// the general ones of scenarios that it has no words for.
func (b *Book) standards(platform string, at domain.Instant) []entry {
	own := b.inForce(SubjectStandards, platform, at, nil)
	if len(own) > 0 && own[0].platform == "*" {
		return own
	}
	has := map[string]bool{}
	for _, e := range own {
		has[e.values["scenario"]] = true
	}
	return append(own, b.inForce(SubjectStandards, "*", at, func(e entry) bool { return !has[e.values["scenario"]] })...)
}

// Scenarios lists what a case on a platform can be argued as: disputes with the
// buyer, and appeals against a violation.
func (b *Book) Scenarios(platform string, at domain.Instant) (disputes, appeals []domain.Scenario) {
	disputes, appeals = []domain.Scenario{}, []domain.Scenario{}
	list := b.standards(platform, at)
	for _, s := range domain.Scenarios {
		i := slices.IndexFunc(list, func(e entry) bool { return e.values["scenario"] == string(s) })
		switch {
		case i < 0:
		case list[i].values["appeal"] != "":
			appeals = append(appeals, s)
		default:
			disputes = append(disputes, s)
		}
	}
	return disputes, appeals
}

// ScenarioOf chooses the scenario of a dispute from the case: the standard that
// names the most of reason, type and status. The reason is the current one, because
// that is what is argued about. Appeals and scenarios that no field of a case tells
// are never chosen here.
func (b *Book) ScenarioOf(platform string, c domain.AfterSale) domain.Scenario {
	best, score := domain.Scenario(""), -1
	for _, e := range b.standards(platform, c.AppliedAt) {
		if e.values["by_hand"] != "" {
			continue
		}
		n, ok := 0, true
		for name, value := range map[string]string{"reasons": string(c.Reason), "types": string(c.Type), "statuses": string(c.Status)} {
			if list := e.list(name); list != nil {
				ok = ok && slices.Contains(list, value)
				n++
			}
		}
		if ok && n > score {
			best, score = domain.Scenario(e.values["scenario"]), n
		}
	}
	return best
}

// standard returns the entry of a scenario; ok is false where a platform knows none.
func (b *Book) standard(platform string, s domain.Scenario, at domain.Instant) (entry, bool) {
	for _, e := range b.standards(platform, at) {
		if e.values["scenario"] == string(s) {
			return e, true
		}
	}
	return entry{}, false
}

// proof returns what an exhibit must show, by the platform's own words or the general ones.
func (b *Book) proof(platform string, kind domain.ProofKind, at domain.Instant) (entry, bool) {
	is := func(e entry) bool { return e.values["proof"] == string(kind) }
	for _, p := range []string{platform, "*"} {
		if list := b.inForce(SubjectProofs, p, at, is); len(list) > 0 {
			return list[0], true
		}
	}
	return entry{}, false
}

// Submission says how proof of a dispute is handed in and within which limits.
func (b *Book) Submission(platform string, at domain.Instant) (door string, limit domain.ProofLimit, maxText, maxBytes int64) {
	limit.MIME = []string{}
	for _, e := range b.inForce(SubjectSubmissions, platform, at, nil) {
		limit.Max, _ = e.num("max_files")
		limit.MaxBytes, _ = e.num("max_bytes")
		maxText, _ = e.num("max_text")
		maxBytes, _ = e.num("max_text_bytes")
		limit.MIME = append(limit.MIME, e.list("formats")...)
		return e.values["door"], limit, maxText, maxBytes
	}
	return "console", limit, 0, 0
}

// MissingKinds lists which kinds of files a dispute still lacks when only their
// kinds are known, the demanded ones first; must says whether a demanded one is
// among them. It is what a list can say of a thousand cases; Checklist looks at
// the files.
func (b *Book) MissingKinds(platform string, c domain.AfterSale, have map[domain.EvidenceKind]bool) (missing []domain.EvidenceKind, must bool, ruleID string) {
	e, ok := b.standard(platform, b.ScenarioOf(platform, c), c.AppliedAt)
	if !ok {
		return nil, false, ""
	}
	shown := func(p domain.ProofKind) (domain.EvidenceKind, bool) {
		x, ok := b.proof(platform, p, c.AppliedAt)
		if !ok {
			return "", false
		}
		kinds := x.list("kinds")
		return domain.EvidenceKind(kinds[0]), slices.ContainsFunc(kinds, func(k string) bool { return have[domain.EvidenceKind(k)] })
	}
	for _, level := range []string{LevelMust, LevelStrong} {
		for _, text := range e.list(level) {
			met, first := false, []domain.EvidenceKind(nil)
			for i, way := range parseDemand(text) {
				all := true
				var lacks []domain.EvidenceKind
				for _, p := range way {
					kind, there := shown(p)
					if !there {
						all = false
						lacks = append(lacks, kind)
					}
				}
				met = met || all
				if i == 0 {
					first = lacks
				}
			}
			if met {
				continue
			}
			for _, k := range first {
				if !slices.Contains(missing, k) {
					missing = append(missing, k)
				}
			}
			must = must || level == LevelMust
		}
	}
	return missing, must, e.id
}
