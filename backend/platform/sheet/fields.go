package sheet

import "afterdesk/backend/domain"

// Types of a SheetField.
const (
	typeText   = "text"
	typeID     = "id"
	typeMoney  = "money"
	typeTime   = "time"
	typeInt    = "int"
	typeRating = "rating"
	typeStatus = "status"
)

// fieldsByKind lists what can be mapped, in the order the wizard shows it.
var fieldsByKind = map[domain.SheetKind][]domain.SheetField{
	domain.SheetOrders: fields("order_id*:id line_id:id status:status created_at*:time paid_at:time shipped_at:time promised_ship_at:time " +
		"finished_at:time updated_at:time total:money paid:money freight:money discount:money product_id:id product_name:text sku_id:id " +
		"sku_code:id spec:text size:text category:text picture:text qty:int unit_price:money line_paid:money gift:status buyer_key:id buyer_nick:text " +
		"name:text phone:text address:text province:text city:text district:text buyer_words:text seller_words:text room_id:id " +
		"host_id:id host_name:text video_id:id channel:status carrier_code:text carrier_name:text waybill:id"),
	domain.SheetAfterSales: fields("case_id*:id order_id:id line_id:id type:status status:status arbitration:status reason:text buyer_remark:text " +
		"qty:int asked:money refunded:money goods_back:status applied_at*:time updated_at:time closed_at:time deadline:time evidence_due:time " +
		"return_waybill:id return_carrier:text"),
	domain.SheetReviews: fields("review_id:id order_id:id product_id:id product_name:text sku_id:id spec:text rating*:rating text:text images:text " +
		"buyer_nick:text created_at*:time follow_text:text follow_at:time reply_text:text replied_at:time"),
	domain.SheetTraces: fields("waybill*:id carrier_code:text carrier_name:text order_id:id at*:time text*:text state:status site:text"),
	domain.SheetPromises: fields("room_id:id session_title:text host_id:id host_name:text start_at:time end_at:time product_id:id sku_id:id " +
		"promise_kind:status wording*:text said_at:time"),
	// One of amount, income and expense is needed: see checkColumns.
	domain.SheetStatements: fields("statement_id:id order_id:id line_id:id case_id:id at*:time kind:text direction:status amount:money income:money " +
		"expense:money balance:money goods:money freight:money platform_subsidy:money merchant_subsidy:money creator_subsidy:money payment_subsidy:money " +
		"refund:money service_fee:money commission:money agency_fee:money channel_fee:money promotion_fee:money payment_fee:money insurance:money " +
		"tax:money other:money text:text"),
}

// fields parses "name*:type"; the star marks a required field.
func fields(list string) []domain.SheetField {
	var out []domain.SheetField
	start := 0
	for i := 0; i <= len(list); i++ {
		if i < len(list) && list[i] != ' ' {
			continue
		}
		if word := list[start:i]; word != "" {
			f := domain.SheetField{Type: typeText}
			for j := 0; j < len(word); j++ {
				if word[j] == ':' {
					f.Name, f.Type = word[:j], word[j+1:]
				}
			}
			if n := len(f.Name); f.Name[n-1] == '*' {
				f.Name, f.Required = f.Name[:n-1], true
			}
			out = append(out, f)
		}
		start = i + 1
	}
	return out
}

// FieldsOf returns the fields of a kind, nil for an unknown kind.
func FieldsOf(kind domain.SheetKind) []domain.SheetField {
	list, ok := fieldsByKind[kind]
	if !ok {
		return nil
	}
	return append([]domain.SheetField(nil), list...)
}
