package rules

import (
	"slices"
	"strings"
	"time"

	"afterdesk/backend/domain"
)

// LimitKind is a logistics clock.
type LimitKind string

const (
	LimitNoPickup LimitKind = "no_pickup" // from the upload of the waybill number to the first scan
	LimitNoHub    LimitKind = "no_hub"    // from the first scan to the first hub
	LimitNoUpdate LimitKind = "no_update" // from the first scan to any further event
	LimitStalled  LimitKind = "stalled"   // from the newest event to the next, until it is out for delivery
)

// LimitKinds lists every LimitKind.
var LimitKinds = []LimitKind{LimitNoPickup, LimitNoHub, LimitNoUpdate, LimitStalled}

// Routes of a parcel, from the strictest to the mildest.
const (
	RouteSameRegion    = "same_region"
	RouteSameProvince  = "same_province"
	RouteCrossProvince = "cross_province"
	RouteRemote        = "remote"
	RouteUnknown       = "unknown" // an end is not known: the strictest limit that could apply
	RouteOutside       = "outside" // Hong Kong, Macau or Taiwan: these rules do not apply
	defaultWarn        = 6 * time.Hour
)

// Limit is how long a parcel may take and what follows.
type Limit struct {
	RuleID         string
	Route          string
	Within         time.Duration // the platform's limit
	Abnormal       time.Duration // from here the platform calls it abnormal; 0 = no such step
	Refund         time.Duration // from here a refund request is granted by default; 0 = no such step
	Warn           time.Duration // how long before the limit to warn
	Breach         Breach        // what passing Within is called in penalties; "" = no fine known
	AbnormalBreach Breach
}

// Due returns the moment at which the limit falls and the one from which to warn.
func (l Limit) Due(from domain.Instant) (warn, due domain.Instant) {
	due = from.Add(l.Within)
	return due.Add(-l.Warn), due
}

var outside = []string{"香港", "澳门", "台湾"}

// LogisticsLimit returns the limit of a clock for a parcel between two
// provinces, by the text in force when the order was paid (at). ok is false
// when the platform has no such clock or the route lies outside its rules.
func (b *Book) LogisticsLimit(platform string, kind LimitKind, from, to string, at domain.Instant) (Limit, bool) {
	found := b.inForce(SubjectLogistics, platform, at, func(e entry) bool { return e.values["kind"] == string(kind) })
	if len(found) == 0 {
		return Limit{}, false
	}
	e := found[0]
	l := Limit{RuleID: e.id, Route: e.route(Province(from), Province(to)), Refund: e.hours("refund_hours"), Warn: defaultWarn,
		Breach: Breach(e.values["breach"]), AbnormalBreach: Breach(e.values["abnormal_breach"])}
	if l.Route == RouteOutside {
		return Limit{}, false
	}
	if _, ok := e.num("warn_hours"); ok {
		l.Warn = e.hours("warn_hours")
	}
	l.Within = e.routed("", l.Route)
	l.Abnormal = e.routed("abnormal_", l.Route)
	return l, l.Within > 0
}

// routed reads the hours of a route; a value without a route holds for all.
func (e entry) routed(prefix, route string) time.Duration {
	if _, ok := e.num(prefix + "hours"); ok {
		return e.hours(prefix + "hours")
	}
	if route != RouteUnknown {
		return e.hours(prefix + route + "_hours")
	}
	var least time.Duration
	for _, r := range []string{RouteSameRegion, RouteSameProvince, RouteCrossProvince, RouteRemote} {
		if h := e.hours(prefix + r + "_hours"); h > 0 && (least == 0 || h < least) {
			least = h
		}
	}
	return least
}

func (e entry) route(from, to string) string {
	remote := e.list("remote")
	switch {
	case slices.Contains(outside, from) || slices.Contains(outside, to):
		return RouteOutside
	case slices.Contains(remote, from) || slices.Contains(remote, to):
		return RouteRemote
	case from == "" || to == "":
		return RouteUnknown
	}
	for _, region := range e.list("regions") {
		members := strings.Split(region, "+")
		if slices.Contains(members, from) && slices.Contains(members, to) {
			return RouteSameRegion
		}
	}
	if from == to {
		return RouteSameProvince
	}
	return RouteCrossProvince
}
