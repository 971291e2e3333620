package domain

// Counts are the whole numbers a metric is computed from, by counter name
// (see Counters). A missing key is zero rows, not a missing value.
type Counts map[string]int64

// Counters of trend facts. Orders are counted once per cell even with many lines.
const (
	CountPaid          = "paid_orders"
	CountSigned        = "signed_orders"
	CountReturned      = "returned_orders" // ≥ 1 case that ended in goods back and refund
	CountQuality       = "quality_orders"  // first reason quality, on a signed order
	CountUnshipped     = "unshipped_refunds"
	CountRefunded      = "refunded_orders"
	CountCases         = "case_orders"
	CountUnattributed  = "unattributed_orders"
	CountRated         = "rated_reviews"
	CountGood          = "good_reviews"
	CountNegative      = "negative_reviews"
	CountUnratedReview = "unrated_reviews"
	CountHandled       = "handled_cases"
	CountHandled30     = "handled_30min"
)

// Counters lists every counter.
var Counters = []string{CountPaid, CountSigned, CountReturned, CountQuality, CountUnshipped, CountRefunded, CountCases, CountUnattributed,
	CountRated, CountGood, CountNegative, CountUnratedReview, CountHandled, CountHandled30}

// Dimension is a way to slice a trend.
type Dimension string

const (
	DimDay      Dimension = "day"
	DimWeek     Dimension = "week"
	DimMonth    Dimension = "month"
	DimShop     Dimension = "shop"
	DimSession  Dimension = "session"
	DimHost     Dimension = "host"
	DimProduct  Dimension = "product"
	DimSKU      Dimension = "sku"
	DimSize     Dimension = "size"
	DimCategory Dimension = "category"
	DimReason   Dimension = "reason" // first reason; "" for orders without a case
	DimCarrier  Dimension = "carrier"
	DimProvince Dimension = "province"
	DimChannel  Dimension = "channel"
)

// Dimensions lists every Dimension.
var Dimensions = []Dimension{DimDay, DimWeek, DimMonth, DimShop, DimSession, DimHost, DimProduct, DimSKU, DimSize, DimCategory, DimReason, DimCarrier, DimProvince, DimChannel}

// MetricValue is a rate with what it stands on. Known is false when the base is
// zero: the window shows "—" (AN-03).
type MetricValue struct {
	Metric   string  `json:"metric"` // "return_rate_by_order"
	Version  string  `json:"version"`
	Known    bool    `json:"known"`
	Value    float64 `json:"value"` // 0–1
	Num      int64   `json:"num"`
	Den      int64   `json:"den"`
	Low      float64 `json:"low"` // Wilson 95 %
	High     float64 `json:"high"`
	Small    bool    `json:"small"`    // show the interval
	Immature bool    `json:"immature"` // the cohort is younger than the metric's maturity
	Missing  int64   `json:"missing"`  // rows left out because their value is missing
	AsOf     Instant `json:"asOf"`
}

// MetricInfo is a metric's definition for hover and export.
type MetricInfo struct {
	ID            string   `json:"id"`
	Version       string   `json:"version"`
	Num           string   `json:"num"`  // counter
	Den           string   `json:"den"`  // counter
	Axis          string   `json:"axis"` // "order_day" (paid) or "event_day"
	MatureDays    int64    `json:"matureDays"`
	EffectiveFrom ShopDay  `json:"effectiveFrom"`
	EffectiveTo   ShopDay  `json:"effectiveTo"` // "" = still in force
	Source        string   `json:"source"`
	LowerIsBetter bool     `json:"lowerIsBetter"`
	Missing       string   `json:"missing"` // counter of missing rows, ""
	Traps         []string `json:"traps"`
}

// TrendFilter keeps facts whose dimension has one of the values.
type TrendFilter struct {
	Dim    Dimension `json:"dim"`
	Values []string  `json:"values"`
}

// TrendQuery asks for metrics sliced by at most two dimensions over the days
// From..To inclusive of the shops' zone.
type TrendQuery struct {
	Metrics []string      `json:"metrics"`
	From    ShopDay       `json:"from"`
	To      ShopDay       `json:"to"`
	Dims    []Dimension   `json:"dims"`
	Filters []TrendFilter `json:"filters"`
	ShopIDs []string      `json:"shopIds"`
	Limit   int           `json:"limit"` // rows; 0 = 500; largest base first unless a dim is a time
}

// TrendRow is one cell of a trend.
type TrendRow struct {
	Keys   []string      `json:"keys"`   // one per dim
	Labels []string      `json:"labels"` // what a person reads; "" = unattributed or none
	Values []MetricValue `json:"values"` // one per metric of the query
}

// TrendTable is the answer to a TrendQuery.
type TrendTable struct {
	Query  TrendQuery   `json:"query"`
	Infos  []MetricInfo `json:"infos"`
	Rows   []TrendRow   `json:"rows"`
	Total  TrendRow     `json:"total"`
	More   bool         `json:"more"`
	AsOf   Instant      `json:"asOf"`
	TookMs float64      `json:"tookMs"`
}

// DrillQuery asks for the rows behind one number (AN-07).
type DrillQuery struct {
	Metric  string        `json:"metric"`
	Side    string        `json:"side"` // "num" or "den"
	From    ShopDay       `json:"from"`
	To      ShopDay       `json:"to"`
	Filters []TrendFilter `json:"filters"` // the cell's keys are filters too
	ShopIDs []string      `json:"shopIds"`
	Cursor  string        `json:"cursor"`
	Limit   int           `json:"limit"`
}

// DrillPage holds the rows behind a number: orders or reviews or cases, by Kind.
type DrillPage struct {
	Kind    string         `json:"kind"` // "orders", "reviews", "after_sales"
	Total   int64          `json:"total"`
	Orders  []OrderRow     `json:"orders"`
	Reviews []Review       `json:"reviews"`
	Cases   []AfterSaleRow `json:"cases"`
	Next    string         `json:"next"`
}
