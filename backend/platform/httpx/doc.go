// Package httpx is the only door to a platform's network: pacing, retry of
// reads, redaction, limits, the offline switch and the count of who was called.
//
// Rules. A request names its shop, its API and its purpose. Requests of one
// shop and API pass a token bucket; an answer "too often" closes that bucket
// until the platform's own retry time, or for 1, 2, 4 … seconds when none is
// given. Reads are tried up to four times; a write is sent at most once, and
// an error that carries param sent=no says that it never left. Only hosts that
// were named when the client was built are reachable, and only over verified
// TLS. Loopback addresses are one exception, for the demo and tests; time-stamp
// authorities the other (Request.Plain): most speak only http, get a hash and no
// secret, and sign what they answer.
// Redirects are refused. A body is read up to a cap.
//
// No error and no log line holds a URL, a query, a header or a body: signatures
// and tokens travel in URLs, and net/http puts URLs into its errors. Errors
// are therefore built anew here and wrap nothing but the context's error.
//
// Why the retry loop is ours and not resty's: resty retries without looking at
// the method, so a write would be sent twice; it waits on the real clock; and
// it repeats the bytes of the first attempt, whose timestamp and signature have
// grown old by then. Here a request is built anew for each attempt.
package httpx
