package doudian

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
)

func TestSignVectors(t *testing.T) {
	type cred struct{ key, secret string }
	a := cred{"1234567890123456789", "contract-app-secret"}
	b := cred{"6839996111742895628", "a1b2c3d4-0000-4000-8000-abcdefabcdef"}
	for _, c := range []struct {
		name, method string
		cred         cred
		at           int64
		in, canon    string
		want         string
	}{
		{"nested keys sort at every depth and 1.0 becomes 1", "order.searchList", a, 1667899926,
			`{"z":1.0,"nested":{"汉":"<&","a":true},"a":[3,{"b":2,"a":1}]}`,
			`{"a":[3,{"a":1,"b":2}],"nested":{"a":true,"汉":"<&"},"z":1}`,
			"cfb0c61c20926f758e13f4bd3d59a0de0e22f3c6059f1045cae36e6cea2bd417"},
		{"html characters and emoji stay as they are", "order.batchEncrypt", b, 1700000000,
			`{"batch_encrypt_list":[{"plain_text":"&<>='/ô汉😀","auth_id":"12345","is_support_index":false,"sensitive_type":2}]}`,
			`{"batch_encrypt_list":[{"auth_id":"12345","is_support_index":false,"plain_text":"&<>='/ô汉😀","sensitive_type":2}]}`,
			"946d5573a61bdf7886727fc788f8b07e3677dd418aea9833e7da227c38592024"},
		{"order list with page zero", "order.searchList", b, 1700000000,
			`{"update_time_start":1699990000,"update_time_end":1700000000,"size":100,"page":0,"order_by":"update_time","order_asc":true}`,
			`{"order_asc":true,"order_by":"update_time","page":0,"size":100,"update_time_end":1700000000,"update_time_start":1699990000}`,
			"0f25fdfb5e25e795b659564b8c87d3ece4f98ec3570c77de9b3b05f511573d7a"},
		{"after-sales list", "afterSale.List", b, 1700000000,
			`{"update_start_time":1699990000,"update_end_time":1700000000,"size":100,"page":0,"order_by":["update_time asc"],"need_special_type":true}`,
			`{"need_special_type":true,"order_by":["update_time asc"],"page":0,"size":100,"update_end_time":1700000000,"update_start_time":1699990000}`,
			"e23b1bb240252c20f827980154c069824c489c65d80518b11f12619b93977364"},
		{"a call without parameters", "shop.getExperienceScore", b, 1700000000, `null`, `{}`,
			"11d38c3ee88d2315a667addb89571927b9d0d8ad0542acded56ca3804b25e35c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := CanonicalJSON(json.RawMessage(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.canon {
				t.Fatalf("canonical\n got %s\nwant %s", got, c.canon)
			}
			if s := Sign(c.cred.key, c.cred.secret, c.method, c.at, string(got)); s != c.want {
				t.Fatalf("sign\n got %s\nwant %s", s, c.want)
			}
		})
	}
}

func FuzzCanonicalJSON(f *testing.F) {
	for _, s := range []string{`{}`, `{"b":1.0,"a":[1,{"z":0,"y":"<&>"}]}`, `"x"`, `[1e2,-0.0,7300000000000000001]`, `{"a":{"":null}}`, "{\"\u2028\":1}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		if !json.Valid(in) {
			return
		}
		out, err := CanonicalJSON(json.RawMessage(in))
		if err != nil {
			return
		}
		var a, b any
		if json.Unmarshal(in, &a) != nil { // numbers beyond float64
			return
		}
		if err := json.Unmarshal(out, &b); err != nil {
			t.Fatalf("canonical text is not JSON: %v", err)
		}
		if a != nil && !reflect.DeepEqual(a, b) {
			t.Fatalf("%s reads differently from %s", out, in)
		}
		again, err := CanonicalJSON(json.RawMessage(out))
		if err != nil || !bytes.Equal(again, out) {
			t.Fatalf("not stable: %s then %s (%v)", out, again, err)
		}
	})
}
