package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"afterdesk/backend/domain"
)

// genConfig is a small generated shop; the same config gives the same rows.
type genConfig struct {
	orders int
	shop   string
	seed   uint64
	first  int            // number of the first order
	start  domain.Instant // creation of the first order
	step   domain.Instant // between two orders
}

type genRows struct {
	orders  []domain.Order
	cases   []domain.AfterSale
	reviews []domain.Review
	traces  map[string][]domain.TraceEvent // by parcel id
}

var (
	genNames   = []string{"连衣裙", "针织衫", "牛仔裤", "运动鞋", "保温杯", "蓝牙耳机", "羽绒服", "洗面奶", "瑜伽垫", "坚果礼盒"}
	genWords   = []string{"女", "夏季", "新款", "显瘦", "加绒", "宽松", "官方", "正品", "直播专享", "大码", "复古", "轻薄"}
	genColors  = []string{"红", "黑", "米白", "藏青"}
	genSizes   = []string{"S", "M", "L", "XL"}
	genPlaces  = []string{"广东", "浙江", "江苏", "四川", "北京"}
	genCarrier = []string{"yto", "zto", "sf"}
	genTypes   = []domain.CaseType{domain.CaseReturnRefund, domain.CaseRefundShipped, domain.CaseRefundUnshipped, domain.CaseExchange, domain.CaseRefused}
)

func gen(c genConfig) genRows {
	if c.shop == "" {
		c.shop = "s1"
	}
	if c.start == 0 {
		c.start = testNow - 60*domain.Day
	}
	if c.step == 0 {
		c.step = 40 * domain.Second
	}
	r := rand.New(rand.NewPCG(c.seed, uint64(c.first)+1))
	out := genRows{traces: map[string][]domain.TraceEvent{}}
	for i := c.first; i < c.first+c.orders; i++ {
		at := c.start + domain.Instant(i-c.first)*c.step + domain.Instant(r.IntN(900))
		remote := fmt.Sprintf("69%016d", i*7919)
		o := domain.Order{ID: domain.RemoteKey(c.shop, remote), ShopID: c.shop, RemoteID: remote, RawStatus: "3", CreatedAt: at, UpdatedAt: at + domain.Hour,
			BuyerKey: fmt.Sprint("b", r.IntN(5000)), BuyerNick: domain.Private("用户" + genNames[r.IntN(len(genNames))][:3] + fmt.Sprint(r.IntN(900))), MaskedName: "张*",
			MaskedPhone: fmt.Sprintf("138****%04d", r.IntN(10000)), Province: genPlaces[r.IntN(len(genPlaces))], City: "某市", District: "某区", MaskedAddress: "某街****",
			Source: domain.Source{API: "order.searchList", FetchedAt: at + domain.Hour, PayloadHash: fmt.Sprintf("%064x", i)}}
		o.Status = domain.OrderStatuses[r.IntN(len(domain.OrderStatuses))]
		if r.IntN(20) > 0 {
			o.PaidAt = at + domain.Minute
		}
		if r.IntN(10) > 0 {
			o.ShippedAt = at + domain.Day
		}
		lines := 1
		if r.IntN(10) < 3 {
			lines = 2
		}
		for k := range lines {
			p := r.IntN(200)
			size := genSizes[r.IntN(len(genSizes))]
			l := domain.OrderLine{RemoteID: fmt.Sprintf("%s%d", remote, k), Status: o.Status, RawStatus: "3", ProductID: fmt.Sprint("36", 10000+p),
				ProductName: genWords[p%len(genWords)] + genNames[p%len(genNames)] + genWords[p/10%len(genWords)] + fmt.Sprint(2000+p), SKUID: fmt.Sprintf("17%05d%s", p, size),
				SKUCode: fmt.Sprintf("KU-%04d-%s", p, size), Spec: genColors[p%len(genColors)] + " / " + size, Size: size, Category: fmt.Sprint("类目", p%12), Qty: 1,
				UnitPrice: domain.CNY(9900), Paid: domain.CNY(int64(5000 + r.IntN(9000))), Live: domain.LiveRef{Channel: domain.ChannelShelf}}
			if r.IntN(5) > 0 {
				room := r.IntN(40)
				l.Live = domain.LiveRef{RoomID: fmt.Sprintf("72%017d", room), HostID: fmt.Sprint("h", room%6), HostName: fmt.Sprint("主播", room%6), Channel: domain.ChannelSelf}
				l.Live.SessionID = domain.RemoteKey(c.shop, l.Live.RoomID)
			}
			l.ID, l.OrderID = domain.RemoteKey(c.shop, l.RemoteID), o.ID
			o.Lines = append(o.Lines, l)
		}
		o.Total, o.Paid = domain.CNY(9900), domain.CNY(8800)
		if o.ShippedAt != 0 {
			carrier := genCarrier[r.IntN(len(genCarrier))]
			p := domain.Parcel{Waybill: fmt.Sprintf("YT%013d", 1_000_000_000_000+i*31), CarrierCode: carrier, CarrierName: "快递" + carrier, Direction: domain.DirectionOut, UploadedAt: o.ShippedAt}
			p.ID, p.ShopID, p.OrderID = domain.ParcelID(c.shop, carrier, p.Waybill), c.shop, o.ID
			o.Parcels = []domain.Parcel{p}
			if r.IntN(2) == 0 {
				events := []domain.TraceEvent{{At: o.ShippedAt + domain.Hour, State: domain.TrackPickedUp, RawCode: "GOT", Text: "【广州】快件已揽收", Site: "广州", Reporter: "platform"},
					{At: o.ShippedAt + 9*domain.Hour, State: domain.TrackSortCenter, RawCode: "HUB", Text: "【广州转运中心】已发出", Site: "广州", Reporter: "platform"}}
				if r.IntN(3) > 0 {
					events = append(events, domain.TraceEvent{At: o.ShippedAt + 50*domain.Hour, State: domain.TrackSigned, RawCode: "SIGN", Text: "已签收", Site: "杭州", Reporter: "platform"})
				}
				out.traces[p.ID] = events
			}
		}
		if r.IntN(10) < 3 {
			a := domain.AfterSale{RemoteID: fmt.Sprintf("14%015d", i*13), ShopID: c.shop, OrderID: o.ID, Type: genTypes[r.IntN(len(genTypes))], RawType: "1", RawStatus: "6",
				Arbitration: domain.ArbNone, Reason: domain.Reasons[r.IntN(len(domain.Reasons))], ReasonText: "理由", Qty: 1, Asked: domain.CNY(8800),
				AppliedAt: at + 3*domain.Day, UpdatedAt: at + 3*domain.Day, StepSince: at + 3*domain.Day, Version: "1"}
			a.ID = domain.RemoteKey(c.shop, a.RemoteID)
			a.FirstReason, a.FirstReasonText = a.Reason, a.ReasonText
			switch r.IntN(20) {
			case 0:
				a.Status, a.Deadline = domain.StatusAwaitMerchant, testNow+domain.Instant(r.IntN(200))*domain.Hour-50*domain.Hour
			case 1:
				a.Status, a.Arbitration, a.EvidenceDue = domain.StatusRefused, domain.ArbEvidence, testNow+domain.Instant(r.IntN(100))*domain.Hour
			case 2:
				a.Status = domain.StatusAwaitReturn
			case 3, 4, 5:
				a.Status, a.ClosedAt = domain.StatusClosed, a.AppliedAt+domain.Day
			default:
				a.Status, a.ClosedAt, a.Refunded, a.GoodsBack = domain.StatusSucceeded, a.AppliedAt+domain.Day, domain.CNY(8800), r.IntN(2) == 0
			}
			if r.IntN(3) == 0 {
				a.LineRemoteIDs = []string{o.Lines[r.IntN(len(o.Lines))].RemoteID}
			}
			if r.IntN(3) > 0 {
				a.Events = []domain.AfterSaleEvent{{ID: "1", At: a.AppliedAt, Actor: domain.ActorBuyer, Action: "apply"},
					{ID: "2", At: a.AppliedAt + domain.Instant(r.IntN(90))*domain.Minute, Actor: domain.ActorMerchant, Action: "agree"}}
			}
			out.cases = append(out.cases, a)
		}
		if r.IntN(10) < 2 {
			v := domain.Review{RemoteID: fmt.Sprintf("80%015d", i), ShopID: c.shop, OrderID: o.ID, ProductID: o.Lines[0].ProductID, ProductName: o.Lines[0].ProductName,
				SKUID: o.Lines[len(o.Lines)-1].SKUID, Rating: int64(r.IntN(6)), Text: "质量不错，物流很快", CreatedAt: at + 6*domain.Day}
			v.ID = domain.RemoteKey(c.shop, v.RemoteID)
			v.Band = []domain.ReviewBand{domain.ReviewUnrated, domain.ReviewNegative, domain.ReviewNegative, domain.ReviewNeutral, domain.ReviewGood, domain.ReviewGood}[v.Rating]
			out.reviews = append(out.reviews, v)
		}
		out.orders = append(out.orders, o)
	}
	return out
}

// put writes generated rows in one transaction.
func (g genRows) put(ctx context.Context, tx *Tx) error {
	if _, err := tx.PutOrders(ctx, g.orders); err != nil {
		return err
	}
	if _, err := tx.PutAfterSales(ctx, g.cases); err != nil {
		return err
	}
	if _, err := tx.PutReviews(ctx, g.reviews); err != nil {
		return err
	}
	for _, o := range g.orders {
		for _, p := range o.Parcels {
			if events := g.traces[p.ID]; events != nil {
				if _, err := tx.PutTraces(ctx, p.ID, events, events[len(events)-1].At); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func fill(t testing.TB, s *Store, c genConfig) genRows {
	t.Helper()
	if c.shop == "" {
		c.shop = "s1"
	}
	g := gen(c)
	write(t, s, func(tx *Tx) error {
		if _, err := tx.shop(t.Context(), c.shop); err != nil {
			if err := tx.PutShop(t.Context(), testShop(c.shop)); err != nil {
				return err
			}
		}
		return g.put(t.Context(), tx)
	})
	return g
}
