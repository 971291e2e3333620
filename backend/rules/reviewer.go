package rules

import (
	"slices"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// reasonOfWhy says under which head a platform would turn an exhibit down for a
// fault (Douyin 售后争议处理总则 art. 7: authentic, related, complete, exact, in time).
var reasonOfWhy = map[string]string{
	"other_parcel": "related", "not_read": "exact", "before_payment": "authentic", "after_pickup": "timely", "after_signing": "timely", "after_claim": "timely",
	"after_notice": "timely", "before_return": "authentic", "late_unpacking": "timely", "after_order": "timely", "clock_ahead": "authentic", "time_from_file": "authentic",
	"time_unknown": "authentic", "too_short": "complete", "length_unknown": "complete", "too_few": "complete", "weights_differ": "exact", "one_weight": "exact",
	"period_outside": "timely", "place_outside": "related", "no_camera_data": "authentic", "no_bounds": "timely", "bad_answer": "exact",
}

// reasonOfPoint is the same for a point that a person denied or nobody answered.
var reasonOfPoint = map[domain.ProofPoint]string{
	domain.PointWhole: "complete", domain.PointUncut: "complete", domain.PointWholeTalk: "complete", domain.PointCorners: "complete", domain.PointThreeFiles: "complete",
	domain.PointThisOrder: "related", domain.PointLetterNo: "related", domain.PointAsOrdered: "related", domain.PointParties: "related", domain.PointModel: "related",
	domain.PointPlace: "related", domain.PointSamePicture: "related",
	domain.PointBeforeSale: "timely", domain.PointWithinYear: "timely", domain.PointPeriod: "timely", domain.PointLetterDate: "timely", domain.PointAfterOrder: "timely",
	domain.PointStamp: "authentic", domain.PointInstitute: "authentic", domain.PointUnedited: "authentic", domain.PointTalkNumber: "authentic",
	domain.PointHandSigned: "authentic", domain.PointOuter: "authentic",
}

// Review attacks a case's proof as the platform's own reviewer would, before the
// platform does: every demand that is not met, every point that fails, is in doubt
// or that nobody has looked at, a file that also "proves" another order, and what
// the door would not take. The gravest first. An empty list means that nothing was
// found, not that the case is won.
func (b *Book) Review(f ProofFacts) []domain.Objection {
	list := b.Checklist(f)
	out := []domain.Objection{}
	if list.RuleID == "" {
		return append(out, domain.Objection{Reason: "missing", Why: "no_scenario", Params: map[string]string{}})
	}
	seen := map[string]bool{}
	add := func(o domain.Objection) {
		key := o.EvidenceID + "|" + string(o.Point) + "|" + o.Why
		if o.EvidenceID == "" {
			key += "|" + string(o.Proof)
		}
		if seen[key] {
			return
		}
		seen[key] = true
		if o.Params == nil {
			o.Params = map[string]string{}
		}
		out = append(out, o)
	}
	shown := map[string]bool{}
	for _, item := range list.Items {
		must := item.Level == LevelMust
		for i, way := range item.Options {
			best := int64(i) == item.Best
			for _, part := range way.Parts {
				if part.EvidenceID == "" {
					if best && item.Level != LevelHelp {
						add(domain.Objection{Reason: "missing", Fatal: must, Proof: part.Proof, Why: "not_there"})
					}
					continue
				}
				shown[part.EvidenceID] = true
				for _, v := range part.Points {
					// A file that fails harms the pack also where another way carries the demand; a
					// question about it, or a second file, is only wanted on the way that is taken.
					if v.State == domain.PointFailed && (best || v.Why != "too_few") || best && (v.State == domain.PointOpen || v.State == domain.PointDoubt) {
						add(objection(part, v, must && best))
					}
				}
			}
		}
	}
	reviewDoor(list, f, shown, add)
	slices.SortStableFunc(out, func(x, y domain.Objection) int { return weightOf(y) - weightOf(x) })
	return out
}

// objection is a point that is not met, under the head of its fault.
func objection(part domain.ProofPart, v domain.PointVerdict, must bool) domain.Objection {
	reason := reasonOfWhy[v.Why]
	if reason == "" {
		reason = reasonOfPoint[v.Point]
	}
	if reason == "" {
		reason = "exact"
	}
	return domain.Objection{Reason: reason, Fatal: must && v.State == domain.PointFailed, Proof: part.Proof, Point: v.Point, Why: v.Why,
		EvidenceID: part.EvidenceID, Name: part.Name, Params: v.Params}
}

func weightOf(o domain.Objection) int {
	n := len(domain.ObjectionReasons) - slices.Index(domain.ObjectionReasons, o.Reason)
	if o.Fatal {
		n += 100
	}
	return n
}

// reviewDoor objects to what the way of handing in would not take, and to a file
// that is shown for several orders.
func reviewDoor(list domain.Checklist, f ProofFacts, shown map[string]bool, add func(domain.Objection)) {
	pictures := int64(0)
	for i := range f.Files {
		file := &f.Files[i]
		if !shown[file.Item.ID] {
			continue
		}
		at := domain.Objection{EvidenceID: file.Item.ID, Name: file.Item.Name}
		if file.Elsewhere > 0 {
			at.Reason, at.Fatal, at.Why, at.Params = "authentic", true, "used_elsewhere", map[string]string{"n": strconv.FormatInt(file.Elsewhere, 10)}
			add(at)
		}
		if list.Door == "console" {
			continue
		}
		at.Reason, at.Fatal, at.Params = "format", false, nil
		switch picture := strings.HasPrefix(file.Item.MediaType, "image/"); {
		case strings.HasPrefix(file.Item.MediaType, "video/"):
			at.Why = "films_by_hand"
			add(at)
		case picture && len(list.Proofs.MIME) > 0 && !slices.Contains(list.Proofs.MIME, file.Item.MediaType):
			at.Why = "wrong_format"
			add(at)
		case picture && list.Proofs.MaxBytes > 0 && file.Item.Size > list.Proofs.MaxBytes:
			at.Why, at.Params = "file_too_large", map[string]string{"bytes": strconv.FormatInt(list.Proofs.MaxBytes, 10)}
			add(at)
		case picture:
			pictures++
		}
	}
	if list.Door != "console" && list.Proofs.Max > 0 && pictures > list.Proofs.Max {
		add(domain.Objection{Reason: "format", Why: "too_many_files", Params: map[string]string{"n": strconv.FormatInt(pictures, 10), "max": strconv.FormatInt(list.Proofs.Max, 10)}})
	}
}
