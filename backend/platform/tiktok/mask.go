package tiktok

import (
	"encoding/json"

	"afterdesk/backend/domain"
)

// A receiver's name, phone and address exist in this program in masked form
// only; these types mask while they are decoded.
type (
	maskedName    string
	maskedPhone   string
	maskedAddress string
)

// UnmarshalJSON masks a name; anything but text is nothing.
func (m *maskedName) UnmarshalJSON(b []byte) error {
	*m = maskedName(domain.MaskName(plain(b)))
	return nil
}

// UnmarshalJSON masks a phone number; anything but text is nothing.
func (m *maskedPhone) UnmarshalJSON(b []byte) error {
	*m = maskedPhone(domain.MaskPhone(plain(b)))
	return nil
}

// UnmarshalJSON masks an address; anything but text is nothing.
func (m *maskedAddress) UnmarshalJSON(b []byte) error {
	*m = maskedAddress(domain.MaskAddress(plain(b)))
	return nil
}

func plain(b []byte) string {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}
