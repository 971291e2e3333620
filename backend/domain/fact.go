package domain

// TrendFact is one line of an order, one review or one case, reduced to what
// trends need. Facts of one order share Group and stand next to each other, so
// that an order with several lines in a cell is counted once.
type TrendFact struct {
	Group int64
	Dims  [FactDimCount]string // in the order of FactDims
	Bits  uint32               // bit i set: this fact counts for Counters[i]
}

// FactDimCount is len(FactDims).
const FactDimCount = 11

// FactDims are the dimensions stored with each fact; day, week and month come
// from the segment's day.
var FactDims = [FactDimCount]Dimension{DimShop, DimSession, DimHost, DimProduct, DimSKU, DimSize, DimCategory, DimReason, DimCarrier, DimProvince, DimChannel}

// TrendKind is which rows a fact segment is made of.
type TrendKind string

const (
	TrendOrders  TrendKind = "orders"  // lines of orders, by the day they were paid
	TrendReviews TrendKind = "reviews" // by the day they were written
	TrendCases   TrendKind = "cases"   // by the day they were applied for
)

// TrendKinds lists every TrendKind.
var TrendKinds = []TrendKind{TrendOrders, TrendReviews, TrendCases}

// TrendKey names one segment: all facts of a kind of one shop and day.
type TrendKey struct {
	Kind   TrendKind
	ShopID string
	Day    ShopDay
}

// KindOfCounter says in which kind of segment a counter is counted.
func KindOfCounter(counter string) TrendKind {
	switch counter {
	case CountRated, CountGood, CountNegative, CountUnratedReview:
		return TrendReviews
	case CountHandled, CountHandled30:
		return TrendCases
	}
	return TrendOrders
}

// ParcelFact is a parcel with what a logistics check needs to judge it.
type ParcelFact struct {
	Parcel         Parcel
	OrderRemoteID  string
	OrderPaid      Money
	OrderPaidAt    Instant
	PromisedShipAt Instant
	OpenCaseID     string // newest open refund or return case of the order, ""
	OpenCaseType   CaseType
	OpenCaseStatus CaseStatus
	CaseAppliedAt  Instant
	CaseDeadline   Instant
	CaseAsked      Money
}
