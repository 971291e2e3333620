package sim

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"
)

// answer is what one call gives back.
type answer struct {
	code    int
	sub     string
	subText string
	data    any
}

func good(data any) answer { return answer{code: 10000, data: data} }

func bad(code int, sub, text string) answer {
	return answer{code: code, sub: sub, subText: text}
}

// bodies of the documented outcomes.
type envelope struct {
	Code   int    `json:"code"`
	Msg    string `json:"msg"`
	Sub    string `json:"sub_code"`
	SubMsg string `json:"sub_msg"`
	LogID  string `json:"log_id"`
	Data   any    `json:"data"`
}

var codeText = map[int]string{10000: "success", 20000: "服务不可用", 30001: "权限不足", 40001: "缺少系统参数", 40002: "缺少业务参数", 40003: "系统参数错误",
	40004: "业务参数错误", 50001: "平台处理失败", 50002: "业务处理失败", 60000: "触发限流", 70000: "API已下线"}

// sign computes the signature of one request as the call guide describes it:
// secret + the five pairs in name order + secret, then HMAC-SHA256 keyed with
// the secret or plain MD5. Written from the guide, not from the connector.
func sign(kind, key, secret, method, body, stamp string) string {
	text := secret + "app_key" + key + "method" + method + "param_json" + body + "timestamp" + stamp + "v2" + secret
	if kind == "hmac-sha256" {
		m := hmac.New(sha256.New, []byte(secret))
		m.Write([]byte(text))
		return hex.EncodeToString(m.Sum(nil))
	}
	m := md5.Sum([]byte(text))
	return hex.EncodeToString(m[:])
}

// canonical reports whether a body is the text that the guide asks for: keys
// in byte order at every depth, no spaces, no HTML escapes.
func canonical(body []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v map[string]any
	if dec.Decode(&v) != nil {
		return false
	}
	if _, err := dec.Token(); err != io.EOF {
		return false
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return false
	}
	return bytes.Equal(bytes.TrimSpace(b.Bytes()), body)
}

// stampOf reads both documented forms of a timestamp.
func stampOf(s string) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, time.FixedZone("GMT+8", 8*3600))
	return t.Unix(), err == nil
}

const maxSkew = 600

// gate checks the system parameters of a call.
func (s *simulator) gate(c *call) (answer, bool) {
	q := c.query
	key, method, kind := q.Get("app_key"), q.Get("method"), q.Get("sign_method")
	if kind == "" {
		kind = "md5"
	}
	stamp, ok := stampOf(q.Get("timestamp"))
	skew := c.now - stamp
	switch {
	case key == "":
		return bad(40001, "isv.app-id-missing", "缺少app_key"), false
	case key != s.o.AppKey:
		return bad(40003, "isv.app-id-invalid", "app_key不存在"), false
	case q.Get("sign") == "":
		return bad(40001, "isv.signature-missing", "缺少签名"), false
	case !ok:
		return bad(40003, "isv.timestamp-format-error", "时间戳格式错误"), false
	case skew > maxSkew || skew < -maxSkew:
		return bad(40003, "isv.timestamp-invalid", "时间戳与服务器相差超过10分钟"), false
	case q.Get("v") != "2" || kind != "hmac-sha256" && kind != "md5" || method != c.method:
		return bad(40003, "isv.parameter-format-invalid", "系统参数错误"), false
	case !canonical(c.body) || !hmac.Equal([]byte(sign(kind, key, s.o.AppSecret, method, string(c.body), q.Get("timestamp"))), []byte(q.Get("sign"))):
		return bad(40003, "isv.signature-invalid", "签名错误"), false
	}
	if strings.HasPrefix(method, "token.") {
		return answer{}, true
	}
	token := q.Get("access_token")
	if token == "" {
		return bad(40001, "isv.access-token-missing", "缺少access_token"), false
	}
	t, ok := s.readToken(token, "at")
	if !ok {
		return bad(40003, "isv.access-token-no-existed", "access_token不存在"), false
	}
	if t.expires <= c.now || s.worn(token, c.fault == faultToken) {
		return bad(40003, "isv.access-token-expired", "access_token已过期"), false
	}
	return answer{}, true
}

// token is an access or refresh token. It carries its own expiry under a MAC,
// so that tokens live on when the simulator starts again.
type token struct{ expires, serial int64 }

func (s *simulator) makeToken(kind string, expires int64) string {
	s.serial++
	text := kind + "." + strconv.FormatInt(expires, 10) + "." + strconv.FormatInt(s.serial, 10)
	m := hmac.New(sha256.New, []byte(s.o.AppSecret))
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString([]byte(text + "." + hex.EncodeToString(m.Sum(nil)[:12])))
}

func (s *simulator) readToken(text, kind string) (token, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return token{}, false
	}
	parts := strings.Split(string(raw), ".")
	if len(parts) != 4 || parts[0] != kind {
		return token{}, false
	}
	m := hmac.New(sha256.New, []byte(s.o.AppSecret))
	m.Write([]byte(strings.Join(parts[:3], ".")))
	if !hmac.Equal([]byte(hex.EncodeToString(m.Sum(nil)[:12])), []byte(parts[3])) {
		return token{}, false
	}
	var t token
	t.expires, _ = strconv.ParseInt(parts[1], 10, 64)
	t.serial, _ = strconv.ParseInt(parts[2], 10, 64)
	return t, true
}

// worn counts the uses of a token under the token_expiry fault. A standing
// fault spends a token after tokenUses calls, an aimed one at once.
func (s *simulator) worn(text string, hit bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case hit && s.o.Fault == faultToken:
		s.uses[text]++
	case hit:
		s.uses[text] = tokenUses + 1
	}
	return s.uses[text] > tokenUses
}

const tokenUses = 25

type tokenParams struct {
	Grant   string `json:"grant_type"`
	Code    string `json:"code"`
	ShopID  flex   `json:"shop_id"`
	Test    flex   `json:"test_shop"`
	Refresh string `json:"refresh_token"`
}

type tokenAnswer struct {
	Access    string `json:"access_token"`
	Expires   any    `json:"expires_in"`
	Refresh   string `json:"refresh_token"`
	Scope     string `json:"scope"`
	ShopID    string `json:"shop_id"`
	ShopName  string `json:"shop_name"`
	Authority string `json:"authority_id"`
	Subject   string `json:"auth_subject_type"`
}

func (s *simulator) tokenCreate(c *call) answer {
	var p tokenParams
	if !c.read(&p) {
		return bad(40004, "isv.parameter-invalid:1", "参数错误")
	}
	switch p.Grant {
	case "authorization_self":
		if p.Test.text != "1" && p.ShopID.text != s.o.ShopID {
			return bad(50001, "dop.token-generate-failed:no-authorization", "店铺未授权")
		}
	case "authorization_code":
		return bad(50001, "dop.token-generate-failed:code-invalid", "授权码无效")
	default:
		return bad(50001, "dop.token-generate-failed:grant-type-invalid", "授权类型错误")
	}
	return s.tokens(c)
}

func (s *simulator) tokenRefresh(c *call) answer {
	var p tokenParams
	if !c.read(&p) || p.Grant != "refresh_token" {
		return bad(50001, "dop.token-generate-failed:grant-type-invalid", "授权类型错误")
	}
	t, ok := s.readToken(p.Refresh, "rt")
	if !ok {
		return bad(50001, "dop.token-generate-failed:token-invalid", "刷新令牌无效")
	}
	if t.expires <= c.now {
		return bad(50001, "dop.token-generate-failed:token-expired", "刷新令牌已过期")
	}
	return s.tokens(c)
}

func (s *simulator) tokens(c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	life := int64(s.o.TokenLife / time.Second)
	out := tokenAnswer{Access: s.makeToken("at", c.now+life), Expires: life, Refresh: s.makeToken("rt", c.now+2*life), Scope: "SCOPE",
		ShopID: s.o.ShopID, ShopName: s.w.cfg.ShopName, Authority: s.o.ShopID, Subject: "shop"}
	if s.serial%4 == 0 {
		out.Expires = strconv.FormatInt(life, 10) // seen as text in the wild
	}
	return good(out)
}
