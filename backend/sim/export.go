package sim

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"afterdesk/backend/domain"
)

// reviewHeader is laid out like a console's review export: Chinese heads, one
// row a review, "-" for what is missing.
var reviewHeader = []string{"评价ID", "订单编号", "商品ID", "商品名称", "商品规格", "评价星级", "评价内容", "评价时间", "追评内容", "追评时间", "商家回复", "回复时间", "买家昵称"}

var promiseHeader = []string{"直播间ID", "场次名称", "主播ID", "主播", "开播时间", "下播时间", "商品ID", "SKU ID", "承诺类型", "承诺内容", "时间"}

var promiseWords = map[domain.PromiseKind]string{domain.PromisePrice: "价格", domain.PromiseGift: "赠品", domain.PromiseSize: "尺码", domain.PromiseShipBy: "发货时间", domain.PromiseWarranty: "质保"}

// WriteReviews writes the reviews that exist at until as a console's export
// does: CSV in GB18030, CRLF, times in the shop's zone, oldest order day first.
func (w *World) WriteReviews(out io.Writer, until domain.Instant) error {
	now := int64(until) / 1000
	return w.sheet(out, reviewHeader, func(row func([]string) error) error {
		var l life
		for d := 0; d <= w.dayOf(now); d++ {
			for i := range w.ordersOn(d) {
				w.live(&l, d, i, nil)
				if l.rev.at == 0 || l.rev.at > now {
					continue
				}
				if err := row(l.reviewCells(now)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (l *life) reviewCells(now int64) []string {
	r := l.reviewRow(now)
	stars := "-"
	if r.Rating > 0 {
		stars = strconv.FormatInt(r.Rating, 10)
	}
	return []string{r.RemoteID, l.lineID(0), r.ProductID, r.ProductName, r.Spec, stars, dash(r.Text.Reveal()), l.w.clock(r.CreatedAt),
		dash(r.FollowText.Reveal()), l.w.clock(r.FollowAt), dash(r.ReplyText.Reveal()), l.w.clock(r.RepliedAt), r.BuyerNick.Reveal()}
}

// WritePromises writes what was said in the broadcasts until a moment: CSV in
// GB18030 with one row a promise.
func (w *World) WritePromises(out io.Writer, until domain.Instant) error {
	now := int64(until) / 1000
	return w.sheet(out, promiseHeader, func(row func([]string) error) error {
		for d := 0; d <= w.dayOf(now); d++ {
			p := w.planOf(d)
			at := map[string]*session{}
			for i := range p.sessions {
				s := &p.sessions[i]
				at[domain.RemoteKey(w.cfg.ShopID, s.roomText())] = s
			}
			for _, x := range w.promiseRows(p, now) {
				s := at[x.SessionID]
				h := &w.hosts[s.host]
				end := instant(s.end)
				if s.end > now {
					end = 0
				}
				if err := row([]string{s.roomText(), s.title, strconv.FormatInt(h.id, 10), h.name, w.clock(instant(s.start)), w.clock(end),
					x.ProductID, "-", promiseWords[x.Kind], x.Wording, w.clock(x.SaidAt)}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// clock prints a moment in the shop's zone, "-" when there is none.
func (w *World) clock(i domain.Instant) string {
	if i == 0 {
		return "-"
	}
	return i.In(w.loc).Format(time.DateTime)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func (w *World) sheet(out io.Writer, header []string, fill func(func([]string) error) error) error {
	enc := simplifiedchinese.GB18030.NewEncoder().Writer(out)
	c := csv.NewWriter(enc)
	c.UseCRLF = true
	row := func(cells []string) error { return c.Write(cells) }
	err := row(header)
	if err == nil {
		err = fill(row)
	}
	c.Flush()
	if err == nil {
		err = c.Error()
	}
	if cl, ok := enc.(io.Closer); ok && err == nil {
		err = cl.Close()
	}
	if err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("write sheet: %w", err))
	}
	return nil
}
