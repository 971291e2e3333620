package kuaishou

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"testing"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// delivery seals a message as the platform does.
func delivery(t testing.TB, plain string) platform.PushRequest {
	t.Helper()
	block, err := aes.NewCipher([]byte("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	pad := aes.BlockSize - len(plain)%aes.BlockSize
	sealed := append([]byte(plain), bytes.Repeat([]byte{byte(pad)}, pad)...)
	cipher.NewCBCEncrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(sealed, sealed)
	return platform.PushRequest{Method: "POST", Header: map[string]string{"content-type": "text/plain;charset=utf-8"}, Body: []byte(base64.StdEncoding.EncodeToString(sealed))}
}

func TestTheCipherOfTheGuideOpens(t *testing.T) {
	plain, err := decrypt([]byte("0123456789abcdef"), "watm3Pt/wCJGbPJJXW0XpA==")
	if err != nil || string(plain) != `{"test":true}` {
		t.Fatalf("%s %v", plain, err)
	}
	if got := string(delivery(t, `{"test":true}`).Body); got != "watm3Pt/wCJGbPJJXW0XpA==" {
		t.Errorf("sealed anew: %s", got)
	}
}

func TestDeliveriesHintAtTheRowTheyName(t *testing.T) {
	app := `"appKey":"` + testKey + `",`
	for name, c := range map[string]struct {
		plain  string
		code   domain.Code
		stream string
		id     string
	}{
		"an order that was paid":        {`{` + app + `"event":"kwaishop_order_paySuccess","info":"{\"oid\":2620000000000001}"}`, "", platform.StreamOrders, "2620000000000001"},
		"a case that was added":         {`{` + app + `"event":"kwaishop_aftersales_addRefund","info":"{\"refundId\":\"2630000000000001\",\"oid\":1}"}`, "", platform.StreamAfterSales, "2630000000000001"},
		"something of no interest":      {`{` + app + `"event":"kwaishop_item_update","info":"{}"}`, "", "", ""},
		"a message of another app":      {`{"appKey":"ks2","event":"kwaishop_order_paySuccess","info":"{\"oid\":1}"}`, domain.CodeUnauthorized, "", ""},
		"a message that names no order": {`{` + app + `"event":"kwaishop_order_paySuccess","info":"{}"}`, domain.CodeInvalid, "", ""},
		"info that is not JSON":         {`{` + app + `"event":"kwaishop_order_paySuccess","info":"x"}`, domain.CodeInvalid, "", ""},
	} {
		got, err := open(t, newShop(t), nil).Push(delivery(t, c.plain))
		if domain.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.stream == "" {
			if len(got.Hints) != 0 || err == nil && string(got.Reply) != answered {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		if len(got.Hints) != 1 || got.Hints[0].Stream != c.stream || got.Hints[0].RemoteID != c.id {
			t.Errorf("%s: %+v", name, got.Hints)
		}
	}
}

func TestADeliveryWithoutAMessageKeyIsRefused(t *testing.T) {
	c := open(t, newShop(t), func(d *platform.Deps) { delete(d.Credentials, "message_key") })
	if _, err := c.Push(delivery(t, `{"test":true}`)); domain.CodeOf(err) != domain.CodeUnauthorized {
		t.Fatalf("got %v", err)
	}
}

// FuzzPush: whatever is delivered, it ends in a verdict.
func FuzzPush(f *testing.F) {
	f.Add([]byte("watm3Pt/wCJGbPJJXW0XpA=="))
	f.Add([]byte("AAAA"))
	c := open(f, newShop(f), nil)
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := c.Push(platform.PushRequest{Header: map[string]string{"content-type": "text/plain"}, Body: body})
		if err != nil && len(got.Hints) > 0 {
			t.Fatal("a refused delivery hints")
		}
	})
}
