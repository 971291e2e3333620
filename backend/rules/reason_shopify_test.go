package rules

import (
	"strings"
	"testing"

	"afterdesk/backend/domain"
)

// Every published reason of a return and of a dispute has a meaning, but the one
// that says it has none. The list is written down here a second time, from the
// schema of 2026-10.
func TestEveryPublishedReasonOfShopifyIsMapped(t *testing.T) {
	b := book(t, nil)
	at := on("2026-11-01")
	for _, text := range strings.Fields("COLOR DEFECTIVE NOT_AS_DESCRIBED OTHER SIZE_TOO_LARGE SIZE_TOO_SMALL STYLE UNWANTED WRONG_ITEM " +
		"BANK_CANNOT_PROCESS CREDIT_NOT_PROCESSED CUSTOMER_INITIATED DEBIT_NOT_AUTHORIZED DUPLICATE FRAUDULENT GENERAL INCORRECT_ACCOUNT_DETAILS " +
		"INSUFFICIENT_FUNDS NONCOMPLIANT PRODUCT_NOT_RECEIVED PRODUCT_UNACCEPTABLE SUBSCRIPTION_CANCELLED UNRECOGNIZED") {
		if got := b.ReasonAt("shopify", text, at); got == domain.ReasonUnknown {
			t.Errorf("%s means nothing", text)
		}
	}
	for text, want := range map[string]domain.Reason{"UNKNOWN": domain.ReasonUnknown, "SIZE_TOO_LARGE": domain.ReasonSize, "Damaged or defective": domain.ReasonQuality,
		"PRODUCT_NOT_RECEIVED": domain.ReasonNotReceived, "Customer changed their mind": domain.ReasonChangedMind, "arrived cracked": domain.ReasonDamaged} {
		if got := b.ReasonAt("shopify", text, at); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}
