package sim

import (
	"fmt"
	"slices"
	"sort"
	"strconv"

	"afterdesk/backend/domain"
)

// session is one broadcast of the shop.
type session struct {
	room       int64
	day, nth   int
	host       int   // index of the account's person
	second     int   // person who takes over, -1 none
	handAt     int64 // exact second of the hand-over
	start, end int64
	title      string
}

// speaker returns who talks at t.
func (s *session) speaker(t int64) int {
	if s.second >= 0 && t >= s.handAt {
		return s.second
	}
	return s.host
}

// segment is one explanation of a product.
type segment struct {
	session    int
	product    int
	start, end int64
	price      int64 // price of the smallest variant during the segment
	gift       bool
	shipHours  int64     // spoken promise to ship, 0 none
	bursts     [4]int64  // moments at which the link goes up
	take       [4]int    // chance of each burst
	saidAt     [5]int64  // when each promise was spoken, 0 = not
	kinds      [5]string // its kind
}

// plan is a day's broadcasts; pure in (seed, day).
type plan struct {
	day      int
	sessions []session
	segs     []segment
	cum      []int // cumulative weight of segments
}

// planOf returns the day's plan, made once.
func (w *World) planOf(d int) *plan {
	w.mu.Lock()
	defer w.mu.Unlock()
	if p := w.plans[d]; p != nil {
		return p
	}
	p := w.makePlan(d)
	w.plans[d] = p
	return p
}

var titles = []string{"秋冬上新专场", "宠粉福利夜", "源头工厂直播", "显瘦穿搭专场", "爆款返场", "会员日专场", "一件也是批发价", "新品首播"}

func (w *World) makePlan(d int) *plan {
	p := &plan{day: d}
	if w.isBreak(d) {
		return p
	}
	dc := w.dice(rollPlan, d, 0)
	n := 1
	if dc.hit(4800) {
		n = 2
	}
	for i := range n {
		s := session{day: d, nth: i, second: -1, host: dc.n(len(w.hosts)), title: one(&dc, titles)}
		s.room = 7_300_000_000_000_000_000 + int64(d)*1_000_000_000_000 + int64(i+1)*100_000_000_000 + dc.between(0, 99_999_999_999)
		if i == n-1 { // the evening
			s.start = w.dayStart(d) + 18*hour + 30*minute + dc.between(0, 90)*minute
			s.end = min(s.start+dc.between(180, 330)*minute, w.dayStart(d)+day-60)
		} else {
			s.start = w.dayStart(d) + 9*hour + dc.between(0, 90)*minute
			s.end = s.start + dc.between(180, 300)*minute
		}
		if s.end-s.start > 4*hour && dc.hit(4500) {
			s.second = (s.host + 1 + dc.n(len(w.hosts)-1)) % len(w.hosts)
			s.handAt = s.start + dc.between(90, 150)*minute + dc.between(0, 59)
		}
		p.sessions = append(p.sessions, s)
		w.explain(p, i, &dc)
	}
	run := 0
	for _, g := range p.segs {
		k := w.goods[g.product].weight
		if p.sessions[g.session].nth == n-1 {
			k *= 2
		}
		run += k
		p.cum = append(p.cum, run)
	}
	return p
}

// explain fills a session with segments of 3–8 minutes. The manifest holds 20
// to all products; hot ones come back up to three times.
func (w *World) explain(p *plan, i int, dc *dice) {
	s := &p.sessions[i]
	list := make([]int, len(w.goods))
	for k := range list {
		list[k] = k
	}
	for k := len(list) - 1; k > 0; k-- {
		j := dc.n(k + 1)
		list[k], list[j] = list[j], list[k]
	}
	list = list[:min(20+dc.n(len(list)-19), len(list))]
	hot := slices.Clone(list)
	sort.SliceStable(hot, func(a, b int) bool { return w.goods[hot[a]].weight > w.goods[hot[b]].weight })
	turn := 0
	for t := s.start + 4*minute; ; turn++ {
		k := list[turn%len(list)]
		if turn >= len(list) {
			if turn >= len(list)+len(hot)/2 {
				k = hot[(turn-len(list))%min(6, len(hot))]
			} else {
				k = hot[turn-len(list)]
			}
		}
		// Quick talkers explain for a shorter time.
		long := dc.between(180, 480) * 300 / int64(w.hosts[s.speaker(t)].speed)
		g := segment{session: i, product: k, start: t, end: t + min(max(long, 180), 480)}
		if g.end > s.end-minute {
			return
		}
		pr := &w.goods[k]
		g.price = pr.price * (82 + int64(dc.n(15))) / 100 / 100 * 100
		g.price += 90 * int64(dc.n(2)) // prices that end in .90
		g.gift = pr.gift != "" && dc.hit(6000)
		for b := range g.bursts {
			g.bursts[b] = g.start + (g.end-g.start)*int64(b*2+3)/10 + dc.between(0, 20)
			g.take[b] = 10 + dc.n(40)
		}
		w.speak(&g, pr, s, dc)
		p.segs = append(p.segs, g)
		t = g.end + dc.between(5, 40)
	}
}

// Kinds of spoken promises in the order of segment.saidAt.
var promiseKinds = [5]string{string(domain.PromisePrice), string(domain.PromiseGift), string(domain.PromiseSize), string(domain.PromiseShipBy), string(domain.PromiseWarranty)}

func (w *World) speak(g *segment, pr *product, s *session, dc *dice) {
	eager := 200 + w.hosts[s.speaker(g.start)].promise*60
	say := func(i int, when bool) {
		if when {
			g.saidAt[i] = g.start + dc.between(20, g.end-g.start-1)
			g.kinds[i] = promiseKinds[i]
		}
	}
	say(0, dc.hit(5000+eager/2))
	say(1, g.gift)
	say(2, pr.apparel && len(pr.sizes) > 1 && dc.hit(7000))
	say(3, dc.hit(2500+eager/2))
	if g.saidAt[3] > 0 {
		g.shipHours = []int64{24, 48, 48}[dc.n(3)]
	}
	say(4, dc.hit(1200+eager/3))
}

// wording is the sentence of promise i of a segment.
func (w *World) wording(p *plan, g *segment, i int) string {
	pr := &w.goods[g.product]
	s := &p.sessions[g.session]
	h := &w.hosts[s.speaker(g.saidAt[i])]
	d := w.dice(rollWords, p.day*1000+g.session*100+i, int(g.start%86400))
	switch i {
	case 0:
		return fmt.Sprintf(one(&d, []string{"今天直播间到手%s元，明天恢复原价", "拍下立减，到手价%s，七天内降价补差", "只在我直播间%s元，买贵退差价", "三二一上链接，%s元包邮到家"}), yuan(g.price))
	case 1:
		return fmt.Sprintf(one(&d, []string{"拍一件送%s", "前两百单加赠%s", "今天下单都送%s，随包裹一起发"}), pr.gift)
	case 2:
		return sizeAdvice(&d, h, pr)
	case 3:
		if g.shipHours == 24 {
			return one(&d, []string{"现货，24小时内发走", "今晚拍，明天就发出", "不用等预售，24小时发货"})
		}
		return one(&d, []string{"现货现发，48小时内发出", "全部现货，两天内给大家发完", "48小时不发货你来找我"})
	}
	return one(&d, []string{"质量问题包退换，来回运费我出", "起球掉色一年内包换", "支持七天无理由，吊牌在就能退", "假一赔三，可以拿去鉴定"})
}

func sizeAdvice(d *dice, h *host, pr *product) string {
	low := 90 + d.n(4)*5
	if h.sizing < 55 {
		return one(d, []string{"闭眼拍平时的码就行", "版型宽容，纠结就拍常穿的码", "偏大偏小都不用担心，随便拍"})
	}
	switch {
	case pr.category == "女鞋":
		return one(d, []string{"正码，按平时运动鞋的码拍", "脚背高脚宽的拍大一码", "这款偏大半码，35.5的拍35"})
	case pr.category == "童装":
		return one(d, []string{"看身高拍，一米一的拍110，想多穿一年拍大一码", "偏瘦的娃按身高拍，壮一点的大一码"})
	case pr.sizes[0][0] >= '2' && pr.sizes[0][0] <= '3': // waists in inches
		return one(d, []string{"腰围一尺九拍26，二尺拍27", "胯宽的拍大一码，腰可以改", "按平时牛仔裤的码拍，有弹力"})
	case pr.category == "男装":
		return fmt.Sprintf(one(d, []string{"%d斤到一百四拍L，一百六拍2XL", "一米七五%d斤往上拍XL"}), low+30)
	}
	return fmt.Sprintf(one(d, []string{"一米六%d斤拍M，再重五斤拍L", "%d斤以内拍S，纠结就往大拍一码", "身高一六五左右%d斤建议M码，喜欢宽松拍大一号"}), low)
}

// yuan prints fen as a price without trailing zeros.
func yuan(fen int64) string {
	s := strconv.FormatInt(fen/100, 10)
	switch c := fen % 100; {
	case c == 0:
		return s
	case c%10 == 0:
		return s + "." + strconv.FormatInt(c/10, 10)
	default:
		return s + "." + strconv.FormatInt(c/10, 10) + strconv.FormatInt(c%10, 10)
	}
}

// roomText is the 19-digit text of a room id.
func (s *session) roomText() string { return strconv.FormatInt(s.room, 10) }

// sessionRow is the session as the house stores it.
func (w *World) sessionRow(s *session) domain.LiveSession {
	h := &w.hosts[s.host]
	return domain.LiveSession{ID: domain.RemoteKey(w.cfg.ShopID, s.roomText()), ShopID: w.cfg.ShopID, RoomID: s.roomText(), Title: s.title,
		HostID: strconv.FormatInt(h.id, 10), HostName: h.name, StartAt: instant(s.start), EndAt: instant(s.end)}
}

// promiseRows lists what was promised on a day until a moment.
func (w *World) promiseRows(p *plan, until int64) []domain.Promise {
	var out []domain.Promise
	for gi := range p.segs {
		g := &p.segs[gi]
		s := &p.sessions[g.session]
		for i, at := range g.saidAt {
			if at == 0 || at > until {
				continue
			}
			pr := &w.goods[g.product]
			out = append(out, domain.Promise{ID: domain.RemoteKey(w.cfg.ShopID, fmt.Sprintf("%s-%d-%d", s.roomText(), gi, i)), ShopID: w.cfg.ShopID,
				SessionID: domain.RemoteKey(w.cfg.ShopID, s.roomText()), ProductID: strconv.FormatInt(pr.id, 10),
				Kind: domain.PromiseKind(g.kinds[i]), Wording: w.wording(p, g, i), SaidAt: instant(at)})
		}
	}
	return out
}
