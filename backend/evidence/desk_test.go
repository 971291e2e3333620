package evidence

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"afterdesk/backend/custody"
	"afterdesk/backend/domain"
	"afterdesk/backend/store"
	"afterdesk/backend/vault"
)

// noon is 2026-10-20 12:00:00 in Shanghai.
const noon = domain.Instant(1_792_468_800_000)

const (
	testShop    = "s1"
	testOrder   = "s1.6920000000000000001"
	testCase    = "s1.1450000000000000001"
	testWaybill = "SF1234567890123"
	backWaybill = "YT7788990011223"
)

// house is an evidence desk with everything below it, on a temp folder.
type house struct {
	*Desk
	dir   string
	store *store.Store
	log   *custody.Log
	vault *vault.Vault
	set   domain.Settings
	clock atomic.Int64
	seen  func(topics []string) // after each commit; nil = nobody looks
	keep  atomic.Int64          // disk reserve
}

func (h *house) now() domain.Instant { return domain.Instant(h.clock.Add(1000)) }

func openHouse(t testing.TB, dir string) *house {
	t.Helper()
	ctx := context.Background()
	h := &house{dir: dir, set: domain.DefaultSettings()}
	h.set.Operator = "李雷"
	h.clock.Store(int64(noon))
	var err error
	if h.store, err = store.Open(ctx, store.Options{Path: filepath.Join(dir, "afterdesk.db"), Now: h.now, OnCommit: func(topics []string) {
		if h.seen != nil {
			h.seen(topics)
		}
	}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.store.Close() })
	if h.vault, err = vault.Open(filepath.Join(dir, "vault"), vault.Options{Reserve: h.keep.Load}); err != nil {
		t.Fatal(err)
	}
	if h.log, err = custody.Open(filepath.Join(dir, "custody"), h.now, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.log.Close() })
	h.Desk = New(Deps{Store: h.store, Vault: h.vault, Custody: h.log, Now: h.now, Settings: func() domain.Settings { return h.set },
		PackDir: filepath.Join(dir, "packs"), ThumbDir: filepath.Join(dir, "thumbs")})
	if err := h.Repair(ctx); err != nil {
		t.Fatal(err)
	}
	return h
}

// newHouse is openHouse with one shop, order, case and two parcels.
func newHouse(t testing.TB) *house {
	t.Helper()
	h := openHouse(t, t.TempDir())
	h.seed(t)
	return h
}

func (h *house) seed(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	src := domain.Source{API: "order.searchList", FetchedAt: noon, PayloadHash: "00"}
	err := h.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PutShop(ctx, domain.Shop{ID: testShop, Platform: "doudian", RemoteID: "4463798", Name: "青禾女装旗舰店", Currency: "CNY", Zone: "Asia/Shanghai",
			State: domain.ShopActive, CreatedAt: noon - 90*domain.Day}); err != nil {
			return err
		}
		live := domain.LiveRef{RoomID: "7400000000000000001", HostID: "9001", HostName: "小鹿", Channel: domain.ChannelSelf, SessionID: "s1.7400000000000000001"}
		orders := []domain.Order{{ID: testOrder, ShopID: testShop, RemoteID: "6920000000000000001", Status: domain.OrderShipped, RawStatus: "3",
			CreatedAt: noon - 6*domain.Day, PaidAt: noon - 6*domain.Day + domain.Minute, PromisedShipAt: noon - 4*domain.Day, ShippedAt: noon - 5*domain.Day,
			UpdatedAt: noon - 2*domain.Day, Total: domain.CNY(25900), Paid: domain.CNY(23900), BuyerKey: "b1", BuyerNick: "晚风和猫", MaskedName: "张*",
			MaskedPhone: "138****0000", Province: "浙江省", City: "杭州市", District: "余杭区", MaskedAddress: "文一西****", Source: src,
			Lines: []domain.OrderLine{{ID: "s1.l1", OrderID: testOrder, RemoteID: "l1", Status: domain.OrderShipped, ProductID: "p1", ProductName: "法式碎花连衣裙 2026 秋款 收腰显瘦",
				SKUID: "k1", SKUCode: "QH-2310-RED-M", Spec: "红 / M", Size: "M", Qty: 1, UnitPrice: domain.CNY(25900), Paid: domain.CNY(23900), Live: live}}},
			{ID: "s1.6920000000000000002", ShopID: testShop, RemoteID: "6920000000000000002", Status: domain.OrderToShip, CreatedAt: noon - domain.Day, PaidAt: noon - domain.Day,
				ShippedAt: noon - 5*domain.Minute, UpdatedAt: noon - domain.Day, Total: domain.CNY(100), Paid: domain.CNY(100), Source: src,
				Lines: []domain.OrderLine{{ID: "s1.l2", OrderID: "s1.6920000000000000002", RemoteID: "l2", ProductName: "发夹", Qty: 1, Paid: domain.CNY(100)}}}}
		if _, err := tx.PutOrders(ctx, orders); err != nil {
			return err
		}
		if _, err := tx.PutSessions(ctx, []domain.LiveSession{{ID: live.SessionID, ShopID: testShop, RoomID: live.RoomID, Title: "十月上新专场", HostID: "9001", HostName: "小鹿",
			StartAt: noon - 6*domain.Day - 2*domain.Hour, EndAt: noon - 6*domain.Day + 2*domain.Hour}}); err != nil {
			return err
		}
		if _, err := tx.PutPromises(ctx, []domain.Promise{{ID: "s1.pr1", ShopID: testShop, SessionID: live.SessionID, ProductID: "p1", Kind: domain.PromiseGift,
			Wording: "今晚下单的姐妹都送同色系发带一条，七天内觉得不合适随时退。", SaidAt: noon - 6*domain.Day}}); err != nil {
			return err
		}
		if _, err := tx.PutAfterSales(ctx, []domain.AfterSale{{ID: testCase, ShopID: testShop, RemoteID: "1450000000000000001", OrderID: testOrder, Type: domain.CaseReturnRefund,
			Status: domain.StatusAwaitReceipt, RawStatus: "11", Arbitration: domain.ArbEvidence, FirstReason: domain.ReasonMissing, Reason: domain.ReasonMissing,
			ReasonText: "少件/漏发", FirstReasonText: "少件/漏发", BuyerRemark: "收到只有裙子，没有发带，联系我 13800138000", Qty: 1, Asked: domain.CNY(23900), AppliedAt: noon - domain.Day,
			UpdatedAt: noon - 3*domain.Hour, Deadline: noon + domain.Day, EvidenceDue: noon + 20*domain.Hour, Source: src,
			Events: []domain.AfterSaleEvent{{ID: "e1", At: noon - domain.Day, Actor: domain.ActorBuyer, Action: "买家申请售后", Text: "少了赠品发带"},
				{ID: "e2", At: noon - 20*domain.Hour, Actor: domain.ActorMerchant, Action: "商家留言", Text: "亲，打包视频可见发带已放入，请再找找包装袋内侧。"}}}}); err != nil {
			return err
		}
		parcels := []domain.Parcel{{ID: domain.ParcelID(testShop, "sf", testWaybill), ShopID: testShop, OrderID: testOrder, Waybill: testWaybill, CarrierCode: "sf", CarrierName: "顺丰速运",
			Direction: domain.DirectionOut, State: domain.TrackSigned, UploadedAt: noon - 5*domain.Day},
			{ID: domain.ParcelID(testShop, "yto", backWaybill), ShopID: testShop, OrderID: testOrder, AfterSaleID: testCase, Waybill: backWaybill, CarrierCode: "yto", CarrierName: "圆通速递",
				Direction: domain.DirectionBack, State: domain.TrackInTransit, UploadedAt: noon - 10*domain.Hour}}
		if _, err := tx.PutParcels(ctx, parcels); err != nil {
			return err
		}
		_, err := tx.PutTraces(ctx, parcels[0].ID, []domain.TraceEvent{
			{At: noon - 5*domain.Day + domain.Hour, State: domain.TrackPickedUp, Text: "顺丰速运 已收取快件，重量 0.62 千克", Site: "义乌", Reporter: "platform"},
			{At: noon - 4*domain.Day, State: domain.TrackInTransit, Text: "快件在【杭州转运中心】完成分拣", Reporter: "platform"},
			{At: noon - 3*domain.Day, State: domain.TrackOutForDelivery, Text: "快递员王师傅（电话 13912345678）正在派送途中", Reporter: "platform"},
			{At: noon - 3*domain.Day + domain.Hour, State: domain.TrackSigned, Text: "已签收，签收人凭取货码签收", Reporter: "platform"}}, noon)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// photo draws a packing table with a label that carries a barcode, as a JPEG. text ""
// draws none. Different seeds give different pictures.
func photo(t testing.TB, w, h int, text string, qr bool, seed uint64) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	rng := rand.New(rand.NewPCG(seed, 7))
	for y := range h {
		for x := range w {
			n := uint8(rng.IntN(18))
			img.SetRGBA(x, y, color.RGBA{120 + n + uint8(40*x/w), 110 + n, 90 + n + uint8(30*y/h), 255})
		}
	}
	fill := func(r image.Rectangle, c color.RGBA) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.SetRGBA(x, y, c)
			}
		}
	}
	fill(image.Rect(w/8, h/6, w*7/8, h*5/6), color.RGBA{196, 164, 120, 255})
	if text != "" {
		label := image.Rect(w/5, h/4, w*4/5, h*3/4)
		fill(label, color.RGBA{250, 250, 248, 255})
		var m *gozxing.BitMatrix
		var err error
		if qr {
			m, err = qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, label.Dy()*3/4, label.Dy()*3/4, nil)
		} else {
			m, err = oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, label.Dx()*4/5, label.Dy()/2, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		ox, oy := label.Min.X+(label.Dx()-m.GetWidth())/2, label.Min.Y+(label.Dy()-m.GetHeight())/2
		for y := range m.GetHeight() {
			for x := range m.GetWidth() {
				if m.Get(x, y) {
					img.SetRGBA(ox+x, oy+y, color.RGBA{15, 15, 15, 255})
				}
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 88}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withExif puts a minimal EXIF segment behind the first marker of a JPEG.
func withExif(jpg []byte, taken, offset string, orientation uint16) []byte {
	var tiff bytes.Buffer
	le := binary.LittleEndian
	put := func(v any) { _ = binary.Write(&tiff, le, v) }
	tiff.WriteString("II*\x00")
	put(uint32(8))
	put(uint16(2)) // IFD0
	put([]uint16{0x0112, 3})
	put(uint32(1))
	put([]uint16{orientation, 0})
	put([]uint16{tagExifIFD, 4})
	put(uint32(1))
	put(uint32(38))
	put(uint32(0))
	n := uint16(1)
	if offset != "" {
		n = 2
	}
	put(n) // Exif IFD at 38
	data := 38 + 2 + 12*uint32(n) + 4
	put([]uint16{0x9003, 2})
	put(uint32(len(taken) + 1))
	put(data)
	if offset != "" {
		put([]uint16{tagOffsetTimeOriginal, 2})
		put(uint32(len(offset) + 1))
		put(data + uint32(len(taken)) + 1)
	}
	put(uint32(0))
	tiff.WriteString(taken + "\x00")
	if offset != "" {
		tiff.WriteString(offset + "\x00")
	}
	seg := append([]byte("Exif\x00\x00"), tiff.Bytes()...)
	out := append([]byte{}, jpg[:2]...)
	out = append(out, 0xFF, 0xE1, byte((len(seg)+2)>>8), byte(len(seg)+2))
	return append(append(out, seg...), jpg[2:]...)
}

// clip is a minimal MP4: ftyp, mdat filler and a moov with mvhd and one track.
func clipMP4(created domain.Instant, seconds, w, h uint32, filler int) []byte {
	box := func(kind string, body []byte) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))
		return append(append(b, kind...), body...)
	}
	mvhd := make([]byte, 100)
	binary.BigEndian.PutUint32(mvhd[4:], uint32(int64(created)/1000+macEpoch))
	binary.BigEndian.PutUint32(mvhd[12:], 600)
	binary.BigEndian.PutUint32(mvhd[16:], 600*seconds)
	tkhd := make([]byte, 84)
	binary.BigEndian.PutUint32(tkhd[40:], 0x10000)
	binary.BigEndian.PutUint32(tkhd[76:], w<<16)
	binary.BigEndian.PutUint32(tkhd[80:], h<<16)
	moov := box("moov", append(box("mvhd", mvhd), box("trak", box("tkhd", tkhd))...))
	return append(append(box("ftyp", []byte("isom\x00\x00\x02\x00isom")), box("mdat", make([]byte, filler))...), moov...)
}

func (h *house) write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(h.dir, "in", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (h *house) add(t testing.TB, o Offer) domain.IntakeResult {
	t.Helper()
	res, err := h.Add(context.Background(), o)
	if err != nil {
		t.Fatalf("add %s: %v", o.Path+o.Name, err)
	}
	return res
}
