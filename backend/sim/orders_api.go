package sim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Documented limits of the lists.
const (
	maxPage    = 100
	maxWindow  = 50_000
	orderReach = 90 * day
	caseReach  = 180 * day
	reachSlack = 120 // a client's clock may run behind ours
)

type orderListParams struct {
	CreateFrom flex   `json:"create_time_start"`
	CreateTo   flex   `json:"create_time_end"`
	UpdateFrom flex   `json:"update_time_start"`
	UpdateTo   flex   `json:"update_time_end"`
	Page       flex   `json:"page"`
	Size       flex   `json:"size"`
	OrderBy    string `json:"order_by"`
	Asc        bool   `json:"order_asc"`
	Combine    []struct {
		Status string `json:"order_status"`
	} `json:"combine_status"`
	Tracking string `json:"tracking_no"`
	After    string `json:"after_sale_status_desc"`
	Product  string `json:"product"`
}

type orderListAnswer struct {
	Page  int64        `json:"page"`
	Size  int64        `json:"size"`
	Total wnum         `json:"total"`
	List  []orderShape `json:"shop_order_list"`
}

// paging checks page and size.
func paging(page, size flex) (from, to int, a answer, ok bool) {
	p, n := page.int(), size.int()
	switch {
	case !page.set || !size.set:
		return 0, 0, bad(40002, "isv.missing-parameter:page", "缺少page或size"), false
	case p < 0:
		return 0, 0, bad(40004, "isv.parameter-invalid:10035", "页码不能为负数"), false
	case n < 1 || n > maxPage:
		return 0, 0, bad(40004, "isv.parameter-invalid:20008", "每页最多100条"), false
	case (p+1)*n > maxWindow:
		return 0, 0, bad(40004, "isv.parameter-invalid:20013", "最多查询50000条，请缩小时间范围"), false
	}
	return int(p * n), int(p*n + n), answer{}, true
}

func (s *simulator) orderList(c *call) answer {
	var p orderListParams
	if !c.read(&p) {
		return bad(40004, "isv.parameter-invalid:1", "参数错误")
	}
	from, to, a, ok := paging(p.Page, p.Size)
	oldest := c.now - orderReach - reachSlack
	switch {
	case !ok:
		return a
	case !p.CreateFrom.set && !p.UpdateFrom.set:
		return bad(40004, "isv.parameter-invalid:20011", "创建时间和更新时间至少传一个")
	case p.CreateFrom.set && p.CreateFrom.int() < oldest, p.UpdateFrom.set && p.UpdateFrom.int() < oldest:
		return bad(40004, "isv.parameter-invalid:20022", "仅支持查询近90天订单")
	case len(p.Combine) > 1:
		return bad(40004, "isv.parameter-invalid:20012", "combine_status只支持一个")
	case p.OrderBy != "" && p.OrderBy != "create_time" && p.OrderBy != "update_time", p.After != "" && p.After != "all", p.Product != "":
		return bad(40004, "isv.parameter-invalid:10001", "模拟器不支持该筛选")
	}
	s.shift(c, p.Page.int(), func() (int64, int64, bool) {
		list := s.ordersIn(&p, c.now)
		if len(list) == 0 {
			return 0, 0, false
		}
		m := &s.x.orders[list[0]]
		return s.w.orderID(int(m.day), int(m.idx)), 0, true
	})
	list := s.ordersIn(&p, c.now)
	out := orderListAnswer{Page: p.Page.int(), Size: p.Size.int(), Total: wnum{int64(len(list)), c.nth%9 == 0}, List: []orderShape{}}
	var l life
	for i := from; i < to && i < len(list); i++ {
		s.x.load(&l, list[i])
		out.List = append(out.List, l.orderShape(c, s.o.ShopID, s.x.now))
	}
	if c.fault == faultDuplicate && len(out.List) > 0 {
		// The newest row once more, and the first as it was before its last change.
		out.List = append(out.List, out.List[len(out.List)-1])
		s.x.load(&l, list[from])
		if old := l.updated(l.updated(s.x.now) - 1); old > 0 {
			out.List = append(out.List, l.orderShape(c, s.o.ShopID, old))
		}
	}
	return good(out)
}

// ordersIn lists the places of visible orders in the asked order.
func (s *simulator) ordersIn(p *orderListParams, now int64) []int32 {
	x := s.x
	upd := func(i int32) int64 { return x.orders[i].upd }
	list := window(x.bySecO, p.UpdateFrom.int(), p.UpdateTo.int(), upd)
	want := map[string]bool{}
	if len(p.Combine) == 1 {
		for _, st := range strings.Split(p.Combine[0].Status, ",") {
			want[strings.TrimSpace(st)] = true
		}
	}
	createFrom := p.CreateFrom.int()
	if createFrom == 0 {
		createFrom = now - orderReach - reachSlack
	}
	var only int32 = -1
	if p.Tracking != "" {
		d, i, _, ok := s.w.findNumber(p.Tracking)
		at, seen := x.place(d, i)
		if !ok || !seen {
			return nil
		}
		only = at
	}
	out := make([]int32, 0, len(list))
	for _, at := range list {
		m := &x.orders[at]
		if m.created < createFrom || p.CreateTo.int() > 0 && m.created > p.CreateTo.int() || only >= 0 && at != only {
			continue
		}
		if len(want) > 0 && !want[strconv.Itoa(int(m.status))] {
			continue
		}
		out = append(out, at)
	}
	if p.OrderBy != "update_time" {
		slices.SortFunc(out, func(a, b int32) int {
			if c := cmp.Compare(x.orders[a].created, x.orders[b].created); c != 0 {
				return c
			}
			return cmp.Compare(a, b)
		})
	}
	if !p.Asc {
		slices.Reverse(out)
	}
	return out
}

// shift is the page_shift fault: while somebody reads page one or later, the
// first row of the window changes and leaves it, so that every later row moves
// up by one. The change carries a second that has just begun.
func (s *simulator) shift(c *call, page int64, first func() (order, kase int64, ok bool)) {
	const most = 24
	if c.fault != faultShift || page < 1 || s.shifts >= most {
		return
	}
	order, kase, ok := first()
	if !ok {
		return
	}
	s.shifts++
	at := s.x.now + 1
	s.x.moveTo(at)
	s.x.do(op{At: at, Order: order, Case: kase, Kind: opTouch})
}

func (s *simulator) orderDetail(c *call) answer {
	var p struct {
		ID flex `json:"shop_order_id"`
	}
	if !c.read(&p) || p.ID.text == "" {
		return bad(40002, "isv.missing-parameter:shop_order_id", "缺少订单号")
	}
	d, i, ok := s.w.findOrder(p.ID.int())
	at, seen := s.x.place(d, i)
	if !ok || !seen {
		return bad(50002, "isv.business-failed:20014", "订单不存在")
	}
	var l life
	s.x.load(&l, at)
	return good(map[string]any{"shop_order_detail": l.orderShape(c, s.o.ShopID, s.x.now)})
}
