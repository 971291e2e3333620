package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"afterdesk/backend/desk"
	"afterdesk/backend/domain"
	"afterdesk/backend/station"
)

// Time limits of bound calls. Reading must feel instant, so a slow read is a
// fault to report rather than to wait for; work with files or the network may
// take its time.
const (
	quick = 20 * time.Second
	slow  = 30 * time.Minute
)

// house is what all bound structs share: the opened desk, or why it could not
// be opened.
type house struct {
	mu      sync.RWMutex
	ctx     context.Context
	desk    *desk.Desk
	door    *station.Door // for platforms' deliveries; set with desk
	lan     *station.Lan  // for phones; set with desk
	openErr error
	log     *slog.Logger
}

func (h *house) get() (context.Context, *desk.Desk, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.ctx == nil {
		return nil, nil, domain.E(domain.CodeUnavailable, nil, "reason", "starting")
	}
	if h.desk == nil {
		if h.openErr != nil {
			return h.ctx, nil, h.openErr
		}
		return h.ctx, nil, domain.E(domain.CodeUnavailable, nil, "reason", "starting")
	}
	return h.ctx, h.desk, nil
}

// pushDoor is the door for deliveries of the opened desk.
func (h *house) pushDoor() *station.Door {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.door
}

// phoneDoor is the door for phones of the opened desk.
func (h *house) phoneDoor() *station.Lan {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.lan
}

// callError is the only error shape that reaches JavaScript.
type callError struct {
	Code   domain.Code       `json:"code"`
	Params map[string]string `json:"params"`
}

// Error returns the JSON text that the bridge decodes.
func (e *callError) Error() string {
	b, _ := json.Marshal(e)
	return string(b)
}

func shape(err error) error {
	if err == nil {
		return nil
	}
	out := &callError{Code: domain.CodeOf(err), Params: map[string]string{}}
	if e, ok := domain.AsError(err); ok {
		for k, v := range e.Params {
			out.Params[k] = v
		}
	}
	return out
}

// call runs fn on the opened desk.
func call[T any](h *house, name string, limit time.Duration, fn func(ctx context.Context, d *desk.Desk) (T, error)) (out T, err error) {
	base, d, err := h.get()
	if err != nil {
		return out, shape(err)
	}
	return guard(h, base, name, limit, func(ctx context.Context) (T, error) { return fn(ctx, d) })
}

// guard gives fn a context with a time limit, turns a panic into an error and
// logs the outcome.
func guard[T any](h *house, base context.Context, name string, limit time.Duration, fn func(ctx context.Context) (T, error)) (out T, err error) {
	ctx, cancel := context.WithTimeout(base, limit)
	defer cancel()
	start := time.Now()
	defer func() {
		if p := recover(); p != nil {
			h.log.Error("call panicked", "call", name, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = shape(domain.E(domain.CodeInternal, nil, "call", name))
			return
		}
		if err != nil {
			h.log.Warn("call failed", "call", name, "code", string(domain.CodeOf(err)), "err", err.Error(), "ms", time.Since(start).Milliseconds())
			err = shape(err)
			return
		}
		h.log.Debug("call", "call", name, "ms", time.Since(start).Milliseconds())
	}()
	return fn(ctx)
}

// none is the result of a verb that only succeeds or fails; JavaScript sees true.
type none = bool

func done(err error) (none, error) { return err == nil, err }
