package pinduoduo

import (
	"errors"

	"afterdesk/backend/domain"
	"afterdesk/backend/platform"
)

// remote is a platform error reduced to what we act on.
type remote struct {
	code   domain.Code
	reason string // param reason, words in i18n
	final  bool   // trying again cannot help although the code suggests it
}

// verdict maps error_code of an answer (table of pdd.order.list.get, the same
// on every page of the documentation).
func verdict(code int64) remote {
	switch code {
	case 10000, 10001, 10017, 21001, 21002, 20035:
		return remote{code: domain.CodeInternal, reason: "bad_parameter"}
	case 10016, 10018:
		return remote{code: domain.CodeUnauthorized, reason: "bad_key"}
	case 10019:
		return remote{code: domain.CodeUnauthorized, reason: "token_expired"}
	case 20004:
		return remote{code: domain.CodeUnauthorized, reason: "bad_secret"}
	case 20005:
		return remote{code: domain.CodeUnauthorized, reason: "ip_not_allowed"}
	case 20031, 30000, 30001:
		return remote{code: domain.CodeUnauthorized, reason: "no_permission"}
	case 20032:
		return remote{code: domain.CodeUnauthorized, reason: "not_authorised"}
	case 20034:
		return remote{code: domain.CodeUnsupported, reason: "api_switched_off"}
	case 50000, 50001, 50002, 52001, 52002, 52102, 52103:
		return remote{code: domain.CodeUnavailable, reason: "server"}
	case 52004:
		return remote{code: domain.CodeInvalid, reason: "too_large"}
	case 52101, 70031:
		return remote{code: domain.CodeRateLimited}
	case 70032, 70034, 70035:
		return remote{code: domain.CodeUnauthorized, reason: "risk_control"}
	case 70033:
		return remote{code: domain.CodeUnavailable, reason: "maintenance", final: true}
	case 70036:
		return remote{code: domain.CodeUnavailable, reason: "test_quota", final: true}
	}
	return remote{code: domain.CodeUnavailable, reason: "server"}
}

// failure turns an error_response into an error. Its texts are left out: they
// may repeat what was sent.
func failure(api string, w wireError) error {
	v := verdict(w.Code.N)
	kv := []string{"remote_code", w.Code.Raw()}
	if s := platform.SafeCode(string(w.SubCode)); s != "" {
		kv = append(kv, "sub_code", s)
	}
	if v.reason != "" {
		kv = append(kv, "reason", v.reason)
	}
	if v.final {
		kv = append(kv, "final", "1")
	}
	if s := platform.SafeCode(string(w.ID)); s != "" {
		kv = append(kv, "log_id", s)
	}
	return domain.E(v.code, errors.New("call "+api), kv...)
}
