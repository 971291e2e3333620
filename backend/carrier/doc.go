// Package carrier reads parcels: the contract of a trace provider and the one
// map from a carrier's words or codes to the closed list of track states.
//
// Rules. The map is data (map/*.tsv, embedded): a rule is a line with a
// priority, words that must occur, words that must not, and a state. Order
// decides: a return that was signed is read before a signature, an arrival at
// the delivery branch before a delivery. What no line knows becomes Unknown and
// keeps its text; it is listed, never guessed.
package carrier
