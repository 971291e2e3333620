//go:build oracle

package all

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"afterdesk/backend/platform/jd"
	"afterdesk/backend/platform/kuaishou"
	"afterdesk/backend/platform/pinduoduo"
	"afterdesk/backend/platform/shopify"
	"afterdesk/backend/platform/taobao"
	"afterdesk/backend/platform/tiktok"
	"afterdesk/backend/platform/wechat"
	"afterdesk/backend/platform/woocommerce"
)

var oracleSeed = flag.Uint64("seed", 0, "seed of the random requests; 0 = of the clock")

const oracleTries = 250 // requests per signer

// pieces are what values are made of: what breaks signatures is text that some
// encoding touches.
var pieces = []string{"a", "Z", "0", "9", "value", "&", "=", "+", " ", "%", "%20", "/", "?", "#", ";", ",", ":", "\"", "'", "\\", "{", "}", "[", "]", "<", ">", "!", "*", "(", ")", "~", "-", "_", ".",
	"中", "直播间", "退货", "é", "ß", "ﬁ", "😀", "👩‍👩‍👧", "\n", "\t", "　", "１２"}

// dice makes random requests.
type dice struct{ *rand.Rand }

func (d dice) from(list string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = list[d.IntN(len(list))]
	}
	return string(b)
}

const alnum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// name is a parameter name as platforms have them: ASCII, mixed case.
func (d dice) name() string {
	return d.from("abcdefghijklmnopqrstuvwxyzABCXYZ", 1) + d.from(alnum+"_", d.IntN(12))
}

// value is empty one time in eight.
func (d dice) value() string {
	if d.IntN(8) == 0 {
		return ""
	}
	return d.filled()
}

func (d dice) filled() string {
	var b strings.Builder
	for range 1 + d.IntN(9) {
		b.WriteString(pieces[d.IntN(len(pieces))])
	}
	return b.String()
}

func (d dice) params() map[string]string {
	out := map[string]string{}
	for range d.IntN(12) {
		out[d.name()] = d.value()
	}
	return out
}

func (d dice) secret() string { return d.from(alnum, 1+d.IntN(70)) }

// asked is one request to the oracle and what AfterDesk says to it; ours gets the
// oracle's whole answer, because some make the thing that is to be opened.
type asked struct {
	about   string
	request map[string]any
	ours    func(answer map[string]string) (got, want string)
}

// same compares our signature with the oracle's.
func same(sign string) func(map[string]string) (string, string) {
	return func(a map[string]string) (string, string) { return sign, a["sign"] }
}

// without returns the parameters that pass keep.
func without(params map[string]string, keep func(k, v string) bool) map[string]string {
	out := maps.Clone(params)
	maps.DeleteFunc(out, func(k, v string) bool { return !keep(k, v) })
	return out
}

var oracles = map[string]func(d dice) asked{
	// Taobao leaves out pairs whose value is blank, JD empty ones, Pinduoduo none;
	// a sign that is there already counts nowhere. The oracle signs what it is given.
	"taobao": func(d dice) asked {
		secret, p := d.secret(), d.params()
		p["sign"] = d.value()
		counts := without(p, func(k, v string) bool { return k != "sign" && strings.TrimSpace(v) != "" })
		return asked{request: map[string]any{"signer": "top", "secret": secret, "params": counts}, ours: same(taobao.Sign(secret, "md5", p))}
	},
	"jd": func(d dice) asked {
		secret, p := d.secret(), d.params()
		p["sign"] = d.value()
		counts := without(p, func(k, v string) bool { return k != "sign" && v != "" })
		return asked{request: map[string]any{"signer": "top", "secret": secret, "params": counts}, ours: same(jd.Sign(secret, p))}
	},
	"pinduoduo": func(d dice) asked {
		secret, p := d.secret(), d.params()
		p["sign"] = d.value()
		counts := without(p, func(k, _ string) bool { return k != "sign" })
		return asked{request: map[string]any{"signer": "top", "secret": secret, "params": counts}, ours: same(pinduoduo.Sign(secret, p))}
	},
	"kuaishou MD5":         func(d dice) asked { return d.kuaishou(kuaishou.MethodMD5) },
	"kuaishou HMAC_SHA256": func(d dice) asked { return d.kuaishou(kuaishou.MethodHMAC) },
	"tiktok": func(d dice) asked {
		secret, path, p, body := d.secret(), "/"+d.from(alnum+"/", 1+d.IntN(30)), d.params(), ""
		p["app_key"], p["timestamp"], p["sign"], p["access_token"] = d.from(alnum, 8), strconv.Itoa(d.IntN(1<<30)), d.filled(), d.filled()
		if d.IntN(2) == 0 {
			fields := d.params()
			fields["one"] = d.filled() // an empty object is no body to the oracle
			var b bytes.Buffer
			enc := json.NewEncoder(&b)
			enc.SetEscapeHTML(false) // JavaScript does not escape <, > and &
			_ = enc.Encode(fields)
			body = strings.TrimSuffix(b.String(), "\n")
		}
		q := url.Values{}
		for k, v := range p {
			q.Set(k, v)
		}
		return asked{request: map[string]any{"signer": "tiktok", "secret": secret, "path": path, "params": p, "body": body}, ours: same(tiktok.Sign(secret, path, q, body))}
	},
	"wechat": func(d dice) asked {
		token, app, at, nonce, message := d.from(alnum, 3+d.IntN(29)), "wx"+d.from("0123456789abcdef", 16), strconv.Itoa(d.IntN(1<<31)), d.from("0123456789", 1+d.IntN(12)), d.value()
		raw := make([]byte, 32)
		for i := range raw {
			raw[i] = byte(d.IntN(256))
		}
		key := strings.TrimSuffix(base64.StdEncoding.EncodeToString(raw), "=")
		return asked{request: map[string]any{"signer": "wechat", "token": token, "aesKey": key, "appId": app, "timestamp": at, "nonce": nonce, "message": message},
			ours: func(a map[string]string) (string, string) {
				plain, err := wechat.Unseal(key, app, a["encrypt"])
				if err != nil {
					return err.Error(), message
				}
				return wechat.Sign(token, at, nonce, a["encrypt"]) + "|" + string(plain), a["sign"] + "|" + message
			}}
	},
	"woocommerce HMAC-SHA1":   func(d dice) asked { return d.oauth(woocommerce.HMACSHA1, "sha1") },
	"woocommerce HMAC-SHA256": func(d dice) asked { return d.oauth(woocommerce.HMACSHA256, "sha256") },
	"woocommerce webhook": func(d dice) asked {
		secret, body := d.secret(), d.value()
		return asked{request: map[string]any{"signer": "hmac", "secret": secret, "message": body}, ours: same(woocommerce.PushSignature(secret, []byte(body)))}
	},
	"shopify webhook": func(d dice) asked {
		secret, body := d.secret(), d.value()
		return asked{request: map[string]any{"signer": "hmac", "secret": secret, "message": body}, ours: same(shopify.PushSignature(secret, []byte(body)))}
	},
	// The platform's library URL-encodes values before it signs and we do not: they
	// agree on what the platform really sends, host names, digits and Base64 without padding.
	"shopify callback": func(d dice) asked {
		secret, q := d.secret(), url.Values{}
		for _, k := range []string{"code", "host", "state"} {
			q.Set(k, d.from(alnum+"-._", 1+d.IntN(40)))
		}
		q.Set("shop", d.from(alnum, 8)+".myshopify.com")
		q.Set("timestamp", strconv.FormatInt(time.Now().Unix(), 10))
		want, sign := "true", shopify.CallbackSignature(secret, q)
		if d.IntN(4) == 0 { // the oracle must be able to say no
			want, sign = "false", shopify.CallbackSignature(secret+"x", q)
		}
		p := map[string]string{"hmac": sign}
		for k := range q {
			p[k] = q.Get(k)
		}
		return asked{request: map[string]any{"signer": "shopifyCallback", "secret": secret, "params": p}, ours: func(a map[string]string) (string, string) { return want, a["sign"] }}
	},
}

func (d dice) kuaishou(method string) asked {
	secret := d.filled()
	p := map[string]string{"appkey": d.filled(), "signMethod": method, "access_token": d.filled(), "method": d.filled(), "version": "1",
		"timestamp": strconv.FormatInt(1700000000000+d.Int64N(1<<38), 10), "param": `{"v":` + strconv.Quote(d.value()) + `}`}
	with := maps.Clone(p)
	with["sign"], with["other"] = d.value(), d.value() // only the named parameters take part
	return asked{request: map[string]any{"signer": "kuaishou", "secret": secret, "params": p}, ours: same(kuaishou.Sign(secret, with))}
}

func (d dice) oauth(method, algorithm string) asked {
	secret, address := d.secret(), "http://shop.example:8080/wp-json/wc/v3/"+d.from(alnum+"-", 1+d.IntN(12))
	verb := []string{"GET", "PUT", "POST", "DELETE"}[d.IntN(4)]
	fields := map[string]any{}
	all := url.Values{}
	params := d.params()
	for _, k := range slices.Sorted(maps.Keys(params)) { // a seed gives the same requests again
		v := params[k]
		if d.IntN(5) == 0 { // the same name more than once
			list := []string{v, d.filled(), d.filled()}
			fields[k+"[]"], all[k+"[]"] = list, list
			continue
		}
		fields[k] = v
		all.Set(k, v)
	}
	oauth := map[string]string{"oauth_consumer_key": "ck_" + d.from(alnum, 20), "oauth_nonce": d.from(alnum, 12), "oauth_signature_method": method,
		"oauth_timestamp": strconv.Itoa(d.IntN(1 << 31)), "oauth_version": "1.0"}
	for k, v := range oauth {
		all.Set(k, v)
	}
	return asked{request: map[string]any{"signer": "oauth", "secret": secret, "method": verb, "address": address, "params": fields, "oauth": oauth, "algorithm": algorithm},
		ours: same(woocommerce.Sign(verb, address, all, secret))}
}

func TestOracleSignersOfOthersAgreeOnRandomRequests(t *testing.T) {
	seed := *oracleSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("requests of -seed %d", seed)
	d := dice{rand.New(rand.NewPCG(seed, 1))}
	var list []asked
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, name := range slices.Sorted(maps.Keys(oracles)) {
		for range oracleTries {
			a := oracles[name](d)
			a.about = name
			list = append(list, a)
			if err := enc.Encode(a.request); err != nil {
				t.Fatal(err)
			}
		}
	}
	folder := filepath.Join("..", "..", "..", "build", "oracle")
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		t.Fatalf("the oracle is not installed; run make build/oracle/node_modules/.installed: %v", err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "--no-deprecation", "sign.mjs")
	cmd.Dir, cmd.Stdin, cmd.Stderr = folder, &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("oracle: %v", err)
	}
	dec, agreed := json.NewDecoder(bytes.NewReader(out)), map[string]int{}
	for _, a := range list {
		var answer map[string]string
		if err := dec.Decode(&answer); err != nil {
			t.Fatalf("%s: read answer: %v", a.about, err)
		}
		got, want := a.ours(answer)
		if answer["error"] != "" || got != want || want == "" {
			t.Errorf("%s: we sign %q, the oracle %q %s\nrequest %v", a.about, got, want, answer["error"], a.request)
			continue
		}
		agreed[a.about]++
	}
	for _, name := range slices.Sorted(maps.Keys(oracles)) {
		t.Logf("%s: %d of %d agree", name, agreed[name], oracleTries)
	}
}
