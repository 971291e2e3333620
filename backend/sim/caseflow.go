package sim

// run writes a case from its application to its end. The scripted staff
// answers each step some way into its window; an op of a client comes first.
func (l *life) run(c *kase, reason int16) {
	r := &runner{l: l, c: c}
	d := r.dice()
	window := windowDecide
	if c.typ == typeUnshipped {
		window = windowUnshipped
	}
	r.add(c.applied, roleBuyer, actApply, func(s *step) {
		s.typ, s.status, s.reason, s.deadline, s.refund = c.typ, stApplied, reason, c.applied+window, 1
		if reasons[reason].proof && d.hit(7500) {
			s.pictures = int8(1 + d.n(4))
			c.pictures = s.pictures
		}
	})
	switch c.typ {
	case typeUnshipped:
		r.unshipped()
	case typePrice:
		r.price()
	case typeShipped:
		r.refundOnly()
	case typeReship:
		r.reship()
	default:
		r.goodsBack()
	}
}

func (r *runner) unshipped() {
	d := r.dice()
	if d.hit(autoRefund) && r.ask(r.t, r.t+30, 401) == nil {
		r.c.auto = true
		r.end(r.t+d.between(2, 25), roleSystem, actAutoRefund, stDone, true)
		return
	}
	from := r.t
	if d.hit(600) { // thinks again
		at := from + d.between(5*minute, 3*hour)
		if o := r.ask(from, at, 401); o == nil {
			r.end(at, roleBuyer, actWithdraw, stFailed, false)
			return
		}
	}
	at, late, _ := r.decide(from, windowUnshipped, 401)
	a, role := actAgreeRefund, uint8(roleMerchant)
	if late {
		a, role = actLapseRefund, roleSystem
	}
	r.end(at, role, a, stDone, true)
}

func (r *runner) price() {
	at, _, _ := r.decide(r.t, day)
	d := r.dice()
	if d.hit(6500) {
		r.end(at, roleSystem, actPaidBack, stDone, true)
		return
	}
	r.end(at, roleSystem, actClosedLapse, stFailed, false)
}

// changeReason lets the buyer correct the reason before anybody decided.
func (r *runner) changeReason(before int64) {
	d := r.dice()
	if !d.hit(reasonChanges) {
		return
	}
	at := r.t + d.between(20*minute, 10*hour)
	if at >= before {
		return
	}
	next := d.reasonFor(int(r.c.typ), d.hit(6000))
	r.add(at, roleBuyer, actModify, func(s *step) { s.reason = next })
}

func (r *runner) refundOnly() {
	for round := 0; ; round++ {
		from := r.t
		at, late, o := r.decide(from, windowDecide, 201, 202)
		if round == 0 {
			r.changeReason(at)
		}
		r.talk(r.t, at, extraTurns)
		d := r.dice()
		refuse := d.hit(refuseTransit)
		switch {
		case o != nil:
			refuse = o.Kind == 202
		case late:
			refuse = false
		}
		if !refuse {
			r.agreeRefund(at, late, o)
			return
		}
		s := r.status(at, roleMerchant, actRefuse, stRefused, windowRefused)
		s.note = noteOf(o)
		if !r.afterRefusal(round == 0, 201) {
			return
		}
		if r.c.steps[len(r.c.steps)-1].typ == typeReturn {
			r.goodsBack()
			return
		}
	}
}

func (r *runner) agreeRefund(at int64, late bool, o *op) {
	a, role := actAgreeRefund, uint8(roleMerchant)
	if late {
		a, role = actLapseRefund, roleSystem
	}
	r.end(at, role, a, stDone, true)
	r.c.steps[len(r.c.steps)-1].note = noteOf(o)
}

func noteOf(o *op) string {
	if o == nil {
		return ""
	}
	return o.Note
}

// goodsBack runs return, exchange and repair: first decision, the parcel home,
// second decision.
func (r *runner) goodsBack() {
	for round := 0; ; round++ {
		from := r.t
		exchange := r.c.typ == typeExchange || r.c.typ == typeRepair
		yes, no := 101, 102
		if exchange {
			yes, no = 301, 302
		}
		at, late, o := r.decide(from, windowDecide, yes, no, 321, 121)
		if round == 0 {
			r.changeReason(at)
		}
		r.talk(r.t, at, extraTurns/2)
		d := r.dice()
		refuse := d.hit(refuseReturn)
		if exchange {
			refuse = d.hit(refuseExchange)
		}
		switch {
		case o != nil && (o.Kind == 321 || o.Kind == 121):
			r.c.typ = typeReturn
			r.end(at, roleMerchant, actToRefund, stDone, true)
			return
		case o != nil:
			refuse = o.Kind == no
		case late:
			refuse = false
		}
		if refuse {
			s := r.status(at, roleMerchant, actRefuse, stRefused, windowRefused)
			s.note = noteOf(o)
			if !r.afterRefusal(round == 0) {
				return
			}
			continue
		}
		a, role := actAgreeReturn, uint8(roleMerchant)
		switch {
		case late:
			a, role = actLapseReturn, roleSystem
		case exchange:
			a = actAgreeExchange
		}
		s := r.status(at, role, a, stSendBack, windowSendBack)
		s.note = noteOf(o)
		break
	}
	r.sendBack()
}

func (r *runner) sendBack() {
	from := r.t
	d := r.dice()
	sent := from + 20*minute + d.from(buyerSends)
	if d.hit(buyerNeverSends) || sent >= from+windowSendBack {
		at := from + windowSendBack + d.from(platformLag)
		if d.hit(4000) {
			at = from + d.between(hour, 5*day)
			r.end(at, roleBuyer, actWithdraw, stFailed, false)
			return
		}
		r.end(at, roleSystem, actClosedLapse, stFailed, false)
		return
	}
	sent = r.l.w.awake(sent, 4*hour)
	r.status(sent, roleBuyer, actSent, stReturned, windowReceive)
	p := r.l.addParcel()
	r.c.ret = p.nth
	p.caseNo, p.slot = r.c.k, 2+2*r.c.k
	p.first, p.last = 0, len(r.l.lines)
	if r.c.line >= 0 {
		p.first, p.last = r.c.line, r.c.line+1
	}
	pd := r.l.w.dice(rollReturn, r.l.day, r.l.idx*16+r.c.k)
	arrived := r.l.shipBack(p, &pd, r.t)
	switch {
	case pd.hit(emptyReturns), r.l.b.abuser && pd.hit(3000):
		p.hidden = "empty"
	case pd.hit(swappedReturns), r.l.b.abuser && pd.hit(2000):
		p.hidden = "swapped"
	case pd.hit(unknownReturns):
		p.tracked = false
	}
	r.l.thin(p)
	r.receive(p.hidden, arrived)
}

// receive is the second decision, when the goods came back.
func (r *runner) receive(hidden string, arrived int64) {
	from := r.t
	exchange := r.c.typ == typeExchange || r.c.typ == typeRepair
	kinds := []int{111, 112, 121}
	if exchange {
		kinds = []int{311, 312, 321}
	}
	// Somebody may decide before the parcel is home.
	o := r.ask(from, arrived, kinds...)
	var at int64
	late := false
	if o != nil {
		at = o.At
	} else {
		s := r.add(arrived, roleSystem, actReturnSigned, nil)
		s.deadline = s.at + windowAfterSign
		at, late, o = r.decide(r.t, windowAfterSign, kinds...)
		r.talk(r.t, at, extraTurns/3)
	}
	d := r.dice()
	refuse := d.hit(refuseReceipt) || hidden != "" && d.hit(9000) || r.l.b.wardrobe && d.hit(4000)
	switch {
	case o != nil && (o.Kind == 121 || o.Kind == 321):
		r.end(at, roleMerchant, actToRefund, stDone, true)
		return
	case o != nil:
		refuse = o.Kind == 112 || o.Kind == 312
	case late:
		refuse = false
	}
	switch {
	case refuse:
		s := r.status(at, roleMerchant, actRefuseReceipt, stRefusedTwo, windowRefused)
		s.note = noteOf(o)
		r.afterRefusal(false, 111)
	case exchange && late:
		r.end(at, roleSystem, actLapseRefund, stDone, true)
	case exchange:
		r.shipAgain(at, o)
	default:
		r.agreeRefund(at, late, o)
	}
}

func (r *runner) reship() {
	at, late, _ := r.decide(r.t, windowDecide)
	d := r.dice()
	r.talk(r.t, at, extraTurns/2)
	if !late && d.hit(1200) {
		r.status(at, roleMerchant, actRefuse, stRefused, windowRefused)
		if !r.afterRefusal(false) {
			return
		}
	}
	r.status(max(at, r.t+1), roleMerchant, actAgreeExchange, stShipAgain, windowShipAgain)
	at, _, _ = r.decide(r.t, windowShipAgain)
	r.shipAgain(at, nil)
}

// shipAgain sends goods a second time and waits for the buyer.
func (r *runner) shipAgain(at int64, o *op) {
	s := r.status(at, roleMerchant, actShipAgain, stSentAgain, windowConfirm)
	s.note = noteOf(o)
	p := r.l.addParcel()
	r.c.again = p.nth
	p.again, p.caseNo, p.uploaded, p.slot = true, r.c.k, r.t, 3+2*r.c.k
	pd := r.l.w.dice(rollReturn, r.l.day, r.l.idx*16+8+r.c.k)
	r.l.ship(p, &pd)
	r.l.thin(p)
	if o != nil && o.Ship != "" {
		p.given, p.tracked = o.Ship, false
		for i := range couriers {
			if couriers[i].code == o.Code {
				p.courier = i
			}
		}
	}
	d := r.dice()
	if p.signed > 0 {
		r.end(min(p.signed+d.between(hour, 4*day), r.t+windowConfirm), roleBuyer, actConfirm, stDoneAgain, false)
		return
	}
	r.end(r.t+windowConfirm+d.from(platformLag), roleSystem, actConfirm, stDoneAgain, false)
}

// afterRefusal lets the buyer react. It returns true when the case is back at
// the merchant's first decision; otherwise the case has ended.
func (r *runner) afterRefusal(mayChange bool, yes ...int) bool {
	from := r.t
	d := r.dice()
	at := from + d.between(hour, 3*day)
	x := d.n(10000)
	changes := mayChange && x >= buyerWithdraws && x < buyerWithdraws+buyerChanges
	calls := !changes && x >= buyerWithdraws+buyerChanges && x < buyerWithdraws+buyerChanges+interventionRate
	lapse := !changes && !calls && x >= buyerWithdraws
	if lapse {
		at = from + windowRefused + d.from(platformLag)
	}
	if o := r.ask(from, at, yes...); o != nil {
		r.agreeRefund(o.At, false, o)
		return false
	}
	switch {
	case changes:
		next := d.reasonFor(int(r.c.typ), true)
		r.add(at, roleBuyer, actModify, func(s *step) {
			s.status, s.deadline, s.reason = stApplied, at+windowDecide, next
			if r.c.typ == typeShipped && r.l.signed > 0 && r.l.signed < at {
				s.typ, r.c.typ = typeReturn, typeReturn
			}
		})
		return true
	case calls:
		r.intervention(at, yes...)
		return false
	case lapse:
		r.end(at, roleSystem, actClosedLapse, stFailed, false)
	default:
		r.end(at, roleBuyer, actWithdraw, stFailed, false)
	}
	return false
}

// intervention is the platform's part: talks, evidence, a verdict.
func (r *runner) intervention(at int64, yes ...int) {
	d := r.dice()
	s := r.add(at, roleBuyer, actIntervene, func(s *step) { s.arb = arbTalks })
	s.deadline = s.at + 2*day
	t := s.at + d.between(6*hour, 2*day)
	if o := r.ask(s.at, t, yes...); o != nil {
		r.settle(o.At)
		return
	}
	if d.hit(1200) {
		r.settle(t)
		return
	}
	proof, given := d.hit(evidenceAsked), true
	if proof {
		s = r.add(t, rolePlatform, actAskEvidence, func(s *step) { s.arb, s.deadline = arbEvidence, 0 })
		s.evDue, s.deadline = s.at+windowEvidence, s.at+windowEvidence
		from := s.at
		due := s.evDue
		given = d.hit(8200)
		at = from + windowEvidence*d.between(720, 990)/1000
		if !given {
			at = due + d.from(platformLag)
		}
		if o := r.ask(from, at, yes...); o != nil {
			r.settle(o.At)
			return
		}
		o := r.ask(from, at, opEvidence)
		if o != nil {
			at, given = o.At, true
		}
		if given {
			s = r.add(at, roleMerchant, actEvidence, func(s *step) { s.arb, s.evDue, s.deadline = arbRunning, 0, 0 })
			s.pictures, s.note = int8(2+d.n(3)), noteOf(o)
			if o != nil {
				s.pictures = int8(o.Images)
			}
		} else {
			r.add(at, rolePlatform, actEvidenceLapse, func(s *step) { s.arb, s.evDue, s.deadline = arbRunning, 0, 0 })
		}
	} else {
		r.add(t, rolePlatform, actMessage, func(s *step) { s.arb, s.deadline = arbRunning, 0 })
	}
	t = r.t + d.between(10*hour, 3*day)
	wins := buyerWins
	if !given {
		wins = 9500
	} else if r.c.cause == "abuse" {
		wins = 2500
	}
	if d.hit(wins) {
		r.end(t, rolePlatform, actForBuyer, stDone, true)
		r.c.steps[len(r.c.steps)-1].arb = arbBuyer
		return
	}
	r.end(t, rolePlatform, actForMerchant, stFailed, false)
	r.c.steps[len(r.c.steps)-1].arb = arbMerchant
}

func (r *runner) settle(at int64) {
	r.end(at, roleMerchant, actSettled, stDone, true)
	r.c.steps[len(r.c.steps)-1].arb = arbEnded
}
