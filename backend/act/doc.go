// Package act is the one way out: it holds a person's writes to platforms in an
// outbox and sends each of them once.
//
// Rules.
//   - Nothing is sent that a person did not queue, and a shop whose write switch is
//     off gets a dry run: everything but the sending.
//   - Before it is sent a case is read again. If it is already where the act wants
//     it, the act is done; if its version, status or amount is not what the person
//     saw, the act is skipped and says so.
//   - An act is marked as sending when it is taken up, and with a time before it is
//     handed out. Whatever then kills the program, the next run finds the mark: an
//     act without a time never left and is queued again; of one with a time it asks
//     the platform what became of it: done when its effect is visible; queued again only when
//     the platform's own version check makes a second request harmless; else it
//     failed with an unknown outcome, for a person to look at.
//   - Offline, throttled or without a token an act waits in the queue.
//   - All refunds of an order together never exceed what was paid, nor the pieces
//     what was bought; also not when two acts are queued at once.
//
// Why the re-read row is stored here: after an act the window must not show the
// case as waiting until the next pull.
package act
