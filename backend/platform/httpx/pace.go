package httpx

import (
	"time"

	"afterdesk/backend/domain"
)

// Rate is how often one shop may call one API: PerSecond on average, Burst at
// once. Zero means no pacing.
type Rate struct {
	PerSecond float64
	Burst     int
}

// bucket is the pacing state of one shop and API.
type bucket struct {
	tokens  float64
	at      domain.Instant // when tokens was right
	blocked domain.Instant // closed until, after "too often"
	strikes int            // "too often" answers in a row
}

// take books one request of key and returns how long to wait before sending
// it. A closed bucket returns the time until it opens and books nothing.
func (c *Client) take(key string, r Rate) (wait time.Duration, closed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.o.Now()
	b := c.buckets[key]
	if b == nil {
		b = &bucket{tokens: float64(max(r.Burst, 1)), at: now}
		c.buckets[key] = b
	}
	if b.blocked > now {
		return ms(b.blocked - now), true
	}
	if r.PerSecond <= 0 {
		return 0, false
	}
	if now > b.at { // a clock set back must not fill or drain the bucket
		b.tokens += float64(now-b.at) / 1000 * r.PerSecond
		b.tokens = min(b.tokens, float64(max(r.Burst, 1)))
	}
	b.at = now
	b.tokens--
	if b.tokens >= 0 {
		return 0, false
	}
	wait = time.Duration(-b.tokens / r.PerSecond * float64(time.Second))
	if wait > c.o.MaxWait {
		b.tokens++ // nobody will wait that long, so nothing is booked
	}
	return wait, false
}

// strike closes the bucket of key after a "too often" answer: for the
// platform's own time when it gave one, otherwise 1, 2, 4 … 64 s.
func (c *Client) strike(key string, given time.Duration) (until domain.Instant, wait time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b := c.buckets[key]
	if b == nil {
		b = &bucket{at: c.o.Now()}
		c.buckets[key] = b
	}
	wait = given
	if wait <= 0 {
		wait = backoff(b.strikes)
	}
	b.strikes++
	b.blocked = c.o.Now() + domain.Instant(wait.Milliseconds())
	return b.blocked, wait
}

// clear forgets the strikes of key after a good answer.
func (c *Client) clear(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.buckets[key]; b != nil {
		b.strikes, b.blocked = 0, 0
	}
}

// backoff is 1, 2, 4 … seconds, at most 64. There is no jitter: one desk is
// not a fleet, and a shop's calls already stand in one queue.
func backoff(n int) time.Duration { return time.Second << min(max(n, 0), 6) }

func ms(i domain.Instant) time.Duration { return time.Duration(i) * time.Millisecond }

// day counts one shop's requests of one API in one of its days.
type day struct {
	day  domain.ShopDay
	used int64
}

// dayLeft is how long a request must wait because its API's day is used up, in
// ms; 0 when it may go.
func (c *Client) dayLeft(r Request) domain.Instant {
	if r.Limit <= 0 {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.o.Now()
	if c.today(r, now).used < r.Limit {
		return 0
	}
	t := now.Time().In(r.zone())
	midnight := time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, r.zone())
	return max(domain.InstantOf(midnight)-now, 1)
}

func (c *Client) countDay(r Request) {
	if r.Limit <= 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.today(r, c.o.Now()).used++
}

// today finds the counter of a request's day; mu is held.
func (c *Client) today(r Request, now domain.Instant) *day {
	key, on := r.ShopID+"|"+r.API, domain.DayOf(now, r.zone())
	d := c.days[key]
	if d == nil || d.day != on {
		d = &day{day: on}
		if c.o.UsedToday != nil {
			d.used = c.o.UsedToday(r.ShopID, r.API, on)
		}
		c.days[key] = d
	}
	return d
}
