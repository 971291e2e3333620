package sim

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// flex reads a number or a text that holds one.
type flex struct {
	text string
	set  bool
}

// UnmarshalJSON accepts both forms.
func (f *flex) UnmarshalJSON(b []byte) error {
	f.set = true
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &f.text)
	}
	if !bytes.Equal(b, []byte("null")) {
		f.text = string(b)
	}
	return nil
}

// int returns the number; 0 when there is none.
func (f flex) int() int64 {
	n, err := strconv.ParseInt(f.text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// wnum is a number that the platform sometimes sends as text.
type wnum struct {
	v     int64
	quote bool
}

// MarshalJSON writes the number in its form.
func (n wnum) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 24)
	if n.quote {
		b = append(b, '"')
	}
	b = strconv.AppendInt(b, n.v, 10)
	if n.quote {
		b = append(b, '"')
	}
	return b, nil
}

// quirk decides which numbers of an item come as text: three in a hundred, the
// same ones each time.
type quirk struct{ d dice }

func (q *quirk) n(v int64) wnum { return wnum{v, q.d.hit(300)} }

type idName struct {
	Name string `json:"name"`
	ID   string `json:"id"`
}

type address struct {
	Province idName `json:"province"`
	City     idName `json:"city"`
	Town     idName `json:"town"`
	Street   idName `json:"street"`
	Detail   string `json:"detail,omitempty"`
	Cipher   string `json:"encrypt_detail,omitempty"`
}

type orderShape struct {
	ShopID            wnum          `json:"shop_id"`
	ShopName          string        `json:"shop_name"`
	OrderID           string        `json:"order_id"`
	Level             int           `json:"order_level"`
	OpenID            string        `json:"doudian_open_id"`
	Status            int           `json:"order_status"`
	StatusText        string        `json:"order_status_desc"`
	Main              int           `json:"main_status"`
	MainText          string        `json:"main_status_desc"`
	CancelReason      string        `json:"cancel_reason"`
	Created           wnum          `json:"create_time"`
	Paid              wnum          `json:"pay_time"`
	Updated           wnum          `json:"update_time"`
	Finished          int64         `json:"finish_time"`
	Shipped           int64         `json:"ship_time"`
	ShipBy            wnum          `json:"exp_ship_time"`
	Expire            int64         `json:"order_expire_time"`
	Amount            wnum          `json:"order_amount"`
	PayAmount         wnum          `json:"pay_amount"`
	Post              wnum          `json:"post_amount"`
	PostOrigin        int64         `json:"post_origin_amount"`
	PostPromotion     int64         `json:"post_promotion_amount"`
	Insurance         int64         `json:"post_insurance_amount"`
	Modify            int64         `json:"modify_amount"`
	ModifyPost        int64         `json:"modify_post_amount"`
	Promotion         wnum          `json:"promotion_amount"`
	PromotionShop     int64         `json:"promotion_shop_amount"`
	PromotionPlatform int64         `json:"promotion_platform_amount"`
	PromotionTalent   int64         `json:"promotion_talent_amount"`
	PromotionTotal    int64         `json:"total_promotion_amount"`
	CostShop          int64         `json:"shop_cost_amount"`
	CostPlatform      int64         `json:"platform_cost_amount"`
	PayType           int           `json:"pay_type"`
	BType             int           `json:"b_type"`
	BTypeText         string        `json:"b_type_desc"`
	BuyerWords        string        `json:"buyer_words"`
	SellerWords       string        `json:"seller_words"`
	Stars             int           `json:"seller_remark_stars"`
	Receiver          string        `json:"post_receiver"`
	Tel               string        `json:"post_tel"`
	ReceiverCipher    string        `json:"encrypt_post_receiver"`
	TelCipher         string        `json:"encrypt_post_tel"`
	ReceiverMask      string        `json:"mask_post_receiver"`
	TelMask           string        `json:"mask_post_tel"`
	Addr              address       `json:"post_addr"`
	AddrMask          address       `json:"mask_post_addr"`
	Parcels           []parcelShape `json:"logistics_info"`
	Lines             []lineShape   `json:"sku_order_list"`
}

type parcelShape struct {
	TrackingNo  string         `json:"tracking_no"`
	Company     string         `json:"company"`
	CompanyName string         `json:"company_name"`
	Shipped     wnum           `json:"ship_time"`
	DeliveryID  string         `json:"delivery_id"`
	Products    []packedRecord `json:"product_info"`
}

type packedRecord struct {
	Name    string `json:"product_name"`
	LineID  string `json:"sku_order_id"`
	SKU     int64  `json:"sku_id"`
	Count   int64  `json:"product_count"`
	Product string `json:"product_id_str"`
	Price   int64  `json:"price"`
}

type nameValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type lineShape struct {
	OrderID     string      `json:"order_id"`
	Parent      string      `json:"parent_order_id"`
	Status      int         `json:"order_status"`
	StatusText  string      `json:"order_status_desc"`
	ProductID   int64       `json:"product_id"`
	ProductStr  string      `json:"product_id_str"`
	SKU         int64       `json:"sku_id"`
	Code        string      `json:"code"`
	Name        string      `json:"product_name"`
	Picture     string      `json:"product_pic"`
	Spec        []nameValue `json:"spec"`
	Num         wnum        `json:"item_num"`
	GoodsType   int         `json:"goods_type"`
	CID1        int64       `json:"first_cid"`
	CID2        int64       `json:"second_cid"`
	Origin      wnum        `json:"origin_amount"`
	Sum         wnum        `json:"sum_amount"`
	Amount      int64       `json:"order_amount"`
	PayAmount   wnum        `json:"pay_amount"`
	Promotion   int64       `json:"promotion_amount"`
	Given       string      `json:"given_product_type"`
	Created     int64       `json:"create_time"`
	Paid        int64       `json:"pay_time"`
	Updated     int64       `json:"update_time"`
	Shipped     int64       `json:"ship_time"`
	Finished    int64       `json:"finish_time"`
	Receipt     wnum        `json:"logistics_receipt_time"`
	ShipBy      int64       `json:"exp_ship_time"`
	ThemeType   string      `json:"theme_type"`
	ThemeText   string      `json:"theme_type_desc"`
	Room        int64       `json:"room_id"`
	RoomStr     string      `json:"room_id_str"`
	Author      int64       `json:"author_id"`
	AuthorName  string      `json:"author_name"`
	Content     string      `json:"content_id"`
	Video       string      `json:"video_id"`
	CBiz        wnum        `json:"c_biz"`
	CBizText    string      `json:"c_biz_desc"`
	AdEnv       string      `json:"ad_env_type"`
	IsComment   int         `json:"is_comment"`
	PreSale     int         `json:"pre_sale_type"`
	AfterSale   lineCase    `json:"after_sale_info"`
	TradeType   int         `json:"trade_type"`
	NeedSerial  bool        `json:"need_serial_number"`
	Inventories []nameValue `json:"inventory_list"`
}

type lineCase struct {
	Status int `json:"after_sale_status"`
	Type   int `json:"after_sale_type"`
	Refund int `json:"refund_status"`
}

var orderStatusText = map[int]string{1: "待支付", 105: "已支付", 2: "备货中", 101: "部分发货", 3: "已发货", 4: "已取消", 5: "已完成", 21: "发货前退款完结", 22: "发货后退款完结", 39: "收货后退款完结"}

// unknownNow says whether the unknown_status fault hides an item's state.
func unknownNow(c *call, id int64) bool { return c.fault == faultUnknown && mix(uint64(id))%7 == 0 }

const (
	strangeOrder = 88
	strangeCase  = 77
)

func untilNow(t, now int64) int64 {
	if t > now {
		return 0
	}
	return t
}

// orderShape renders the order at a moment.
func (l *life) orderShape(c *call, shopID string, now int64) orderShape {
	w := l.w
	q := quirk{w.dice(rollWire, l.day, l.idx)}
	st, main := l.status(now)
	goods, paid := l.total()
	prov := &provinces[l.b.prov]
	cty := prov.cities[l.b.city]
	shop, _ := strconv.ParseInt(shopID, 10, 64)
	o := orderShape{ShopID: wnum{v: shop}, ShopName: w.cfg.ShopName, OrderID: l.lineID(0), Level: 2, OpenID: l.b.openID(), Status: st, Main: main,
		Created: q.n(l.created), Updated: q.n(l.updated(now)), Expire: unpaidCloses, Amount: q.n(goods + l.freight), PayAmount: q.n(0), Post: q.n(l.freight), PostOrigin: l.freight,
		Promotion: q.n(goods - paid), PayType: []int{1, 2, 4, 2, 12, 1}[l.b.phone%6], BType: 2, BTypeText: "抖音", BuyerWords: l.buyerWords(),
		ReceiverCipher: "#" + l.b.openID()[3:15] + "=#1##", TelCipher: "$" + l.b.openID()[5:17] + "=$1$$", ReceiverMask: l.b.maskedName(), TelMask: l.b.maskedPhone()}
	if unknownNow(c, l.id) {
		o.Status, o.Main = strangeOrder, strangeOrder
	}
	o.StatusText, o.MainText = orderStatusText[o.Status], orderStatusText[o.Main]
	o.PromotionTotal = goods - paid
	o.PromotionPlatform = (goods - paid) / 5
	o.PromotionShop = goods - paid - o.PromotionPlatform
	o.CostShop, o.CostPlatform = o.PromotionShop, o.PromotionPlatform
	o.Paid, o.ShipBy = q.n(untilNow(l.paid, now)), q.n(0)
	if o.Paid.v > 0 {
		o.PayAmount.v = paid + l.freight
		o.ShipBy.v = l.shipBy
	}
	o.Shipped = untilNow(l.uploaded, now)
	if st == 5 {
		o.Finished = untilNow(l.finished, now)
	}
	if st == 4 {
		o.CancelReason = l.closedWhy
	}
	for i := range l.ops {
		if p := &l.ops[i]; p.Kind == opRemark && p.Case == 0 && p.At <= now {
			o.SellerWords = p.Note
		}
	}
	o.Addr = address{Province: idName{prov.name, prov.code}, City: idName{cty.name, prov.code + "01"}, Town: idName{cty.towns[l.b.town], prov.code + "0101"},
		Street: idName{"示例街道", prov.code + "0101001"}, Cipher: "#" + l.b.openID()[8:20] + "=#1##"}
	o.AddrMask = o.Addr
	o.AddrMask.Cipher, o.AddrMask.Detail = "", l.b.maskedAddress()
	o.Lines = make([]lineShape, len(l.lines))
	for i := range l.lines {
		o.Lines[i] = l.lineShape(c, i, st, now, &q)
	}
	o.Parcels = []parcelShape{}
	for i := range l.parcels {
		p := &l.parcels[i]
		if p.back || p.again || !l.shown(p, now) {
			continue
		}
		x := parcelShape{TrackingNo: p.waybill(), Company: couriers[p.courier].code, CompanyName: couriers[p.courier].name, Shipped: q.n(p.uploaded),
			DeliveryID: strconv.FormatInt(700_000_000_000_000+l.id%1_000_000_000_000*2+int64(p.slot), 10)}
		for k := p.first; k < p.last; k++ {
			pr := &w.goods[l.lines[k].product]
			x.Products = append(x.Products, packedRecord{pr.name, l.lineID(k), pr.variant(l.lines[k].variant).id, l.lines[k].qty, strconv.FormatInt(pr.id, 10), pr.price})
		}
		o.Parcels = append(o.Parcels, x)
	}
	return o
}

func (l *life) lineShape(c *call, i, st int, now int64, q *quirk) lineShape {
	w := l.w
	x := &l.lines[i]
	pr := &w.goods[x.product]
	v := pr.variant(x.variant)
	o := lineShape{OrderID: l.lineID(i), Parent: l.lineID(0), Status: l.lineStatus(i, now, st), ProductID: pr.id, ProductStr: strconv.FormatInt(pr.id, 10), SKU: v.id, Code: v.code(pr),
		Name: pr.name, Picture: pr.picture(), Spec: []nameValue{{"颜色分类", v.colour}}, Num: q.n(x.qty), CID1: pr.cid[0], CID2: pr.cid[1],
		Origin: q.n(pr.price), Sum: q.n(pr.price * x.qty), Amount: pr.price * x.qty, PayAmount: q.n(x.paid), Promotion: pr.price*x.qty - x.paid, Given: "MASTER",
		Created: l.created, Paid: untilNow(l.paid, now), Updated: l.updated(now), Shipped: untilNow(x.shipped, now), Receipt: q.n(untilNow(x.signed, now)),
		ThemeType: "0", ThemeText: "其他", Content: "0", CBiz: q.n(8), CBizText: "小店自卖"}
	if unknownNow(c, l.id) {
		o.Status = strangeOrder
	}
	o.StatusText = orderStatusText[o.Status]
	if v.size != "" {
		o.Spec = append(o.Spec, nameValue{"尺码", v.size})
	}
	if x.gift {
		o.Given, o.Promotion = "FREE", 0
	}
	if o.Paid > 0 {
		o.ShipBy = l.shipBy
	}
	if st == 5 {
		o.Finished = untilNow(l.finished, now)
	}
	if l.presaleDays > 0 {
		o.PreSale = 1
	}
	if x.live {
		s := &l.p.sessions[l.p.segs[x.seg].session]
		h := &w.hosts[s.host]
		o.ThemeType, o.ThemeText, o.Room, o.RoomStr, o.Author, o.AuthorName, o.AdEnv = "1", "直播间", s.room, s.roomText(), h.id, h.name, "live"
		if !h.own {
			o.CBiz.v, o.CBizText = 2, "精选联盟"
		}
	}
	if r := &l.rev; r.at > 0 && r.at <= now && r.line == i {
		o.IsComment = 1
		if r.follow > 0 && r.follow <= now {
			o.IsComment = 2
		}
	}
	for k := range l.cases {
		if cs := &l.cases[k]; cs.line < 0 || cs.line == i {
			if s := cs.at(now); s != nil {
				o.AfterSale = lineCase{int(s.status), int(s.typ), int(s.refund)}
			}
		}
	}
	return o
}
