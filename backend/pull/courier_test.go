package pull

import (
	"context"
	"fmt"
	"testing"

	"afterdesk/backend/carrier"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

func TestAWordingIsKeptWithoutPlacesPersonsAndNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"【杭州市】宝贝到家啦，电话13800000000":   "【】宝贝到家啦，电话#",
		"【上海市】宝贝到家啦，电话 021-00000000": "【】宝贝到家啦，电话#-#",
		"快件（ 12 件）在【甲【乙】站】 停留":       "快件【】在【】停留",
		"括号没有关【杭州":                   "括号没有关【】",
		"":                           "",
	} {
		if got := courierWord(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

// LG-01: what no map knows is listed with a count, once per event; a person's
// meaning is taken without asking the courier again, and from then on at once.
func TestACouriersUnknownWordsAreListedAndMappedWithoutAnotherQuestion(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, apiShop)
	d.p.d.Classify = carrier.Classify
	d.f.fill(10, d.now()-domain.Day)
	for i, place := range []string{"杭州", "上海", "广州"} {
		d.f.traces[fmt.Sprintf("YT%013d", i)] = []domain.TraceEvent{{At: d.now() - 20*domain.Hour, State: domain.TrackPickedUp, Text: "已揽收", Reporter: "platform"},
			{At: d.now() - domain.Hour, State: domain.TrackUnknown, Text: "【" + place + "】宝贝到家啦 1380000000" + fmt.Sprint(i), Reporter: "platform"}}
	}
	listed := func(want int64) {
		t.Helper()
		list, err := d.st.ListUnmapped(ctx, "s1")
		if err != nil || len(list) != 1 || list[0].Field != "trace.state" || list[0].Raw != "【】宝贝到家啦#" || list[0].Count != want {
			t.Errorf("listed %+v, %v", list, err)
		}
	}
	d.pull()
	listed(3)
	d.later(9 * domain.Hour)
	d.pull() // the same events again
	listed(3)
	state := func(i int) domain.TrackState {
		p, err := d.st.GetParcel(ctx, domain.ParcelID("s1", "yuantong", fmt.Sprintf("YT%013d", i)))
		if err != nil {
			t.Fatal(err)
		}
		return p.Parcel.State
	}
	if state(0) != domain.TrackPickedUp {
		t.Errorf("before it has a meaning: %s", state(0))
	}
	asked := fmt.Sprint(d.f.asked)
	if err := d.st.Write(ctx, func(tx *store.Tx) error {
		return tx.MapValue(ctx, "s1", "trace.state", "【】宝贝到家啦#", string(domain.TrackSigned))
	}); err != nil {
		t.Fatal(err)
	}
	if _, changed, err := d.p.Rederive(ctx, "s1"); err != nil || changed != 3 || fmt.Sprint(d.f.asked) != asked {
		t.Errorf("%d changed, %v", changed, err)
	}
	if state(0) != domain.TrackSigned || state(2) != domain.TrackSigned {
		t.Errorf("after: %s %s", state(0), state(2))
	}
	if _, changed, err := d.p.Rederive(ctx, "s1"); err != nil || changed != 0 {
		t.Errorf("once more: %d changed, %v", changed, err)
	}
	d.f.traces["YT0000000000005"] = []domain.TraceEvent{{At: d.now(), State: domain.TrackUnknown, Text: "【成都】宝贝到家啦 13800000009", Reporter: "platform"}}
	d.later(domain.Day)
	d.pull()
	if state(5) != domain.TrackSigned {
		t.Errorf("a new one: %s", state(5))
	}
	listed(3)
}

func TestTracesOfAFileAreReadAnewByTodaysWords(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, fileShop)
	d.p.d.Classify = carrier.Classify
	csv := "运单号,快递公司,时间,轨迹\nYT1,圆通,2026-08-03 10:00:00,【杭州市】已揽收\nYT1,圆通,2026-08-05 10:00:00,【杭州市】宝贝到家啦\n"
	run := d.imported(d.file("traces.csv", csv), nil)
	if run.Kind != domain.SheetTraces || run.Bad != 0 {
		t.Fatalf("%+v", run)
	}
	page, err := d.st.ListParcels(ctx, domain.ParcelQuery{})
	if err != nil || len(page.Items) != 1 || page.Items[0].State != domain.TrackPickedUp {
		t.Fatalf("%+v %v", page.Items, err)
	}
	if err := d.st.Write(ctx, func(tx *store.Tx) error {
		return tx.MapValue(ctx, "s1", "trace.state", "【】宝贝到家啦", string(domain.TrackSigned))
	}); err != nil {
		t.Fatal(err)
	}
	if _, changed, err := d.p.Rederive(ctx, "s1"); err != nil || changed != 1 {
		t.Errorf("%d changed, %v", changed, err)
	}
	if p, err := d.st.GetParcel(ctx, page.Items[0].ID); err != nil || p.Parcel.State != domain.TrackSigned || p.Parcel.SignedAt == 0 {
		t.Errorf("%+v %v", p.Parcel, err)
	}
	if again := d.imported(d.file("traces.csv", csv), nil); again.Added+again.Changed != 0 {
		t.Errorf("the same file again: %+v", again)
	}
	if p, err := d.st.GetParcel(ctx, page.Items[0].ID); err != nil || p.Parcel.State != domain.TrackSigned {
		t.Errorf("after the same file again: %+v %v", p.Parcel, err)
	}
}
