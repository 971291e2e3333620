package rules

import (
	"testing"

	"afterdesk/backend/domain"
)

// unmetOf returns the traps of a refusal that nothing makes good.
func unmetOf(b *Book, r Refusal) map[string]domain.RefusalTrap {
	out := map[string]domain.RefusalTrap{}
	for _, t := range b.Traps(r) {
		if !t.Met {
			out[t.Trap] = t
		}
	}
	return out
}

// MS-20: the grounds that the published list names, as staff word them, on a
// platform with the list and on one without.
func TestEveryListedBadReasonIsCaught(t *testing.T) {
	b := book(t, nil)
	returns := domain.AfterSale{Type: domain.CaseReturnRefund, Reason: domain.ReasonQuality, AppliedAt: moment("2026-10-05 09:00")}
	refund := domain.AfterSale{Type: domain.CaseRefundShipped, Reason: domain.ReasonQuality, AppliedAt: moment("2026-10-05 09:00")}
	offer := "您可以退货退款，运费我们出" // so that only the ground under test is bad
	listed := []struct {
		trap string
		c    domain.AfterSale
		text string
		note string
	}{
		{"force_reason_change", returns, "申请原因与实际不符", "亲，请修改原因为七天无理由后重新申请"},
		{"already_signed", returns, "商品已签收", "物流显示已签收，无法退款"},
		{"buyer_mistake", returns, "买家原因造成", ""},
		{"settled", returns, "已与买家协商一致", ""},
		{"return_not_received", returns, "未收到退货", ""},
		{"change_amount", returns, "退款金额有误，请修改退款金额", ""},
		{"other_address", returns, "退货地址不对", "请寄到另一个地址"},
		{"already_shipped", refund, "商品已发货", offer},
		{"signed_no_return", returns, "签收后不支持七天无理由退货", ""},
		{"time_limited", returns, "已超过售后时效", ""},
		{"warehouse_moved", returns, "仓库搬迁，暂不处理退货", ""},
		{"holiday", returns, "国庆放假，节后处理", ""},
		{"no_other_way", refund, "不同意退款", "商品没有问题"},
	}
	for _, platform := range []string{"doudian", "pinduoduo"} {
		caught := 0
		for _, c := range listed {
			got := unmetOf(b, Refusal{Platform: platform, Case: c.c, At: moment("2026-10-06 09:00"), Reason: c.text, Note: c.note})
			trap, ok := got[c.trap]
			if !ok {
				t.Errorf("%s: %q is not caught: %v", platform, c.text, got)
				continue
			}
			caught++
			if trap.Source == "" || trap.EffectiveFrom == "" || (trap.Confidence == "doc") != (platform == "doudian") {
				t.Errorf("%s: no clause is shown: %+v", c.trap, trap)
			}
		}
		if caught != len(listed) || len(listed) < 12 {
			t.Errorf("%s: caught %d of %d", platform, caught, len(listed))
		}
	}
}

func TestAGroundThatIsProvenIsNoTrap(t *testing.T) {
	b := book(t, nil)
	c := domain.AfterSale{Type: domain.CaseRefundShipped, Reason: domain.ReasonChangedMind, AppliedAt: moment("2026-10-05 09:00")}
	at := moment("2026-10-06 09:00")
	offer := "可以收到后退货退款"
	for name, x := range map[string]struct {
		r    Refusal
		want string // the unmet trap, "" = none
	}{
		"shipped, picked up before the request":      {Refusal{Reason: "商品已发货", Note: offer, PickedAt: moment("2026-10-04 20:00")}, ""},
		"shipped, picked up after the request":       {Refusal{Reason: "商品已发货", Note: offer, PickedAt: moment("2026-10-05 20:00")}, "already_shipped"},
		"shipped, no pickup known":                   {Refusal{Reason: "商品已发货", Note: offer}, "already_shipped"},
		"settled, the chat goes with it":             {Refusal{Reason: "已协商一致", Note: offer, Chat: true}, ""},
		"settled, no chat":                           {Refusal{Reason: "已协商一致", Note: offer}, "settled"},
		"no 7-day return, and no quality is claimed": {Refusal{Reason: "商品不支持七天无理由", Note: offer}, ""},
		"an honest refusal with an offer":            {Refusal{Reason: "商品完好，与描述一致", Note: "附检测照片。" + offer}, ""},
		"an honest refusal without an offer":         {Refusal{Reason: "商品完好，与描述一致", Note: "附检测照片"}, "no_other_way"},
	} {
		x.r.Platform, x.r.Case, x.r.At = "doudian", c, at
		got := unmetOf(b, x.r)
		if _, ok := got[x.want]; (x.want == "") != (len(got) == 0) || x.want != "" && !ok {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestARefusalNamesItsFine(t *testing.T) {
	b := book(t, nil)
	if fine, rule, from := b.FineOfRefusal("doudian", moment("2026-10-06 09:00"), domain.CNY(23900)); fine != domain.CNY(2390) || rule != "doudian-fine-refusal" || from != "2026-07-31" {
		t.Errorf("10 %% of ¥239: %v by %s from %s", fine, rule, from)
	}
	if fine, rule, _ := b.FineOfRefusal("pinduoduo", moment("2026-10-06 09:00"), domain.CNY(23900)); fine.Known() || rule != "" {
		t.Errorf("nobody published an amount: %v by %s", fine, rule)
	}
}
