package store

import (
	"context"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

var reviewColumns = []string{"order_remote", "product_id", "product_name", "sku_id", "spec", "rating", "band", "text", "images", "buyer_nick", "created_at",
	"follow_text", "follow_at", "reply_text", "replied_at", "reply_by"}

var boardColumns = []string{"first_rating", "step", "owner", "proof", "search"}

var (
	insertReview = insertSQL("review", []string{"n", "shop_n", "remote_id"}, reviewColumns, boardColumns, sourceColumns)
	updateReview = updateSQL("review", reviewColumns, boardColumns, sourceColumns)
	pointReview  = updateSQL("review", sourceColumns[:3])
)

func reviewArgs(v *domain.Review, orderRemote string) []any {
	return []any{orderRemote, v.ProductID, v.ProductName, v.SKUID, v.Spec, v.Rating, string(v.Band), v.Text.Reveal(), listText(v.Images), v.BuyerNick.Reveal(),
		int64(v.CreatedAt), v.FollowText.Reveal(), int64(v.FollowAt), v.ReplyText.Reveal(), int64(v.RepliedAt), int64(v.ReplyBy)}
}

const reviewSelect = `SELECT r.n, sh.id, r.remote_id, r.order_remote, r.product_id, r.product_name, r.sku_id, r.spec, r.rating, r.band, r.text, r.images,
	r.buyer_nick, r.created_at, r.follow_text, r.follow_at, r.reply_text, r.replied_at, r.reply_by, r.first_rating, r.step, r.owner, r.proof, r.api,
	r.fetched_at, r.payload_hash, ifnull(h.name, ''), ifnull(s.room_id, '') FROM review r JOIN shop sh ON sh.n = r.shop_n
	LEFT JOIN orders o ON o.remote_id = r.order_remote AND o.shop_n = r.shop_n AND r.order_remote <> ''
	LEFT JOIN order_line l ON l.order_n = o.n AND l.pos = ` + reviewLine + `
	LEFT JOIN live_session s ON s.n = l.session_n LEFT JOIN host h ON h.n = l.host_n`

// reviewLine is the position of the line that a review speaks of: the one of its
// SKU, else of its product, else the first.
const reviewLine = `(SELECT x.pos FROM order_line x JOIN item y ON y.n = x.item_n WHERE x.order_n = o.n
	ORDER BY (r.sku_id <> '' AND y.sku_id = r.sku_id) DESC, (r.product_id <> '' AND y.product_id = r.product_id) DESC, x.pos LIMIT 1)`

func scanReview(r rower) (int64, domain.Review, error) {
	var v domain.Review
	var n int64
	var order, images, room string
	err := r.Scan(&n, &v.ShopID, &v.RemoteID, &order, &v.ProductID, &v.ProductName, &v.SKUID, &v.Spec, &v.Rating, &v.Band, &v.Text, &images,
		&v.BuyerNick, &v.CreatedAt, &v.FollowText, &v.FollowAt, &v.ReplyText, &v.RepliedAt, &v.ReplyBy, &v.FirstRating, &v.Step, &v.Owner, &v.Proof,
		&v.Source.API, &v.Source.FetchedAt, &v.Source.PayloadHash, &v.HostName, &room)
	v.ID, v.OrderID, v.SessionID = domain.RemoteKey(v.ShopID, v.RemoteID), keyOf(v.ShopID, order), keyOf(v.ShopID, room)
	v.Images = textList(images)
	return n, v, err
}

func reviewsWhere(ctx context.Context, d db, cond string, args ...any) ([]int64, []domain.Review, error) {
	ns, out := []int64{}, []domain.Review{}
	err := each(ctx, d, reviewSelect+` WHERE `+cond+` ORDER BY r.n DESC`, args, func(r rower) error {
		n, v, err := scanReview(r)
		ns, out = append(ns, n), append(out, v)
		return err
	})
	return ns, out, err
}

// PutReviews stores reviews. What persons did on the recovery board stays: step,
// owner and proof are only taken from a review that is new. A new or worsened
// negative review enters the board; a first rating stays the first; a rating on
// the board that rose to good is its own proof.
func (t *Tx) PutReviews(ctx context.Context, reviews []domain.Review) (PutResult, error) {
	var res PutResult
	for i := range reviews {
		known, changed, err := t.putReview(ctx, reviews[i])
		if err != nil {
			return res, err
		}
		res.add(known, changed)
	}
	if res.Added+res.Changed > 0 {
		t.Topic("reviews")
	}
	return res, nil
}

func (t *Tx) putReview(ctx context.Context, v domain.Review) (known, changed bool, err error) {
	ref, err := t.shop(ctx, v.ShopID)
	if err != nil {
		return false, false, err
	}
	if v.RemoteID == "" {
		return false, false, invalid("remoteId", "review without an id")
	}
	order, err := remoteOf(v.ShopID, v.OrderID, "orderId")
	if err != nil {
		return false, false, err
	}
	if v.Band == "" {
		v.Band = domain.ReviewUnrated
	}
	args := reviewArgs(&v, order)
	hash := contentHash(args)
	was, known, err := t.stored(ctx, `SELECT n, hash, 0, payload_hash FROM review WHERE remote_id = ? AND shop_n = ?`, v.RemoteID, ref.n)
	if err != nil {
		return known, false, err
	}
	if known && was.hash == string(hash) {
		return known, false, t.point(ctx, pointReview, was, hash, v.Source)
	}
	text := reviewText(&v, order)
	source := []any{v.Source.API, int64(v.Source.FetchedAt), v.Source.PayloadHash, hash}
	if v.FirstRating == 0 {
		v.FirstRating = v.Rating
	}
	n := was.n
	var sum int64
	if known {
		var old domain.Review
		if _, err := one(ctx, t, `SELECT created_at, rating, band, first_rating, step, owner, proof, search FROM review WHERE n = ?`, []any{n},
			&old.CreatedAt, &old.Rating, &old.Band, &old.FirstRating, &old.Step, &old.Owner, &old.Proof, &sum); err != nil {
			return known, false, err
		}
		t.mark(domain.TrendReviews, ref, old.CreatedAt)
		if old.FirstRating != 0 {
			v.FirstRating = old.FirstRating
		}
		v.Step, v.Owner, v.Proof = old.Step, old.Owner, old.Proof
		if v.Proof == "" && v.Step != "" && v.Band == domain.ReviewGood && old.Band != domain.ReviewGood && v.Rating > old.Rating {
			v.Proof = "rating_changed"
		}
		board(&v)
		args = append(append(args, v.FirstRating, string(v.Step), v.Owner, v.Proof, textSum(text)), source...)
		if _, err := t.exec(ctx, updateReview, append(args, n)...); err != nil {
			return known, false, err
		}
		if slotOf(old.CreatedAt) != slotOf(v.CreatedAt) {
			moved, err := t.slot(ctx, `SELECT max(n) FROM review WHERE n >= ? AND n < ?`, v.CreatedAt)
			if err != nil {
				return known, false, err
			}
			if err := t.unindex(ctx, reviewSearch, n); err != nil {
				return known, false, err
			}
			if _, err := t.exec(ctx, `UPDATE review SET n = ? WHERE n = ?`, moved, n); err != nil {
				return known, false, err
			}
			n, sum = moved, 0
		}
	} else {
		if n, err = t.slot(ctx, `SELECT max(n) FROM review WHERE n >= ? AND n < ?`, v.CreatedAt); err != nil {
			return known, false, err
		}
		board(&v)
		args = append(append(append([]any{n, ref.n, v.RemoteID}, args...), v.FirstRating, string(v.Step), v.Owner, v.Proof, textSum(text)), source...)
		if _, err := t.exec(ctx, insertReview, args...); err != nil {
			return known, false, err
		}
		t.counts["reviews"]++
	}
	if sum != textSum(text) {
		if err := t.index(ctx, reviewSearch, n, text, sum == 0); err != nil {
			return known, false, err
		}
	}
	t.mark(domain.TrendReviews, ref, v.CreatedAt)
	return known, true, nil
}

// board puts a negative review on the recovery board.
func board(v *domain.Review) {
	if v.Step == "" && v.Band == domain.ReviewNegative {
		v.Step = domain.RecoveryDetected
	}
}

var reviewSources = []idSource{
	{col: "remote_id", find: `SELECT remote_id FROM review WHERE %s`, rows: `SELECT n FROM review WHERE %s`,
		test: `r.n IN (SELECT n FROM review WHERE n = r.n AND %s)`, many: manyRows},
	{col: "order_remote", find: `SELECT order_remote FROM review WHERE order_remote <> '' AND %s`, rows: `SELECT n FROM review WHERE order_remote <> '' AND %s`,
		test: `r.n IN (SELECT n FROM review WHERE n = r.n AND %s)`, many: manyRows},
}

func (s *Store) reviewWhere(ctx context.Context, q *domain.ReviewQuery) (w where, match string, ok bool, err error) {
	shops, filter, err := s.shopNumbers(ctx, q.ShopIDs)
	if err != nil || (filter && len(shops) == 0) {
		return w, "", false, err
	}
	if filter {
		in(&w, "r.shop_n", shops)
	}
	in(&w, "r.band", q.Bands)
	in(&w, "r.step", q.Steps)
	switch q.Replied {
	case "":
	case "yes":
		w.and("r.replied_at > 0")
	case "no":
		w.and("r.replied_at = 0")
	default:
		return w, "", false, invalid("replied", "yes, no or empty")
	}
	if q.From != 0 {
		w.and("r.n >= ? AND r.created_at >= ?", slotOf(q.From), int64(q.From))
	}
	if q.To != 0 {
		w.and("r.n < ? AND r.created_at < ?", slotOf(q.To+domain.Minute), int64(q.To))
	}
	if q.OrderID != "" {
		shopN, remote, ok, err := split(ctx, s, q.OrderID)
		if err != nil || !ok {
			return w, "", false, err
		}
		w.and("r.order_remote = ? AND r.order_remote <> '' AND r.shop_n = ?", remote, shopN)
	}
	if q.SKUID != "" {
		w.and("r.sku_id = ?", q.SKUID)
	}
	lines, none, err := s.lineFilters(ctx, q.SessionID, q.HostID, "")
	if err != nil || none {
		return w, "", false, err
	}
	for _, f := range lines {
		// The same line that the row shows as its host and session.
		w.and(`EXISTS (SELECT 1 FROM orders o JOIN order_line l ON l.order_n = o.n WHERE o.remote_id = r.order_remote AND o.shop_n = r.shop_n AND r.order_remote <> ''
			AND l.pos = `+reviewLine+` AND `+f.cond+`)`, f.args...)
	}
	if strings.TrimSpace(q.Text) != "" {
		f, err := s.search(ctx, q.Text, "r.n", reviewSources)
		if err != nil || f.none {
			return w, "", false, err
		}
		match = f.match
		w.conds, w.args = append(w.conds, f.where.conds...), append(w.args, f.where.args...)
	}
	return w, match, true, nil
}

// ListReviews returns a page of reviews, newest first.
func (s *Store) ListReviews(ctx context.Context, q domain.ReviewQuery) (domain.ReviewPage, error) {
	page := domain.ReviewPage{Items: []domain.Review{}}
	w, match, ok, err := s.reviewWhere(ctx, &q)
	if err != nil || !ok {
		return page, err
	}
	from, key := "review r", "r.n"
	if match != "" {
		from, key = "review_fts f CROSS JOIN review r ON r.n = f.rowid", "f.rowid"
		w.and("f.review_fts MATCH ?", match)
	}
	if q.Cursor != "" {
		at, err := cutCursor(q.Cursor, 1)
		if err != nil {
			return page, err
		}
		w.and(key+" < ?", at[0])
	}
	limit := limitOf(q.Limit)
	ns, err := numbers(ctx, s, `SELECT r.n FROM `+from+` WHERE `+w.text()+` ORDER BY `+key+` DESC LIMIT ?`, append(w.args, limit+1)...)
	if err != nil {
		return page, err
	}
	if len(ns) > limit {
		ns = ns[:limit]
		page.Next = cursorOf(ns[limit-1])
	}
	_, page.Items, err = reviewsWhere(ctx, s, `r.n IN (SELECT value FROM json_each(?))`, idList(ns))
	return page, err
}

// CountReviews counts reviews by column of the recovery board; "" counts those
// that are not on it. Steps of q are not honoured: they are what is counted.
func (s *Store) CountReviews(ctx context.Context, q domain.ReviewQuery) (map[domain.RecoveryStep]int64, error) {
	out := map[domain.RecoveryStep]int64{}
	q.Steps = nil
	w, match, ok, err := s.reviewWhere(ctx, &q)
	if err != nil || !ok {
		return out, err
	}
	from := "review r"
	if match != "" {
		from = "review_fts f CROSS JOIN review r ON r.n = f.rowid"
		w.and("f.review_fts MATCH ?", match)
	}
	err = each(ctx, s, `SELECT r.step, count(*) FROM `+from+` WHERE `+w.text()+` GROUP BY r.step`, w.args, func(r rower) error {
		var step domain.RecoveryStep
		var n int64
		err := r.Scan(&step, &n)
		out[step] = n
		return err
	})
	return out, err
}

// GetReview returns a review with its order, cases, session and moves, or
// not_found. RuleID is filled by the room that knows the rules.
func (s *Store) GetReview(ctx context.Context, id string) (domain.ReviewDetail, error) {
	d := domain.ReviewDetail{Cases: []domain.AfterSaleRow{}, Promises: []domain.Promise{}, Moves: []domain.RecoveryMove{}}
	shopN, remote, ok, err := split(ctx, s, id)
	if err != nil {
		return d, err
	}
	if !ok {
		return d, notFound("review")
	}
	ns, list, err := reviewsWhere(ctx, s, `r.remote_id = ? AND r.shop_n = ?`, remote, shopN)
	if err != nil {
		return d, err
	}
	if len(ns) == 0 {
		return d, notFound("review")
	}
	d.Review = list[0]
	if err := each(ctx, s, `SELECT step, owner, note, at FROM recovery_move WHERE review_n = ? ORDER BY n`, []any{ns[0]}, func(r rower) error {
		m := domain.RecoveryMove{ReviewID: id}
		err := r.Scan(&m.Step, &m.Owner, &m.Note, &m.At)
		d.Moves = append(d.Moves, m)
		return err
	}); err != nil {
		return d, err
	}
	orderRemote, err := remoteOf(d.Review.ShopID, d.Review.OrderID, "orderId")
	if err != nil || orderRemote == "" {
		return d, err
	}
	cases, err := numbers(ctx, s, `SELECT n FROM after_sale WHERE order_remote = ? AND shop_n = ? ORDER BY n`, orderRemote, shopN)
	if err != nil {
		return d, err
	}
	if d.Cases, err = caseRows(ctx, s, cases); err != nil {
		return d, err
	}
	orders, whole, err := ordersWhere(ctx, s, `o.remote_id = ? AND o.shop_n = ?`, orderRemote, shopN)
	if err != nil || len(orders) == 0 {
		return d, err
	}
	rows, err := orderRows(ctx, s, orders)
	if err != nil {
		return d, err
	}
	if len(rows) == 1 {
		d.Order = &rows[0]
	}
	if d.Promises, err = promisesOf(ctx, s, whole[0].Lines); err != nil {
		return d, err
	}
	sessions, err := sessionsOf(ctx, s, orders[0])
	if err != nil {
		return d, err
	}
	if i := slices.IndexFunc(sessions, func(v domain.LiveSession) bool { return v.ID == d.Review.SessionID }); i >= 0 {
		d.Session = &sessions[i]
	}
	return d, nil
}

// reviewNumber finds a review inside a transaction, or not_found.
func (t *Tx) reviewNumber(ctx context.Context, id string) (int64, error) {
	shopN, remote, ok, err := split(ctx, t, id)
	if err != nil {
		return 0, err
	}
	var n int64
	if ok {
		if ok, err = one(ctx, t, `SELECT n FROM review WHERE remote_id = ? AND shop_n = ?`, []any{remote, shopN}, &n); err != nil {
			return 0, err
		}
	}
	if !ok {
		return 0, notFound("review")
	}
	return n, nil
}

// MoveRecovery moves a review to a column of the recovery board and writes the
// move down. invalid for an unknown step, not_found for an unknown review.
func (t *Tx) MoveRecovery(ctx context.Context, m domain.RecoveryMove) error {
	if !slices.Contains(domain.RecoverySteps, m.Step) {
		return invalid("step", "no such step")
	}
	n, err := t.reviewNumber(ctx, m.ReviewID)
	if err != nil {
		return err
	}
	if m.At == 0 {
		m.At = t.now
	}
	if _, err := t.exec(ctx, `INSERT INTO recovery_move (review_n, step, owner, note, at) VALUES (?, ?, ?, ?, ?)`, n, string(m.Step), m.Owner, m.Note.Reveal(), int64(m.At)); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE review SET step = ?1, owner = CASE WHEN ?2 = '' THEN owner ELSE ?2 END WHERE n = ?3`, string(m.Step), m.Owner, n); err != nil {
		return err
	}
	t.Topic("reviews")
	return nil
}

// SetRecoveryProof says by what a review was won back; "" takes it away. invalid
// for a word that is not one of domain.RecoveryProofs.
func (t *Tx) SetRecoveryProof(ctx context.Context, reviewID, proof string) error {
	if !slices.Contains(domain.RecoveryProofs, proof) {
		return invalid("proof", "no such proof")
	}
	n, err := t.reviewNumber(ctx, reviewID)
	if err != nil {
		return err
	}
	t.Topic("reviews")
	_, err = t.exec(ctx, `UPDATE review SET proof = ? WHERE n = ?`, proof, n)
	return err
}
