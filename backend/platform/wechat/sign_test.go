package wechat

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"testing"

	"afterdesk/backend/domain"
)

const (
	e2 = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
	p2 = `{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}`
	e3 = "Q3stYC6hdFzMh9T8HCvyDLIeiFDPFMuHwyAY2kpXGknLRwNyoz20SmUhgCn5VGTbWIgU9gHB8TGuj1ZMXax+9KTRYmJtFFH7QtzsgLYaimMhPhwkLkeqErSk+FkkNgNdv7T4vEvvpUaG639KQ6j/cI60rvitCDqKoGlkYBTMIkeNyD45g6KdtqtH5SjoCbNNfmfdHKxImt0jLwIhUCUoFGX7o7jptdAxHMmz42NL0CfvD9Ib6sM55TfDLodZ0houSnQMMxDbuFV4fvKpoRNxf6t+rnPRCRFwL+ZJMIoy6RNE1Ih0yxqXZ+Rb+t6I/Ob72h4SOnVCzcBbJIENr4OCfXqdhGq/N7+iSHQAZMi+Dewvu5MzwL5J0tV+7NWR+ElRP8CpvwUSOQ933SDF3lrV6O4zlf/5Btwvo+a9gSPnKeT5mBMt5nYzhFxbCaTljbZpwBAeIuO2rGii7szoxxvG3g=="
	p3 = `{"ToUserName":"gh_demo00000001","FromUserName":"oDemoOpenid000000000000000001","CreateTime":1700000000,"MsgType":"event","Event":"channels_ec_aftersale_update","finder_shop_aftersale_status_update":{"status":"MERCHANT_PROCESSING","after_sale_order_id":"2000000000000001","order_id":"3700000000000000001"}}`
)

func TestSignatureVectors(t *testing.T) {
	for name, c := range map[string]struct {
		parts []string
		want  string
	}{
		"the address check of the official demo":  {[]string{"AAAAA", "1714036504", "1514711492"}, "f464b24fc39322e44b38aa78f5edd27bd1441696"},
		"the sealed message of the official demo": {[]string{"AAAAA", "1714112445", "415670741", e2}, "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"},
		"a constructed sealed message":            {[]string{"demoToken", "1700000000", "nonce001", e3}, "01ff7178dffe451c9ba28cfcb0026af0fb230fce"},
	} {
		if got := Sign(c.parts...); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

func TestCipherVectors(t *testing.T) {
	for name, c := range map[string]struct{ key, app, sealed, plain string }{
		"the message of the official demo": {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "wxba5fad812f8e6fb9", e2, p2},
		"a constructed message":            {"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxdemo0000000001", e3, p3},
	} {
		got, err := Unseal(c.key, c.app, c.sealed)
		if err != nil || string(got) != c.plain {
			t.Errorf("%s: %s, %v", name, got, err)
		}
		if _, err := Unseal(c.key, "wxother000000001", c.sealed); domain.ParamOf(err, "field") != "encrypt" {
			t.Errorf("%s: another app's message opened: %v", name, err)
		}
	}
	if _, err := Unseal("short", "wx", e3); domain.ParamOf(err, "field") != "aes_key" {
		t.Errorf("a short key: %v", err)
	}
}

// seal closes a message as the platform does.
func seal(t testing.TB, encodingAESKey, appID, plain string) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(encodingAESKey + "=")
	if err != nil {
		t.Fatal(err)
	}
	body := append([]byte("0123456789abcdef"), binary.BigEndian.AppendUint32(nil, uint32(len(plain)))...)
	body = append(append(body, plain...), appID...)
	pad := padBlock - len(body)%padBlock
	body = append(body, bytes.Repeat([]byte{byte(pad)}, pad)...)
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(body, body)
	return base64.StdEncoding.EncodeToString(body)
}

// FuzzUnseal: whatever is delivered ends in a message or in an error.
func FuzzUnseal(f *testing.F) {
	f.Add(e3)
	f.Add("AAAA")
	f.Add(seal(f, "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxdemo0000000001", ""))
	f.Fuzz(func(t *testing.T, sealed string) {
		got, err := Unseal("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxdemo0000000001", sealed)
		if err != nil && got != nil {
			t.Fatal("an error with a message")
		}
	})
}
