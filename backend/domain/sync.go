package domain

// SyncRun is one pull of one shop.
type SyncRun struct {
	ID         string  `json:"id"`
	ShopID     string  `json:"shopId"`
	Kind       string  `json:"kind"` // "pull", "reconcile", "import"
	StartedAt  Instant `json:"startedAt"`
	EndedAt    Instant `json:"endedAt"`
	Pages      int64   `json:"pages"`
	Orders     int64   `json:"orders"`
	AfterSales int64   `json:"afterSales"`
	Traces     int64   `json:"traces"`
	Reviews    int64   `json:"reviews"`
	Changed    int64   `json:"changed"` // rows whose content differed
	Problems   int64   `json:"problems"`
	Code       Code    `json:"code"`
	Param      string  `json:"param"`
}

// SyncProblem is one item that could not be read; the page survived it.
type SyncProblem struct {
	ID       string  `json:"id"`
	ShopID   string  `json:"shopId"`
	API      string  `json:"api"`
	RemoteID string  `json:"remoteId"`
	Field    string  `json:"field"`
	Code     Code    `json:"code"`
	At       Instant `json:"at"`
	Count    int64   `json:"count"`
}

// Unmapped is a remote value that we do not know (SY-04).
type Unmapped struct {
	ShopID   string  `json:"shopId"`
	Platform string  `json:"platform"`
	Field    string  `json:"field"` // "after_sale.status"
	Raw      string  `json:"raw"`
	Count    int64   `json:"count"`
	FirstAt  Instant `json:"firstAt"`
	LastAt   Instant `json:"lastAt"`
	MappedTo string  `json:"mappedTo"` // a person's mapping; "" = none yet
}

// RawPayload is what a platform sent for one item.
type RawPayload struct {
	ShopID    string  `json:"shopId"`
	Kind      string  `json:"kind"` // "order", "after_sale", "after_sale_detail", "review", "trace"
	RemoteID  string  `json:"remoteId"`
	API       string  `json:"api"`
	FetchedAt Instant `json:"fetchedAt"`
	Hash      string  `json:"hash"` // sha256 hex of Body
	Body      []byte  `json:"-"`
}

// Quota is what a shop has used of one API.
type Quota struct {
	ShopID       string  `json:"shopId"`
	API          string  `json:"api"`
	Day          ShopDay `json:"day"`
	Used         int64   `json:"used"`
	Limit        int64   `json:"limit"` // 0 = not published
	Throttled    int64   `json:"throttled"`
	BlockedUntil Instant `json:"blockedUntil"`
}

// HostContact is one line of the network page (PI-06).
type HostContact struct {
	Host     string  `json:"host"`
	Purpose  string  `json:"purpose"`
	FirstAt  Instant `json:"firstAt"`
	LastAt   Instant `json:"lastAt"`
	Requests int64   `json:"requests"`
	Blocked  int64   `json:"blocked"` // refused by the offline switch
}
