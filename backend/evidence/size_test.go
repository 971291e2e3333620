package evidence

import "testing"

// scaled returns the full size of a test, or the small one under -short: the race
// detector makes SQLite in Go some ten times slower, and what it looks for does
// not depend on the number of rows.
func scaled(full, short int) int {
	if testing.Short() {
		return short
	}
	return full
}
