package domain

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Code is the closed list of reasons why something did not work. The window
// turns a code and its params into a sentence; Go never writes that sentence.
type Code string

// The codes. Every error that leaves a room carries exactly one of them.
const (
	CodeInvalid      Code = "invalid"      // the input is wrong; Params["field"] or Params["row"] names where
	CodeNotFound     Code = "not_found"    // nothing has this id
	CodeConflict     Code = "conflict"     // it changed under us, or somebody else holds it
	CodeUnauthorized Code = "unauthorized" // key, secret, token or permission is missing or expired
	CodeRateLimited  Code = "rate_limited" // asked too often; Params["retry_after_ms"] when known
	CodeUnavailable  Code = "unavailable"  // network, remote fault, disk full: the same call may work later
	CodeUnsupported  Code = "unsupported"  // the platform or this machine cannot do it
	CodeCorrupt      Code = "corrupt"      // stored bytes are not what was written; Params["item"] names it
	CodeInternal     Code = "internal"     // our fault
)

// Codes lists every code, in the order of the constants.
var Codes = []Code{CodeInvalid, CodeNotFound, CodeConflict, CodeUnauthorized, CodeRateLimited,
	CodeUnavailable, CodeUnsupported, CodeCorrupt, CodeInternal}

// Error is the one error shape of the house. Params are facts for the reader
// (field, row, file, retry time), never secrets, response bodies or buyer data.
type Error struct {
	Code   Code
	Params map[string]string
	Err    error
}

// Error returns the code, the params in key order and the wrapped error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	keys := make([]string, 0, len(e.Params))
	for k := range e.Params {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%q", k, e.Params[k])
	}
	if e.Err != nil {
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the wrapped error.
func (e *Error) Unwrap() error { return e.Err }

// E builds an Error. kv are alternating param names and values; err may be nil.
func E(code Code, err error, kv ...string) *Error {
	e := &Error{Code: code, Err: err}
	for i := 0; i+1 < len(kv); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[kv[i]] = kv[i+1]
	}
	return e
}

// CodeOf returns the code of the outermost Error in err's chain, CodeInternal
// for any other error and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// ParamOf returns a param of the outermost Error in err's chain, or "".
func ParamOf(err error, key string) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Params[key]
	}
	return ""
}

// AsError returns the outermost Error in err's chain.
func AsError(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}
