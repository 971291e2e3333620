package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// ProofFile is one file of a case as the judgement of its points needs it.
type ProofFile struct {
	Item      domain.EvidenceItem
	Codes     []string // barcodes that were read in the picture
	CodesRead bool     // the picture was searched for them
	Elsewhere int64    // orders besides this one that the same file proves
}

// ProofFacts is everything a checklist is judged by. It is pure data: the same
// facts and the same book give the same list.
type ProofFacts struct {
	Platform     string
	Case         domain.AfterSale
	Order        *domain.Order // nil = not pulled
	Parcels      []domain.Parcel
	CarrierGrams int64 // the courier's own weighing, 0 = not in the trace
	Files        []ProofFile
	Answers      []domain.ProofAnswer
	Chosen       domain.CaseScenario // zero = nobody chose
	ShipProvince string              // of the shop
	Zone         *time.Location
}

// Checklist judges what the standard of a scenario asks against the files of a
// case. Scenario is the chosen one, else the one that the case itself tells. A
// point that only a person can judge is open until somebody answers, and then it
// is said, never shown.
func (b *Book) Checklist(f ProofFacts) domain.Checklist {
	at := f.Case.AppliedAt
	if f.Chosen.NoticeAt != 0 {
		at = f.Chosen.NoticeAt
	}
	out := domain.Checklist{CaseID: f.Case.ID, Platform: f.Platform, Items: []domain.ChecklistItem{}, Proofs: domain.ProofLimit{MIME: []string{}}}
	out.Choices, out.Appeals = b.Scenarios(f.Platform, at)
	out.Scenario = f.Chosen.Scenario
	e, ok := b.standard(f.Platform, out.Scenario, at)
	if ok {
		out.ChosenBy, out.ChosenAt, out.NoticeAt = f.Chosen.By, f.Chosen.At, f.Chosen.NoticeAt
	} else {
		out.Scenario = b.ScenarioOf(f.Platform, f.Case)
		if e, ok = b.standard(f.Platform, out.Scenario, at); !ok {
			return out
		}
	}
	out.Appeal = e.values["appeal"] != ""
	out.RuleID, out.EffectiveFrom, out.Source, out.Confidence = e.id, e.from, e.source, e.confidence
	out.DueAt, out.DueFrom = b.proofDue(e, f)
	if out.Door = "console"; !out.Appeal {
		out.Door, out.Proofs, out.MaxText, out.MaxTextBytes = b.Submission(f.Platform, at)
	}
	j := newJudge(f, out.Appeal)
	for _, level := range domain.StandardLevels {
		for i, text := range e.list(level) {
			item := domain.ChecklistItem{Key: fmt.Sprintf("%s.%d", level, i), Level: level, State: domain.ProofMissing}
			for k, way := range parseDemand(text) {
				o := domain.ProofOption{State: domain.ProofThere}
				for _, kind := range way {
					p := b.part(j, kind, at)
					o.Parts = append(o.Parts, p)
					o.State = worse(o.State, p.State)
				}
				item.Options = append(item.Options, o)
				if k == 0 || rank(o.State) < rank(item.State) || o.State == item.State && unmet(o) < unmet(item.Options[item.Best]) {
					item.State, item.Best = o.State, int64(k)
				}
			}
			out.Items = append(out.Items, item)
		}
	}
	out.Ready = len(out.Items) > 0
	for _, item := range out.Items {
		must := item.Level == LevelMust
		switch item.State {
		case domain.ProofMissing:
			if item.Level != LevelHelp {
				out.Missing++
			}
		case domain.ProofWeak:
			out.Weak++
		case domain.ProofOpen:
			out.Open++
		}
		out.Ready = out.Ready && (!must || item.State == domain.ProofThere)
	}
	return out
}

// proofDue says until when proof can be handed in: the platform's own moment, the
// notice plus the rule's hours, or the estimate of an evidence step.
func (b *Book) proofDue(e entry, f ProofFacts) (domain.Instant, string) {
	if e.values["appeal"] != "" {
		if _, ok := e.num("due_hours"); ok && f.Chosen.NoticeAt != 0 {
			return f.Chosen.NoticeAt.Add(e.hours("due_hours")), "rule"
		}
		return 0, ""
	}
	if f.Case.EvidenceDue != 0 {
		return f.Case.EvidenceDue, "platform"
	}
	if due, _ := b.EvidenceDeadline(f.Platform, f.Case); due != 0 {
		return due, "rule"
	}
	return 0, ""
}

func rank(s domain.ProofState) int { return slices.Index(domain.ProofStates, s) }

func worse(a, b domain.ProofState) domain.ProofState {
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// unmet counts the points of a way that nothing shows and nobody has said.
func unmet(o domain.ProofOption) int {
	n := 0
	for _, p := range o.Parts {
		for _, v := range p.Points {
			if v.State != domain.PointShown && v.State != domain.PointSaid {
				n++
			}
		}
	}
	return n
}

// part judges every file that may show an exhibit and keeps the best one.
func (b *Book) part(j *judge, kind domain.ProofKind, at domain.Instant) domain.ProofPart {
	out := domain.ProofPart{Proof: kind, State: domain.ProofMissing, Kinds: []domain.EvidenceKind{}, Points: []domain.PointVerdict{}}
	e, ok := b.proof(j.f.Platform, kind, at)
	if !ok {
		return out
	}
	out.RuleID = e.id
	for _, k := range e.list("kinds") {
		out.Kinds = append(out.Kinds, domain.EvidenceKind(k))
	}
	want := ask{proof: kind, points: e.list("points"), kinds: out.Kinds}
	want.minSeconds, _ = e.num("min_seconds")
	want.minFiles, _ = e.num("min_files")
	best := -1
	for i := range j.f.Files {
		file := &j.f.Files[i]
		if !slices.Contains(out.Kinds, file.Item.Kind) || want.minSeconds > 0 && !strings.HasPrefix(file.Item.MediaType, "video/") {
			continue
		}
		out.Files++
		points, state, score := j.points(file, want)
		if score > best || best < 0 {
			best = score
			out.State, out.Points, out.EvidenceID, out.Name = state, points, file.Item.ID, file.Item.Name
		}
	}
	if out.Files == 0 {
		for _, p := range want.points { // what it will have to show, before there is a file
			out.Points = append(out.Points, domain.PointVerdict{Point: domain.ProofPoint(p), State: domain.PointOpen, Form: formOf(domain.ProofPoint(p)), Params: map[string]string{}})
		}
	}
	return out
}

// ask is what one exhibit has to show.
type ask struct {
	proof      domain.ProofKind
	points     []string
	kinds      []domain.EvidenceKind
	minSeconds int64
	minFiles   int64
}

// points judges one file; a higher score is a better exhibit: fewer failed points,
// then fewer doubts, then fewer open questions.
func (j *judge) points(file *ProofFile, want ask) (out []domain.PointVerdict, state domain.ProofState, score int) {
	state, score = domain.ProofThere, 1_000_000
	for _, p := range want.points {
		v := j.point(file, domain.ProofPoint(p), want)
		v.Point = domain.ProofPoint(p)
		v.Form = formOf(v.Point)
		if v.Params == nil {
			v.Params = map[string]string{}
		}
		switch v.State {
		case domain.PointFailed:
			state, score = worse(state, domain.ProofWeak), score-10_000
		case domain.PointDoubt:
			state, score = worse(state, domain.ProofWeak), score-100
		case domain.PointOpen:
			state, score = worse(state, domain.ProofOpen), score-1
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b domain.PointVerdict) int { return cmp.Compare(urgency(b.State), urgency(a.State)) })
	return out, state, score
}

// urgency puts what is wrong before what is open, and both before what is met.
func urgency(s domain.PointState) int {
	switch s {
	case domain.PointFailed:
		return 3
	case domain.PointDoubt:
		return 2
	case domain.PointOpen:
		return 1
	}
	return 0
}
