package sheet

import (
	"errors"
	"strconv"
	"strings"

	"afterdesk/backend/domain"
)

// Directions of a movement, as preset values name them.
const (
	directionIn  = "in"
	directionOut = "out"
)

// checkColumns refuses a mapping that lacks what no single field requires: a
// statement without any amount. invalid with field and reason no_column.
func checkColumns(m domain.SheetMapping) error {
	if m.Kind == domain.SheetStatements && m.Columns["amount"] == "" && m.Columns["income"] == "" && m.Columns["expense"] == "" {
		return domain.E(domain.CodeInvalid, errors.New("statement without a column of amounts"), "field", "amount", "reason", "no_column")
	}
	return nil
}

// isRemark reports whether a row of a statement is none: Alipay writes totals and
// headings below the table as lines that begin with #.
func (r *Reader) isRemark(rec record) bool {
	return r.m.Kind == domain.SheetStatements && len(rec.cells) > 0 && strings.HasPrefix(tidy(rec.cells[0]), "#")
}

// statement reads one movement on the shop's account.
func (c *cells) statement() *domain.StatementLine {
	shop := c.r.o.Shop.ID
	l := &domain.StatementLine{ShopID: shop, Number: c.id("statement_id", false), LineRemoteID: c.id("line_id", false), At: c.time("at", true),
		Kind: c.text("kind"), Balance: c.money("balance"), Text: domain.Private(c.text("text")), Source: c.source()}
	if order := c.id("order_id", false); order != "" {
		l.OrderID = domain.RemoteKey(shop, order)
	}
	if after := c.id("case_id", false); after != "" {
		l.AfterSaleID = domain.RemoteKey(shop, after)
	}
	l.Amount = c.moved()
	l.Parts = map[domain.StatementPart]domain.Money{}
	for _, part := range domain.StatementParts {
		m := c.money(string(part))
		if !m.Known() {
			continue
		}
		if c.r.m.Values[string(part)+"=+"] == "cost" {
			m.Minor = -m.Minor
		}
		l.Parts[part] = m
	}
	if c.bad != nil {
		return nil
	}
	l.RemoteID = c.statementID(l)
	l.ID = domain.RemoteKey(shop, l.RemoteID)
	return l
}

// moved reads the signed amount. A file that says the direction in a word writes
// the amount with or without its sign; both mean the same.
func (c *cells) moved() domain.Money {
	m := c.money("amount")
	if m.Known() {
		if !c.has("direction") {
			return m
		}
		raw := c.text("direction")
		switch v, _ := c.r.o.Presets.value(c.r.m, "direction", raw); {
		case v == directionOut && m.Minor > 0:
			m.Minor = -m.Minor
		case v != directionIn && v != directionOut && m.Minor != 0: // a guess here would turn a fee into income
			c.fail("direction", "bad_direction")
		}
		return m
	}
	in, out := c.money("income"), c.money("expense")
	if out.Minor > 0 {
		out.Minor = -out.Minor
	}
	m, err := in.Plus(out)
	if err != nil || !m.Known() {
		field := "amount"
		if !c.has(field) {
			field = "income"
		}
		c.fail(field, map[bool]string{true: "missing", false: "bad_amount"}[err == nil])
	}
	return m
}

// statementID names a line so that the same line of another export has the same
// name.
func (c *cells) statementID(l *domain.StatementLine) string {
	id := l.Number
	switch {
	case id == "":
		id = derivedID(l.At, l.Kind, l.OrderID, l.LineRemoteID, l.AfterSaleID, strconv.FormatInt(l.Amount.Minor, 10))
	case l.Kind != "" || l.OrderID != "" || l.LineRemoteID != "" || l.AfterSaleID != "":
		id += ":" + derivedID(l.Kind, l.OrderID, l.LineRemoteID, l.AfterSaleID)
	}
	for n, key := 2, id; !c.r.seen.add("statement\x1f" + id); n++ {
		id = key + "#" + strconv.Itoa(n)
	}
	return id
}
