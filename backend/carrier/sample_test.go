package carrier_test

import (
	"context"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"afterdesk/backend/carrier"
	"afterdesk/backend/domain"
	"afterdesk/backend/sim"
)

// line is one trace text with the state it is meant to have.
type line struct {
	from, text string
	want       domain.TrackState
}

// publicLines are wordings of public tracking pages, each at several places.
func publicLines(t *testing.T) (out []line) {
	t.Helper()
	raw, err := os.ReadFile("testdata/public.tsv")
	if err != nil {
		t.Fatal(err)
	}
	sites := []string{"杭州滨江", "上海浦东", "派潭", "签村", "退秋湾", "郑州航空港", "揽月路", "发家坪"} // some hold a word that means something elsewhere
	for _, l := range strings.Split(string(raw), "\n") {
		state, wording, ok := strings.Cut(l, "\t")
		if !ok || strings.HasPrefix(l, "#") {
			continue
		}
		for i, s := range sites {
			text := strings.NewReplacer("{s}", s, "{n}", sites[(i+3)%len(sites)], "{p}", "王师傅", "{t}", "13000000000").Replace(wording)
			out = append(out, line{"public", text, domain.TrackState(state)})
		}
	}
	return out
}

// worldLines are the scans of a generated merchant's parcels, in the simulator's
// own wording, with the state that the simulator meant. They share nothing with
// the map but the list of states.
func worldLines(t *testing.T, n int) (out []line) {
	t.Helper()
	w := sim.New(sim.Config{Seed: 5, Orders: 1500, Days: 20, Start: domain.FromUnix(1_785_000_000)})
	seen := map[string]bool{}
	err := w.EachDay(context.Background(), domain.FromUnix(1_785_000_000)+30*domain.Day, func(b sim.Batch) error {
		for _, p := range b.Parcels {
			for _, e := range p.Traces {
				if len(out) < n && !seen[e.Text] {
					seen[e.Text] = true
					out = append(out, line{"world", e.Text, e.State})
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// factLines are the names that the two aggregators' published state tables give
// their codes, in the forms in which they stand in an event.
func factLines() (out []line) {
	for state, names := range map[domain.TrackState]string{
		domain.TrackCreated:        "已下单 已取号",
		domain.TrackWaitPickup:     "待揽收 待揽件",
		domain.TrackPickedUp:       "已揽收 已揽件 已收取快件",
		domain.TrackSortCenter:     "到达转运中心 到达分拨中心 到达集散中心",
		domain.TrackInTransit:      "在途中 干线运输中 寄件网点发件扫描",
		domain.TrackDestCity:       "到达派件城市 到达派件网点",
		domain.TrackOutForDelivery: "派件中 正在派送",
		domain.TrackAtStation:      "已放入快递柜或驿站 投柜或驿站：已到代收点",
		domain.TrackSigned:         "已签收 已妥投 本人签收",
		domain.TrackSignedByOther:  "他人代收 已代签",
		domain.TrackRefused:        "拒收（客户拒收） 拒签",
		domain.TrackReturning:      "退回中 退件途中",
		domain.TrackReturnedSigned: "退回签收 寄件人已签收 退货签收",
		domain.TrackIntercepted:    "单号已拦截 截单成功",
		domain.TrackForwarded:      "转投其他快递 已转寄",
		domain.TrackProblem:        "疑难件 破损 无法联系 超区件 错分件 派件异常 配送延迟 快递柜或驿站超时未取 收货地址不详细：地址不详 收件人电话错误 重新派送",
		domain.TrackCancelled:      "已销单 客户取消发货 取消寄件",
		domain.TrackCustoms:        "清关中 海关查验",
	} {
		for _, name := range strings.Fields(names) {
			for _, form := range []string{"%s", "【杭州市】%s", "【上海浦东】快件%s", "您的快件 %s", "%s，操作员：王师傅", "包裹%s（13000000000）"} {
				out = append(out, line{"facts", fmt.Sprintf(form, name), state})
			}
		}
	}
	return out
}

// LG-01: every carrier text of a sample of at least 2,000 lines maps to one
// state. The sample comes from three places, none of which is the map: public
// wordings, the simulator's own room, the published state tables. Less than 1 %
// may stay unmapped, and those are listed.
func TestTwoThousandLinesFromElsewhereAreMapped(t *testing.T) {
	sample := append(append(publicLines(t), worldLines(t, 1200)...), factLines()...)
	counts, unmapped, wrong := map[string]int{}, []string{}, 0
	for _, l := range sample {
		counts[l.from]++
		switch got := carrier.Classify("doudian", "", l.text); {
		case got == domain.TrackUnknown:
			unmapped = append(unmapped, l.from+": "+l.text)
		case got != l.want:
			wrong++
			t.Errorf("%s: %s became %s, want %s", l.from, l.text, got, l.want)
		}
	}
	sort.Strings(unmapped)
	t.Logf("%d lines %v, %d unmapped, %d otherwise than meant", len(sample), counts, len(unmapped), wrong)
	if len(sample) < 2000 || counts["public"] < 800 || counts["world"] < 800 {
		t.Fatalf("the sample is too small: %v", counts)
	}
	if len(unmapped)*100 >= len(sample) {
		t.Errorf("unmapped:\n%s", strings.Join(unmapped, "\n"))
	}
}

// What has no state is listed with its words, never guessed.
func TestWhatSaysNothingStaysUnknown(t *testing.T) {
	for _, text := range []string{"", "温馨提示：请保管好个人物品", "感谢您的支持", "如有疑问请致电客服", "Shipment information sent", "天气晴好"} {
		if got := carrier.Classify("doudian", "", text); got != domain.TrackUnknown {
			t.Errorf("%q became %s", text, got)
		}
	}
}
