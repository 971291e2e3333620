package domain

// Settings is the one configuration row. Defaults live in DefaultSettings;
// credentials never lie here.
type Settings struct {
	Language       string            `json:"language"` // "zh-CN", "en"
	Theme          string            `json:"theme"`    // "system", "light", "dark"
	Compact        bool              `json:"compact"`
	Operator       string            `json:"operator"` // name of the person at this desk
	Zone           string            `json:"zone"`
	Offline        bool              `json:"offline"` // the offline switch blocks every host
	PullEveryMin   int64             `json:"pullEveryMin"`
	PushPort       int64             `json:"pushPort"`      // loopback port for platforms' deliveries; 0 = off
	PhoneAddress   string            `json:"phoneAddress"`  // private address at which the door for phones was opened last
	PhonePort      int64             `json:"phonePort"`     // its port; 0 = any free one. A page that comes back must find what it kept
	PhoneHours     int64             `json:"phoneHours"`    // closes by itself after so many hours; 0 = with the window
	WatchFolders   []string          `json:"watchFolders"`  // evidence intake
	ImportFolders  []string          `json:"importFolders"` // file intake, one per shop: "<shop>=<folder>"
	PackFolder     string            `json:"packFolder"`    // "" = packs/ in the data folder
	BackupFolder   string            `json:"backupFolder"`  // "" = backups/ in the data folder
	BackupKeep     int64             `json:"backupKeep"`
	GoodTarget     float64           `json:"goodTarget"` // favourable-rate target, 0–1
	HighValue      int64             `json:"highValue"`  // an order of so much, in minor units of its currency, must have its packing filmed (EV-11)
	ReserveBytes   int64             `json:"reserveBytes"`
	MaxImageMP     int64             `json:"maxImageMp"`     // pictures above are kept but not decoded
	MaxIntakeBytes int64             `json:"maxIntakeBytes"` // one file
	Schedules      map[string]string `json:"schedules"`      // check id → cron spec; "" = off
	Calendar       Calendar          `json:"calendar"`
	AnswerMinutes  int64             `json:"answerMinutes"` // house promise: a new case is answered within so many opening minutes; 0 = none
	RuleOverrides  map[string]string `json:"ruleOverrides"` // rule id + "." + field → value, a merchant's correction
	SavedViews     map[string]string `json:"savedViews"`    // screen/name → URL query
	FirstRunDone   bool              `json:"firstRunDone"`
	Stampers       []StampAuthority  `json:"stampers"` // time-stamp authorities; none = nothing is sent
}

// Calendar is when the house works, for house clocks (AS-03, AS-04).
type Calendar struct {
	Zone     string            `json:"zone"`
	Week     map[string]string `json:"week"`     // "mon" → "09:00-12:00,13:30-18:00"; "" or absent = closed
	Holidays map[string]string `json:"holidays"` // YYYY-MM-DD → name; closed
	Extra    map[string]string `json:"extra"`    // YYYY-MM-DD → spans; open although a holiday or weekend
}

// DefaultSettings returns the settings of a fresh data folder.
func DefaultSettings() Settings {
	day := "09:00-22:00"
	return Settings{
		Language: "zh-CN", Theme: "system", Zone: "Asia/Shanghai", PullEveryMin: 5, BackupKeep: 7, PhonePort: 47443, PhoneHours: 12,
		WatchFolders: []string{}, ImportFolders: []string{}, Stampers: []StampAuthority{},
		GoodTarget: 0.98, HighValue: 30000, ReserveBytes: 2 << 30, MaxImageMP: 60, MaxIntakeBytes: 4 << 30,
		AnswerMinutes: 30, Schedules: map[string]string{}, RuleOverrides: map[string]string{}, SavedViews: map[string]string{},
		Calendar: Calendar{Zone: "Asia/Shanghai", Holidays: map[string]string{}, Extra: map[string]string{},
			Week: map[string]string{"mon": day, "tue": day, "wed": day, "thu": day, "fri": day, "sat": day, "sun": day}},
	}
}

// Backup is one verified copy of the book.
type Backup struct {
	ID       string  `json:"id"` // folder name
	Path     string  `json:"path"`
	At       Instant `json:"at"`
	Bytes    int64   `json:"bytes"`
	Orders   int64   `json:"orders"`
	Cases    int64   `json:"cases"`
	Evidence int64   `json:"evidence"`
	OK       bool    `json:"ok"`       // integrity check and restore drill passed
	Reason   string  `json:"reason"`   // "daily", "manual", "before_restore", "before_migration"
	CheckAt  Instant `json:"checkAt"`  // last verification
	DrillMs  int64   `json:"drillMs"`  // how long the restore drill took
	External bool    `json:"external"` // outside the data folder
}

// AuditEntry is one thing that must be traceable: a reveal, an export, an act.
type AuditEntry struct {
	ID        string            `json:"id"`
	At        Instant           `json:"at"`
	By        string            `json:"by"`
	What      string            `json:"what"` // one of AuditKinds
	Subject   SubjectKind       `json:"subject"`
	SubjectID string            `json:"subjectId"`
	Purpose   string            `json:"purpose"`
	Params    map[string]string `json:"params"`
}

// AuditKinds lists every AuditEntry.What.
var AuditKinds = []string{"contact_revealed", "exported", "pack_built", "act_queued", "act_sent", "restored", "settings_changed", "shop_added", "shop_removed", "finding_dismissed",
	"phone_paired", "phone_revoked", "phone_door_opened", "phone_door_closed"}

// ScheduleState is the stored due time of one scheduled job, so that a sleeping
// laptop misses nothing (LG-05).
type ScheduleState struct {
	ID     string  `json:"id"`
	LastAt Instant `json:"lastAt"` // last tick that was answered
}

// By is the name that receipts, evidence and the audit list carry: the
// operator's, or "local" while nobody gave one.
func (s Settings) By() string {
	if s.Operator != "" {
		return s.Operator
	}
	return "local"
}
