package domain

// SheetKind is what the rows of an imported file are.
type SheetKind string

const (
	SheetOrders     SheetKind = "orders"
	SheetAfterSales SheetKind = "aftersales"
	SheetReviews    SheetKind = "reviews"
	SheetTraces     SheetKind = "traces"
	SheetPromises   SheetKind = "promises"
	SheetStatements SheetKind = "settlements"
)

// SheetKinds lists every SheetKind.
var SheetKinds = []SheetKind{SheetOrders, SheetAfterSales, SheetReviews, SheetTraces, SheetPromises, SheetStatements}

// SheetField is a field that a column can be mapped to.
type SheetField struct {
	Name     string `json:"name"` // "order_id"
	Required bool   `json:"required"`
	Type     string `json:"type"` // "text", "money", "time", "int", "rating", "status"
}

// SheetMapping says which column feeds which field; saved by name.
type SheetMapping struct {
	Name     string            `json:"name"`
	Kind     SheetKind         `json:"kind"`
	Platform string            `json:"platform"` // preset's platform or ""
	Preset   bool              `json:"preset"`   // ships with the program
	Columns  map[string]string `json:"columns"`  // field → column header
	Values   map[string]string `json:"values"`   // "field=raw" → our enum value
	Zone     string            `json:"zone"`     // zone of times without one
	Currency string            `json:"currency"`
	DateForm string            `json:"dateForm"` // "" = guess; "dmy", "mdy", "ymd"
	Lines    bool              `json:"lines"`    // several rows of one order are its lines
}

// SheetLook is a first look into a file before it is imported.
type SheetLook struct {
	Path     string             `json:"path"`
	Format   string             `json:"format"`   // "csv", "xlsx", "xls"
	Encoding string             `json:"encoding"` // "utf-8", "gb18030", ""
	Sheets   []string           `json:"sheets"`
	Sheet    string             `json:"sheet"`
	Header   []string           `json:"header"`
	Rows     int64              `json:"rows"` // 0 while unknown
	Sample   [][]string         `json:"sample"`
	Kind     SheetKind          `json:"kind"` // guessed, "" when unsure
	Mapping  SheetMapping       `json:"mapping"`
	Scores   map[string]float64 `json:"scores"` // field → confidence 0–1
	Fields   []SheetField       `json:"fields"`
}

// SheetPlan is an import that a person has confirmed.
type SheetPlan struct {
	Path    string       `json:"path"`
	Sheet   string       `json:"sheet"`
	ShopID  string       `json:"shopId"`
	Mapping SheetMapping `json:"mapping"`
	Save    bool         `json:"save"`
}

// SheetRun is the receipt of an import (SY-09).
type SheetRun struct {
	ID        string     `json:"id"`
	ShopID    string     `json:"shopId"`
	Kind      SheetKind  `json:"kind"`
	Name      string     `json:"name"` // base name of the file
	FileHash  string     `json:"fileHash"`
	StartedAt Instant    `json:"startedAt"`
	EndedAt   Instant    `json:"endedAt"`
	Rows      int64      `json:"rows"`
	Added     int64      `json:"added"`
	Changed   int64      `json:"changed"`
	Same      int64      `json:"same"`
	Bad       int64      `json:"bad"`
	BadPath   string     `json:"badPath"` // file with the bad rows and reasons
	Sample    []SheetBad `json:"sample"`  // first bad rows
	Code      Code       `json:"code"`
}

// SheetBad is one row that was not imported and why.
type SheetBad struct {
	Row   int64  `json:"row"` // 1-based line in the file
	Field string `json:"field"`
	Code  Code   `json:"code"`
	Why   string `json:"why"` // reason code; words in i18n
}
