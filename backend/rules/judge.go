package rules

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"afterdesk/backend/domain"
)

// Tolerances of the judgement; a device's clock is a claim, not a measurement.
const (
	clockSlack  = 10 * domain.Minute // between a camera and the platform's or courier's scan
	unpackLate  = 48 * domain.Hour   // unpacking later than this after the return was signed invites doubt
	weightShare = 5                  // per cent that two weights may differ
	weightFloor = 30                 // grams that two weights may differ whatever their size: tape, wet cardboard
)

// forms says how a person answers a point; points that are not named are the
// program's alone.
var forms = map[domain.ProofPoint]domain.AnswerForm{
	domain.PointInTime: domain.FormNone, domain.PointAfterReturn: domain.FormNone, domain.PointThreeFiles: domain.FormNone, domain.PointWeightsFit: domain.FormNone,
	domain.PointWeight: domain.FormGrams, domain.PointPeriod: domain.FormPeriod, domain.PointPlace: domain.FormPlace, domain.PointTalkNumber: domain.FormText,
}

func formOf(p domain.ProofPoint) domain.AnswerForm {
	if f, ok := forms[p]; ok {
		return f
	}
	return domain.FormTick
}

// judge holds the facts of a case in the form that points ask for.
type judge struct {
	f       ProofFacts
	appeal  bool
	out     []string // waybills that went out
	back    []string // waybills that came back
	paid    domain.Instant
	picked  domain.Instant
	signed  domain.Instant
	returns domain.Instant // the buyer handed the return over
	arrived domain.Instant // the return was signed
	answers map[string]domain.ProofAnswer
}

func newJudge(f ProofFacts, appeal bool) *judge {
	j := &judge{f: f, appeal: appeal, answers: map[string]domain.ProofAnswer{}}
	first := func(to *domain.Instant, at domain.Instant) {
		if at != 0 && (*to == 0 || at < *to) {
			*to = at
		}
	}
	if f.Case.ReturnWaybill != "" {
		j.back = append(j.back, f.Case.ReturnWaybill)
	}
	parcels := f.Parcels
	if f.Order != nil {
		j.paid = f.Order.PaidAt
		parcels = slices.Concat(parcels, f.Order.Parcels)
	}
	for _, p := range parcels {
		if p.Direction == domain.DirectionBack {
			j.back = append(j.back, p.Waybill)
			first(&j.returns, p.UploadedAt)
			first(&j.returns, p.PickedAt)
			first(&j.arrived, p.SignedAt)
			continue
		}
		j.out = append(j.out, p.Waybill)
		first(&j.picked, p.PickedAt)
		first(&j.signed, p.SignedAt)
	}
	for _, a := range f.Answers {
		j.answers[a.EvidenceID+"|"+string(a.Point)] = a
	}
	return j
}

func (j *judge) answer(file *ProofFile, p domain.ProofPoint) (domain.ProofAnswer, bool) {
	a, ok := j.answers[file.Item.ID+"|"+string(p)]
	return a, ok
}

// said is the verdict that rests on a person alone.
func (j *judge) said(file *ProofFile, p domain.ProofPoint) domain.PointVerdict {
	a, ok := j.answer(file, p)
	switch {
	case !ok:
		return domain.PointVerdict{State: domain.PointOpen}
	case !a.Yes:
		return domain.PointVerdict{State: domain.PointFailed, Why: "said_no", By: a.By, At: a.At, Value: a.Value}
	}
	return domain.PointVerdict{State: domain.PointSaid, By: a.By, At: a.At, Value: a.Value}
}

func failed(why string, params map[string]string) domain.PointVerdict {
	return domain.PointVerdict{State: domain.PointFailed, Why: why, Params: params}
}

func (j *judge) point(file *ProofFile, p domain.ProofPoint, want ask) domain.PointVerdict {
	switch p {
	case domain.PointNumber:
		return j.number(file, p, j.out)
	case domain.PointBackNumber:
		return j.number(file, p, j.back)
	case domain.PointInTime:
		return j.packedInTime(file)
	case domain.PointAfterReturn:
		return j.unpackedInTime(file)
	case domain.PointWhole:
		return j.whole(file, want)
	case domain.PointThreeFiles:
		return j.enough(want)
	case domain.PointWeight:
		return j.weight(file)
	case domain.PointWeightsFit:
		return j.weightsFit(want)
	case domain.PointPeriod:
		return j.period(file)
	case domain.PointPlace:
		return j.place(file)
	case domain.PointUnedited:
		return j.unedited(file)
	case domain.PointAfterOrder:
		return j.pageInTime(file)
	case domain.PointTalkNumber:
		v := j.said(file, p)
		if v.State == domain.PointSaid && strings.TrimSpace(v.Value) == "" {
			v.State, v.Why = domain.PointFailed, "bad_answer"
		}
		return v
	}
	return j.said(file, p)
}

var waybillForm = regexp.MustCompile(`^([A-Za-z]{2,4}\d{9,16}|\d{12,20})$`)

// isGoodsCode reports an EAN-13 or UPC of goods: a picture of what was packed often
// shows one, and it is no waybill.
func isGoodsCode(code string) bool {
	if len(code) != 13 && len(code) != 12 {
		return false
	}
	sum := 0
	for i := range len(code) {
		d := int(code[len(code)-1-i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		if i%2 == 1 {
			d *= 3
		}
		sum += d
	}
	return sum%10 == 0
}

// number judges whether the waybill can be read. A barcode that the program read
// settles it both ways; a person's yes settles only what the program could not read.
func (j *judge) number(file *ProofFile, p domain.ProofPoint, want []string) domain.PointVerdict {
	other := ""
	for _, code := range file.Codes {
		for _, w := range want {
			if w != "" && strings.Contains(strings.ToUpper(code), strings.ToUpper(w)) {
				return domain.PointVerdict{State: domain.PointShown, Params: map[string]string{"waybill": w}}
			}
		}
		if waybillForm.MatchString(code) && !isGoodsCode(code) {
			other = code
		}
	}
	if other != "" && len(want) > 0 {
		return failed("other_parcel", map[string]string{"waybill": other})
	}
	v := j.said(file, p)
	if v.State == domain.PointOpen && strings.HasPrefix(file.Item.MediaType, "image/") && file.CodesRead {
		v.Why = "not_read"
	}
	return v
}

// taken returns when a file was made by the device's word; ours says whether only
// the moment of intake is known, before which it must have been made.
func taken(e domain.EvidenceItem) (at domain.Instant, ours bool) {
	switch e.CapturedFrom {
	case "exif", "exif_no_zone", "mvhd":
		if e.CapturedAt != 0 {
			return e.CapturedAt, false
		}
	}
	return e.AddedAt, true
}

func when(at, limit domain.Instant) map[string]string {
	return map[string]string{"at": strconv.FormatInt(int64(at), 10), "limit": strconv.FormatInt(int64(limit), 10)}
}

// limit is a moment after which a proof comes too late, and the word for that.
type limit struct {
	why string
	at  domain.Instant
}

// packedInTime: a proof of packing lies between the payment and the courier's
// pickup. A file whose device told no time is in time when our own log had it before
// the parcel left; otherwise nobody can say.
func (j *judge) packedInTime(file *ProofFile) domain.PointVerdict {
	at, ours := taken(file.Item)
	if !ours && file.Item.AddedAt != 0 && at > file.Item.AddedAt+clockSlack {
		return failed("clock_ahead", when(at, file.Item.AddedAt))
	}
	limits := []limit{{"after_pickup", j.picked}, {"after_signing", j.signed}, {"after_claim", j.f.Case.AppliedAt}, {"after_notice", j.f.Chosen.NoticeAt}}
	// The latest limit that was passed is the gravest word for it.
	slices.SortStableFunc(limits, func(a, b limit) int { return cmp.Compare(b.at, a.at) })
	known := false
	for _, l := range limits {
		if l.at == 0 {
			continue
		}
		known = true
		if at <= l.at+clockSlack {
			continue
		}
		if ours {
			why := "time_unknown"
			if file.Item.CapturedFrom == "file_time" {
				why = "time_from_file"
			}
			return domain.PointVerdict{State: domain.PointDoubt, Why: why, Params: when(at, l.at)}
		}
		return failed(l.why, when(at, l.at))
	}
	if !ours && j.paid != 0 && at < j.paid-clockSlack {
		return failed("before_payment", when(at, j.paid))
	}
	if !known {
		return domain.PointVerdict{State: domain.PointDoubt, Why: "no_bounds"}
	}
	return domain.PointVerdict{State: domain.PointShown, Params: when(at, 0)}
}

// unpackedInTime: the goods cannot be unpacked before they were sent back.
func (j *judge) unpackedInTime(file *ProofFile) domain.PointVerdict {
	at, ours := taken(file.Item)
	start := j.returns
	if j.arrived != 0 {
		start = j.arrived - clockSlack
	}
	switch {
	case !ours && file.Item.AddedAt != 0 && at > file.Item.AddedAt+clockSlack:
		return failed("clock_ahead", when(at, file.Item.AddedAt))
	case start == 0:
		return domain.PointVerdict{State: domain.PointDoubt, Why: "no_bounds"}
	case at < start-clockSlack: // intake before the return is as impossible as a picture before it
		return failed("before_return", when(at, start))
	case ours:
		why := "time_unknown"
		if file.Item.CapturedFrom == "file_time" {
			why = "time_from_file"
		}
		if j.arrived != 0 && at <= j.arrived+unpackLate { // made between arrival and intake, whatever the device says
			return domain.PointVerdict{State: domain.PointShown, Params: when(at, start)}
		}
		return domain.PointVerdict{State: domain.PointDoubt, Why: why, Params: when(at, start)}
	case j.arrived != 0 && at > j.arrived+unpackLate:
		return domain.PointVerdict{State: domain.PointDoubt, Why: "late_unpacking", Params: when(at, j.arrived)}
	}
	return domain.PointVerdict{State: domain.PointShown, Params: when(at, start)}
}

// pageInTime: a page says how goods were offered only if it was kept by the time of
// the order; later the page may have changed.
func (j *judge) pageInTime(file *ProofFile) domain.PointVerdict {
	if v := j.said(file, domain.PointAfterOrder); v.State != domain.PointOpen {
		return v // the picture itself may show its date
	}
	at, ours := taken(file.Item)
	switch {
	case j.paid == 0:
		return domain.PointVerdict{State: domain.PointOpen}
	case at <= j.paid+clockSlack:
		return domain.PointVerdict{State: domain.PointShown, Params: when(at, j.paid)}
	case ours:
		return domain.PointVerdict{State: domain.PointOpen, Why: "time_unknown", Params: when(at, j.paid)}
	}
	return domain.PointVerdict{State: domain.PointOpen, Why: "after_order", Params: when(at, j.paid)}
}

// whole: a clip shorter than any packing was cut or started late.
func (j *judge) whole(file *ProofFile, want ask) domain.PointVerdict {
	seconds := file.Item.DurationMs / 1000
	if seconds > 0 && seconds < want.minSeconds {
		return failed("too_short", map[string]string{"seconds": strconv.FormatInt(seconds, 10), "least": strconv.FormatInt(want.minSeconds, 10)})
	}
	v := j.said(file, domain.PointWhole)
	if v.State == domain.PointOpen && seconds == 0 {
		v.Why = "length_unknown"
	}
	return v
}

// alike returns the files of the kinds that an exhibit may be shown by.
func (j *judge) alike(want ask) []*ProofFile {
	var out []*ProofFile
	for i := range j.f.Files {
		if slices.Contains(want.kinds, j.f.Files[i].Item.Kind) {
			out = append(out, &j.f.Files[i])
		}
	}
	return out
}

func (j *judge) enough(want ask) domain.PointVerdict {
	n := int64(len(j.alike(want)))
	p := map[string]string{"n": strconv.FormatInt(n, 10), "least": strconv.FormatInt(want.minFiles, 10)}
	if n < want.minFiles {
		return failed("too_few", p)
	}
	return domain.PointVerdict{State: domain.PointShown, Params: p}
}

func grams(a domain.ProofAnswer) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(a.Value), 10, 64)
	if err != nil || n <= 0 || n > 5_000_000 {
		return 0
	}
	return n
}

func (j *judge) weight(file *ProofFile) domain.PointVerdict {
	v := j.said(file, domain.PointWeight)
	if v.State == domain.PointSaid && grams(domain.ProofAnswer{Value: v.Value}) == 0 {
		v.State, v.Why = domain.PointFailed, "bad_answer"
	}
	return v
}

// weightsFit compares what people read from the scales and what the courier wrote.
func (j *judge) weightsFit(want ask) domain.PointVerdict {
	var list []int64
	for _, f := range j.alike(want) {
		if a, ok := j.answer(f, domain.PointWeight); ok && a.Yes && grams(a) > 0 {
			list = append(list, grams(a))
		}
	}
	if j.f.CarrierGrams > 0 {
		list = append(list, j.f.CarrierGrams)
	}
	if len(list) < 2 {
		return domain.PointVerdict{State: domain.PointOpen, Why: "one_weight"}
	}
	low, high := slices.Min(list), slices.Max(list)
	p := map[string]string{"low": strconv.FormatInt(low, 10), "high": strconv.FormatInt(high, 10)}
	if high-low > max(high*weightShare/100, weightFloor) {
		return failed("weights_differ", p)
	}
	return domain.PointVerdict{State: domain.PointSaid, Params: p} // the numbers were typed by people
}

// period: the days that a paper names must hold the day on which the parcel was
// promised to leave; without a promise, a day between payment and pickup.
func (j *judge) period(file *ProofFile) domain.PointVerdict {
	v := j.said(file, domain.PointPeriod)
	if v.State != domain.PointSaid {
		return v
	}
	from, to, ok := parsePeriod(v.Value)
	if !ok {
		v.State, v.Why = domain.PointFailed, "bad_answer"
		return v
	}
	first, last := domain.DayOf(j.paid, j.zone()), domain.DayOf(j.picked, j.zone())
	if j.f.Order != nil && j.f.Order.PromisedShipAt != 0 {
		first = domain.DayOf(j.f.Order.PromisedShipAt, j.zone())
		last = first
	}
	if last == "" {
		last = first
	}
	if first == "" {
		v.State, v.Why = domain.PointDoubt, "no_bounds"
		return v
	}
	if to < first || from > last {
		v.State, v.Why, v.Params = domain.PointFailed, "period_outside", map[string]string{"from": string(first), "to": string(last)}
	}
	return v
}

func (j *judge) zone() *time.Location {
	if j.f.Zone == nil {
		return time.UTC
	}
	return j.f.Zone
}

// parsePeriod reads "2026-10-01/2026-10-05"; one day stands for itself.
func parsePeriod(text string) (from, to domain.ShopDay, ok bool) {
	a, b, two := strings.Cut(strings.TrimSpace(text), "/")
	if !two {
		b = a
	}
	for _, d := range []string{a, b} {
		if _, err := time.Parse("2006-01-02", d); err != nil {
			return "", "", false
		}
	}
	return domain.ShopDay(a), domain.ShopDay(b), a <= b
}

// place: the area that a paper names must be where the parcel left or where it went.
func (j *judge) place(file *ProofFile) domain.PointVerdict {
	v := j.said(file, domain.PointPlace)
	if v.State != domain.PointSaid {
		return v
	}
	var ends []string
	if o := j.f.Order; o != nil {
		ends = append(ends, o.District, o.City)
		if o.District == "" && o.City == "" {
			ends = append(ends, o.Province)
		}
	}
	ends = append(ends, j.f.ShipProvince)
	for _, p := range j.f.Parcels {
		ends = append(ends, p.FromProvince, p.ToCity)
	}
	known := false
	for _, e := range ends {
		e = stem(e)
		known = known || e != ""
		if e != "" && strings.Contains(v.Value, e) {
			return v
		}
	}
	if !known {
		v.State, v.Why = domain.PointDoubt, "no_bounds"
		return v
	}
	v.State, v.Why = domain.PointFailed, "place_outside"
	return v
}

// stem cuts the rank off a place's name: 杭州市 → 杭州, 余杭区 → 余杭.
func stem(place string) string {
	place = strings.TrimSpace(place)
	for _, rank := range []string{"特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "地区", "省", "市", "区", "县", "盟"} {
		if cut, ok := strings.CutSuffix(place, rank); ok && utf8.RuneCountInString(cut) >= 2 {
			return cut
		}
	}
	return place
}

// unedited: a file straight from a camera carries the camera's own data; the lack of
// it is what platforms take for retouching.
func (j *judge) unedited(file *ProofFile) domain.PointVerdict {
	switch file.Item.CapturedFrom {
	case "exif", "exif_no_zone", "mvhd":
		return domain.PointVerdict{State: domain.PointShown}
	}
	return failed("no_camera_data", nil)
}
