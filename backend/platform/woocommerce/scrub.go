package woocommerce

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"afterdesk/backend/domain"
)

// scrub masks the private data of one order, refund, note or review inside its
// JSON: what remains is what the screens need. Every other field stays as it
// came. The same JSON gives the same bytes, and scrubbing twice changes
// nothing. JSON that is not an object is returned as it is; reading it fails
// with a field name. A person who cannot be read is nobody.
func scrub(raw json.RawMessage) json.RawMessage {
	var top map[string]json.RawMessage
	if json.Unmarshal(raw, &top) != nil || top == nil {
		return raw
	}
	for _, name := range [...]string{"customer_ip_address", "customer_user_agent", "order_key", "transaction_id", "cart_hash", "meta_data",
		"payment_url", "_links", "reviewer_email", "reviewer_avatar_urls"} {
		delete(top, name)
	}
	for _, name := range [...]string{"billing", "shipping"} {
		if p, ok := top[name]; ok {
			top[name] = maskPerson(p)
		}
	}
	if v, ok := top["reviewer"]; ok {
		var name string
		_ = json.Unmarshal(v, &name) // anything else than text becomes none
		top["reviewer"] = text(domain.MaskName(name))
	}
	// Written by hand, because encoding a map of raw values checks and copies each
	// of them once more.
	names := slices.Sorted(maps.Keys(top))
	out := make([]byte, 0, len(raw))
	out = append(out, '{')
	for i, name := range names {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, text(name)...), ':'), top[name]...)
	}
	return append(out, '}')
}

// maskPerson keeps place names and masks the rest of a billing or shipping
// address.
func maskPerson(raw json.RawMessage) json.RawMessage {
	var p wirePerson
	if json.Unmarshal(raw, &p) != nil { // PHP writes nothing as an empty list
		p = wirePerson{}
	}
	name := strings.TrimSpace(p.FirstName + " " + p.LastName)
	out, err := json.Marshal(wirePerson{FirstName: domain.MaskName(name), Address1: domain.MaskAddress(p.Address1), City: p.City, State: p.State,
		Country: p.Country, Phone: domain.MaskPhone(p.Phone)})
	if err != nil { // text always encodes
		return json.RawMessage("null")
	}
	return out
}

// text is s as JSON.
func text(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil { // text always encodes
		return json.RawMessage(`""`)
	}
	return b
}
