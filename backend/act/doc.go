// Package act sends writes to platforms: the outbox.
package act
