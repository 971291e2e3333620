package sim

import "strconv"

// Types and states of a case, as the platform numbers them.
const (
	typeReturn    = 0
	typeShipped   = 1
	typeUnshipped = 2
	typeExchange  = 3
	typePrice     = 6
	typeReship    = 7
	typeRepair    = 8

	stApplied    = 6
	stSendBack   = 7
	stShipAgain  = 8
	stReturned   = 11
	stDone       = 12
	stSentAgain  = 13
	stDoneAgain  = 14
	stRefused    = 27
	stFailed     = 28
	stRefusedTwo = 29

	arbNone     = 0
	arbRunning  = 1
	arbBuyer    = 2
	arbMerchant = 3
	arbEvidence = 4
	arbTalks    = 5
	arbEnded    = 255
)

// Who wrote an entry of the negotiation log.
const (
	roleBuyer    = 1
	roleMerchant = 2
	rolePlatform = 3
	roleSystem   = 4
)

// act names what happened in a step; its text comes from caseWords.
type act uint8

const (
	actApply act = iota
	actModify
	actMessage
	actAgreeRefund
	actAgreeReturn
	actAgreeExchange
	actAutoRefund
	actLapseRefund
	actLapseReturn
	actRefuse
	actRefuseReceipt
	actSent
	actReturnSigned
	actClosedLapse
	actWithdraw
	actIntervene
	actAskEvidence
	actEvidence
	actEvidenceLapse
	actForBuyer
	actForMerchant
	actSettled
	actShipAgain
	actConfirm
	actPaidBack
	actRemark
	actToRefund
	actUrge
)

// step is one change of a case or one entry of its log.
type step struct {
	at       int64
	act      act
	role     uint8
	typ      int8
	status   int8
	arb      int16
	refund   int8 // refund_status
	reason   int16
	deadline int64 // of the step, 0 none
	evDue    int64
	refunded int64
	words    uint32 // chooses the sentence
	note     string // text that a client of the simulator sent
	pictures int8
}

// kase is one after-sales case, past and future.
type kase struct {
	k        int
	id       int64
	line     int // -1 = the whole order
	typ      int8
	qty      int64
	asked    int64
	post     int64
	applied  int64
	ended    int64 // moment of the final step
	won      bool  // ended with money or goods for the buyer
	got      bool  // buyer says the goods arrived
	auto     bool
	ret      int // parcel of the return, -1
	again    int // parcel of the exchange or reshipment, -1
	cause    string
	steps    []step
	pictures int8
}

func (c *kase) idText() string { return strconv.FormatInt(c.id, 10) }

// at returns the step that holds at now; nil before the application.
func (c *kase) at(now int64) *step {
	if len(c.steps) == 0 || c.steps[0].at > now {
		return nil
	}
	i := 0
	for i+1 < len(c.steps) && c.steps[i+1].at <= now {
		i++
	}
	return &c.steps[i]
}

// since returns when the current status began.
func (c *kase) since(now int64) int64 {
	var at int64
	var status, typ int8 = -1, -1
	for i := range c.steps {
		s := &c.steps[i]
		if s.at > now {
			break
		}
		if s.status != status || s.typ != typ {
			at, status, typ = s.at, s.status, s.typ
		}
	}
	return at
}

// addCase returns a fresh case in l, keeping the old backing of its steps.
func (l *life) addCase() *kase {
	n := len(l.cases)
	if n < cap(l.cases) {
		l.cases = l.cases[:n+1]
	} else {
		l.cases = append(l.cases, kase{})
	}
	c := &l.cases[n]
	*c = kase{k: n, id: l.w.caseID(l.day, l.idx, n), steps: c.steps[:0], ret: -1, again: -1, qty: 1}
	return c
}

// op is something that a client of the simulator did to a case.
type op struct {
	At     int64  `json:"at"`
	Case   int64  `json:"case"`  // 0 = the order
	Order  int64  `json:"order"` // shop order id
	Kind   int    `json:"kind"`  // operate type, or one of the op kinds below
	Note   string `json:"note,omitempty"`
	Ship   string `json:"ship,omitempty"` // waybill of a second delivery
	Code   string `json:"code,omitempty"` // its courier
	Images int    `json:"images,omitempty"`
}

// Op kinds outside afterSale.operate.
const (
	opEvidence = 1001
	opRemark   = 1002
	opTouch    = 1003 // a change that only moves the update time
)

// runner walks one case through its steps.
type runner struct {
	l *life
	c *kase
	t int64 // time of the newest step
	n int
}

func (r *runner) dice() dice {
	r.n++
	return r.l.w.dice(rollStep, r.l.day, r.l.idx*1024+r.c.k*64+r.n)
}

// add appends a step that starts as a copy of the newest one.
func (r *runner) add(at int64, role uint8, a act, change func(*step)) *step {
	if n := len(r.c.steps); n > 0 && at <= r.t {
		at = r.t + 1
	}
	s := step{}
	if n := len(r.c.steps); n > 0 {
		s = r.c.steps[n-1]
	}
	s.at, s.role, s.act, s.note, s.pictures = at, role, a, "", 0
	s.words = uint32(mix(uint64(r.c.id)+uint64(len(r.c.steps))*977) >> 32)
	if change != nil {
		change(&s)
	}
	r.c.steps = append(r.c.steps, s)
	r.t = at
	return &r.c.steps[len(r.c.steps)-1]
}

func (r *runner) status(at int64, role uint8, a act, status int8, window int64) *step {
	return r.add(at, role, a, func(s *step) {
		s.status, s.deadline = status, 0
		if window > 0 {
			s.deadline = at + window
		}
	})
}

// end closes the case; money of refunded cases goes back to the buyer.
func (r *runner) end(at int64, role uint8, a act, status int8, refund bool) {
	s := r.status(at, role, a, status, 0)
	s.evDue = 0
	r.c.ended = s.at
	r.c.won = status == stDone || status == stDoneAgain
	if refund {
		s.refund, s.refunded = 3, r.c.asked
	} else if status == stFailed && s.refund == 1 {
		s.refund = 1 // stays pending when the buyer withdraws, as documented
	}
}

// ask finds a client's op of one of the kinds between two moments.
func (r *runner) ask(from, to int64, kinds ...int) *op {
	for i := range r.l.ops {
		o := &r.l.ops[i]
		if o.Case != r.c.id || o.At < from || o.At > to {
			continue
		}
		for _, k := range kinds {
			if o.Kind == k {
				return o
			}
		}
	}
	return nil
}

// decide says when somebody answers a step that began at from. late means
// that the platform decided because the deadline passed. A client's op, when
// there is one before that, wins.
func (r *runner) decide(from, window int64, kinds ...int) (at int64, late bool, o *op) {
	d := r.dice()
	share := d.from(answerShare)
	if share <= 1000 {
		at = min(r.l.w.awake(from+120+window*share/1000, 2*hour), from+window-30)
	} else {
		at, late = from+window+240+d.from(platformLag), true
	}
	if o = r.ask(from, at, kinds...); o != nil {
		return o.At, false, o
	}
	return at, late, nil
}

// talk adds messages between two moments.
func (r *runner) talk(from, to int64, chance int) {
	d := r.dice()
	for t := from; d.hit(chance); chance /= 2 {
		t += d.between(10*minute, max((to-from)/2, 11*minute))
		if t >= to-60 {
			return
		}
		role, a := uint8(roleBuyer), actMessage
		if d.hit(4500) {
			role = roleMerchant
		} else if d.hit(2500) {
			a = actUrge
		}
		s := r.add(t, role, a, nil)
		if role == roleBuyer && d.hit(2500) {
			s.pictures = int8(1 + d.n(3))
		}
	}
}
