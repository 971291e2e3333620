package domain

// StatementLine is one movement on the account that a platform keeps for a shop:
// a sale settled, a fee taken, a refund charged. It is kept as the platform's
// statement has it; nothing is added up here.
type StatementLine struct {
	ID           string                  `json:"id"`
	ShopID       string                  `json:"shopId"`
	RemoteID     string                  `json:"remoteId"`     // the statement's number with what tells its lines apart, or made of the line itself
	Number       string                  `json:"number"`       // the statement's own serial number (流水号), "" = it has none
	OrderID      string                  `json:"orderId"`      // "" = the line names no order
	LineRemoteID string                  `json:"lineRemoteId"` // platform's id of the order line, "" = none
	AfterSaleID  string                  `json:"afterSaleId"`  // "" = the line names no case
	At           Instant                 `json:"at"`           // when the platform booked it
	Kind         string                  `json:"kind"`         // the platform's own word: 货款结算入账
	Amount       Money                   `json:"amount"`       // what moved; income positive, expense negative
	Parts        map[StatementPart]Money `json:"parts"`        // what Amount consists of, signed like it; a part that the file does not give is absent
	Balance      Money                   `json:"balance"`      // of the account after the line
	Text         Private                 `json:"text"`         // note; may name a buyer
	Source       Source                  `json:"source"`
}

// StatementPart is a component of a settled amount.
type StatementPart string

const (
	PartGoods           StatementPart = "goods"            // what the buyer paid for goods
	PartFreight         StatementPart = "freight"          // what the buyer paid for shipping
	PartPlatformSubsidy StatementPart = "platform_subsidy" // discounts that the platform bears
	PartMerchantSubsidy StatementPart = "merchant_subsidy" // discounts that the merchant bears
	PartCreatorSubsidy  StatementPart = "creator_subsidy"  // discounts that the host bears
	PartPaymentSubsidy  StatementPart = "payment_subsidy"  // discounts that the means of payment bears
	PartRefund          StatementPart = "refund"           // given back to the buyer
	PartServiceFee      StatementPart = "service_fee"      // the platform's fee
	PartCommission      StatementPart = "commission"       // the creator's share
	PartAgencyFee       StatementPart = "agency_fee"       // share of agencies and service companies
	PartChannelFee      StatementPart = "channel_fee"      // share of channels
	PartPromotionFee    StatementPart = "promotion_fee"    // paid traffic
	PartPaymentFee      StatementPart = "payment_fee"      // payment and instalments
	PartInsurance       StatementPart = "insurance"        // return freight insurance
	PartTax             StatementPart = "tax"
	PartOther           StatementPart = "other"
)

// StatementParts lists every StatementPart.
var StatementParts = []StatementPart{PartGoods, PartFreight, PartPlatformSubsidy, PartMerchantSubsidy, PartCreatorSubsidy, PartPaymentSubsidy, PartRefund,
	PartServiceFee, PartCommission, PartAgencyFee, PartChannelFee, PartPromotionFee, PartPaymentFee, PartInsurance, PartTax, PartOther}

// StatementQuery asks for statement lines, newest first.
type StatementQuery struct {
	ShopIDs []string `json:"shopIds"`
	OrderID string   `json:"orderId"`
	From    Instant  `json:"from"` // booked, inclusive
	To      Instant  `json:"to"`   // booked, exclusive
	Cursor  string   `json:"cursor"`
	Limit   int      `json:"limit"` // 0 = 50, at most 500
}

// StatementPage is one page of statement lines.
type StatementPage struct {
	Items []StatementLine `json:"items"`
	Next  string          `json:"next"` // "" at the end
}
