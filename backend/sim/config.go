package sim

import (
	"sort"
	"sync"
	"time"
	_ "time/tzdata" // Windows has no zone files

	"afterdesk/backend/domain"
)

// Config is everything a World depends on. Zero fields take the demo's values.
type Config struct {
	Seed         uint64
	Platform     string         // whose API a Server speaks over it, one of Platforms; "doudian" when empty
	Part         int            // which shop of one merchant, 0–3: hosts and goods are shared, buyers and orders are not
	Start        domain.Instant // some moment of the first day
	Days         int            // days of history; the world goes on afterwards
	Orders       int            // orders created in those days
	Zone         string         // IANA zone of the shop, "Asia/Shanghai"
	ShopID       string         // our id of the shop in bulk rows, "s1"
	RemoteShopID string         // the platform's id, "1111111"
	ShopName     string
	ShipProvince string // where parcels start, "浙江"
	Careless     bool   // a shop with about 94 % favourable reviews instead of 98 %
	Lean         bool   // parcels keep milestone scans only, about two an order, for very large worlds
}

// Defaults of a demo world.
const (
	DefaultOrders = 12000
	DefaultDays   = 45
)

// Demo returns the default demo world whose history ends at now.
func Demo(now domain.Instant) Config {
	return Config{Seed: 7, Start: now - DefaultDays*domain.Day, Days: DefaultDays, Orders: DefaultOrders}
}

func (c Config) filled() Config {
	if c.Days <= 0 {
		c.Days = DefaultDays
	}
	if c.Orders <= 0 {
		c.Orders = DefaultOrders
	}
	if c.Start == 0 {
		c.Start = domain.FromUnix(1_790_000_000)
	}
	if c.Platform == "" {
		c.Platform = "doudian"
	}
	if c.Zone == "" {
		c.Zone = "Asia/Shanghai"
	}
	if c.ShopID == "" {
		c.ShopID = "s1"
	}
	if c.RemoteShopID == "" {
		c.RemoteShopID = "1111111"
	}
	if c.ShopName == "" {
		c.ShopName = "示例禾里旗舰店"
	}
	if c.ShipProvince == "" {
		c.ShipProvince = "浙江"
	}
	return c
}

// World is one generated merchant. It is safe for concurrent use.
type World struct {
	cfg     Config
	seed    uint64 // of everything that the merchant's shops do not share
	loc     *time.Location
	day0    int64 // unix seconds of the first midnight
	offset  int64 // seconds east of UTC at that midnight
	from    int   // index of the sender's province
	hosts   []host
	goods   []product
	goodsBy []int   // cumulative popularity of goods
	pool    int     // number of buyers
	rate    int64   // orders of a day of weight 1000, in thousandths
	upTo    []int64 // cumulative orders before day d, for d in [0, Days]

	mu    sync.Mutex
	plans map[int]*plan
}

// New builds the world of c. An unknown zone falls back to UTC+8, so that New
// cannot fail.
func New(c Config) *World {
	c = c.filled()
	loc, err := time.LoadLocation(c.Zone)
	if err != nil {
		loc = time.FixedZone("UTC+8", 8*3600)
	}
	t := c.Start.In(loc)
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, loc)
	_, off := midnight.Zone()
	w := &World{cfg: c, seed: c.Seed, loc: loc, day0: midnight.Unix(), offset: int64(off), plans: map[int]*plan{}}
	if c.Part > 0 {
		w.seed = mix(c.Seed + uint64(c.Part)*0xd1342543de82ef95)
	}
	w.from = provinceIndex(c.ShipProvince)
	w.pool = max(c.Orders*10/22, 20)
	w.hosts = makeHosts(c.Seed)
	w.goods, w.goodsBy = makeGoods(c.Seed)
	var sum int64
	for d := range c.Days {
		sum += w.weight(d)
	}
	w.rate = int64(c.Orders) * 1_000_000 / sum
	w.upTo = make([]int64, c.Days+1)
	var run int64
	for d := range c.Days {
		run += w.weight(d)
		w.upTo[d+1] = run * int64(c.Orders) / sum
	}
	return w
}

// Config returns the config with all defaults filled in.
func (w *World) Config() Config { return w.cfg }

// ordersOn returns how many orders belong to day d. Inside the history the
// days add up to Config.Orders exactly.
func (w *World) ordersOn(d int) int {
	if d < 0 {
		return 0
	}
	if d < w.cfg.Days {
		return int(w.upTo[d+1] - w.upTo[d])
	}
	return int((w.rate*w.weight(d) + 500_000) / 1_000_000)
}

// weight is the size of a day in thousandths of an ordinary one.
func (w *World) weight(d int) int64 {
	dc := w.dice(rollDay, d, 0)
	t := time.Unix(w.dayStart(d), 0).In(w.loc)
	v := int64(dayWeights[int(t.Weekday())])
	if w.isBreak(d) {
		v = v * breakWeight / 1000
	} else if bigSale(t) {
		v = v * bigSaleFactor
	}
	return v * int64(850+dc.n(301)) / 1000
}

func (w *World) isBreak(d int) bool {
	t := time.Unix(w.dayStart(d), 0).In(w.loc)
	dc := w.dice(rollBreak, d, 0)
	return !bigSale(t) && dc.n(1000) < breakDays
}

// bigSale says whether a calendar day lies in the quarter's sale week.
func bigSale(t time.Time) bool {
	_, m, d := t.Date()
	i := sort.Search(len(saleWeeks), func(i int) bool { return saleWeeks[i].month >= int(m) })
	return i < len(saleWeeks) && saleWeeks[i].month == int(m) && d >= saleWeeks[i].first && d < saleWeeks[i].first+7
}

// dayStart returns the unix second at which day d begins in the shop's zone.
// Zones with a summer time drift by an hour; the shop of this world has none.
func (w *World) dayStart(d int) int64 { return w.day0 + int64(d)*86400 }

func (w *World) dayOf(sec int64) int {
	if sec < w.day0 {
		return -1
	}
	return int((sec - w.day0) / 86400)
}

// secOfDay returns the local second of the day.
func (w *World) secOfDay(sec int64) int64 { return ((sec+w.offset)%86400 + 86400) % 86400 }

// weekday returns the local weekday, Sunday = 0.
func (w *World) weekday(sec int64) int {
	return int(((sec+w.offset)/86400 + 4) % 7)
}

func instant(sec int64) domain.Instant {
	if sec <= 0 {
		return 0
	}
	return domain.Instant(sec) * domain.Second
}
