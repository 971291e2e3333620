package domain

// BootInfo is what the window needs before its first screen.
type BootInfo struct {
	Version    string            `json:"version"`
	DataFolder string            `json:"dataFolder"`
	Platform   string            `json:"platform"` // "linux", "windows", "darwin"
	Settings   Settings          `json:"settings"`
	Shops      []Shop            `json:"shops"`
	Demo       bool              `json:"demo"`   // a demo shop is among them
	Keeper     string            `json:"keeper"` // secret.Kind: "keychain", "sealed_file", "locked"
	Status     DeskStatus        `json:"status"`
	Fault      Code              `json:"fault"`       // "" = the data folder opened
	FaultWith  map[string]string `json:"faultParams"` // facts of the fault
	Backups    []Backup          `json:"backups"`     // filled when the database is damaged
}

// DeskStatus is the footer: is anything running, is anything waiting.
type DeskStatus struct {
	Offline   bool     `json:"offline"`  // the switch
	NoReach   bool     `json:"noReach"`  // the last attempts to reach a platform failed
	Pulling   []string `json:"pulling"`  // shop ids
	NotSent   int64    `json:"notSent"`  // queued acts
	LastPull  Instant  `json:"lastPull"` // newest DataAsOf
	LastError Code     `json:"lastError"`
	Importing string   `json:"importing"` // file being imported
}

// Hit is one line of the command palette.
type Hit struct {
	Subject SubjectKind `json:"subject"`
	ID      string      `json:"id"`
	Title   string      `json:"title"`
	Detail  string      `json:"detail"`
}

// PlatformInfo is a platform that can be connected.
type PlatformInfo struct {
	Platform     string            `json:"platform"`
	AuthKind     string            `json:"authKind"`
	Hosts        []string          `json:"hosts"`
	Fields       []CredentialField `json:"fields"`
	Capabilities []Capability      `json:"capabilities"`
	Acts         []ActAbility      `json:"acts"`
	Authorizes   bool              `json:"authorizes"` // a browser consent gives the auth_code field
}

// CredentialField is one thing a merchant must type to connect a shop.
type CredentialField struct {
	Name     string `json:"name"`
	Secret   bool   `json:"secret"`
	Required bool   `json:"required"`
	Example  string `json:"example"` // of a key whose form matters, such as an address; "" otherwise
}

// ConnectRequest connects a shop, or tests the connection.
type ConnectRequest struct {
	Platform     string            `json:"platform"`
	Name         string            `json:"name"`
	ShipProvince string            `json:"shipProvince"`
	Credentials  map[string]string `json:"credentials"`
}

// ProbeResult is what a connection test found.
type ProbeResult struct {
	ShopName     string       `json:"shopName"`
	RemoteID     string       `json:"remoteId"`
	Currency     string       `json:"currency"` // of the shop, "" = CNY
	Zone         string       `json:"zone"`     // IANA name, "" = the platform's
	TokenExpires Instant      `json:"tokenExpires"`
	Capabilities []Capability `json:"capabilities"`
}

// ShopCard is one shop on the Shops screen.
type ShopCard struct {
	Shop         Shop             `json:"shop"`
	Capabilities []Capability     `json:"capabilities"`
	Acts         []ActAbility     `json:"acts"`
	Quotas       []Quota          `json:"quotas"`
	LastRun      *SyncRun         `json:"lastRun"`
	Unmapped     int64            `json:"unmapped"`
	Problems     int64            `json:"problems"`
	Counts       map[string]int64 `json:"counts"` // orders, after_sales, reviews
}

// ReconcileResult is what a re-read of a range found missing (SY-06).
type ReconcileResult struct {
	Run     SyncRun  `json:"run"`
	Missing []string `json:"missing"` // remote ids that were not stored
}

// AddFilesRequest brings files into the vault.
type AddFilesRequest struct {
	Paths       []string     `json:"paths"`
	OrderID     string       `json:"orderId"`
	AfterSaleID string       `json:"afterSaleId"`
	Kind        EvidenceKind `json:"kind"` // "" = by content
}

// RefuseReason is a platform's accepted reason to refuse.
type RefuseReason struct {
	Code          string `json:"code"`
	Text          string `json:"text"`
	EvidenceNeed  bool   `json:"evidenceNeed"`
	EvidenceWords string `json:"evidenceWords"`
}

// RuleEntry is one dated rule on the Settings screen.
type RuleEntry struct {
	ID            string            `json:"id"`
	Subject       string            `json:"subject"`
	Platform      string            `json:"platform"`
	EffectiveFrom ShopDay           `json:"effectiveFrom"`
	EffectiveTo   ShopDay           `json:"effectiveTo"`
	Source        string            `json:"source"`
	Confidence    string            `json:"confidence"`
	Values        map[string]string `json:"values"`
	Overridden    []string          `json:"overridden"` // names in Values that the merchant corrected
}

// StorageInfo is the storage part of Settings.
type StorageInfo struct {
	DataBytes     int64  `json:"dataBytes"`
	EvidenceBytes int64  `json:"evidenceBytes"`
	EvidenceFiles int64  `json:"evidenceFiles"`
	FreeBytes     int64  `json:"freeBytes"`
	BackupBytes   int64  `json:"backupBytes"`
	Folder        string `json:"folder"`
}

// AuditPage is one page of the audit list, newest first.
type AuditPage struct {
	Items []AuditEntry `json:"items"`
	Next  string       `json:"next"`
}
