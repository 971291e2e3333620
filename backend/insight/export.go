package insight

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"afterdesk/backend/domain"
)

// Export answers a question into a file, CSV (UTF-8 with a mark, as Excel wants
// it) or XLSX by the path's ending. Above the table stand the definition of
// each metric, the days, the filters, "as of" and, where orders are counted, the
// share of orders without a room. Cells that a spreadsheet would take for a
// formula are neutralised and ids stay text with all their digits. The file
// appears whole or not at all. invalid for another ending.
func (x *Insight) Export(ctx context.Context, q domain.TrendQuery, path string) error {
	ending := strings.ToLower(filepath.Ext(path))
	if ending != ".csv" && ending != ".xlsx" {
		return domain.E(domain.CodeInvalid, errors.New("export trend"), "field", "path")
	}
	if q.Limit <= 0 {
		q.Limit = maxRows
	}
	table, err := x.Trend(ctx, q)
	if err != nil {
		return err
	}
	var shares []domain.MetricValue
	for _, info := range table.Infos {
		if info.Axis == "order_day" {
			open, err := x.Trend(ctx, domain.TrendQuery{Metrics: []string{"unattributed_share"}, From: q.From, To: q.To, Filters: q.Filters, ShopIDs: q.ShopIDs})
			if err != nil {
				return err
			}
			shares = open.Total.Values
			break
		}
	}
	rows := sheet(table, shares)
	var body []byte
	if ending == ".csv" {
		body, err = asCSV(rows)
	} else {
		body, err = asXLSX(rows)
	}
	if err != nil {
		return fmt.Errorf("write export: %w", err)
	}
	return writeWhole(path, body)
}

// number is a cell that is a number in a spreadsheet; every other cell is text.
type number string

// sheet lays a table out as cells: number, or text that came from outside and
// may hold anything.
func sheet(t domain.TrendTable, unattributed []domain.MetricValue) [][]any {
	rows := [][]any{{"from", string(t.Query.From)}, {"to", string(t.Query.To)}, {"as_of", t.AsOf.String()},
		{"shops", strings.Join(t.Query.ShopIDs, " ")}}
	for _, f := range t.Query.Filters {
		rows = append(rows, []any{"filter", string(f.Dim), strings.Join(f.Values, " | ")})
	}
	for _, i := range t.Infos {
		rows = append(rows, []any{"metric", i.ID, "version " + i.Version, i.Num + " / " + i.Den, i.Axis,
			"mature after " + strconv.FormatInt(i.MatureDays, 10) + " days", "in force from " + string(i.EffectiveFrom), i.Source})
	}
	for _, v := range unattributed {
		rows = append(rows, append([]any{"without a room"}, cells(v)...))
	}
	if t.More {
		rows = append(rows, []any{"rows", "the largest only; the total counts all"})
	}
	rows = append(rows, nil)
	head := []any{}
	for _, d := range t.Query.Dims {
		head = append(head, string(d), string(d)+"_name")
	}
	for _, i := range t.Infos {
		head = append(head, i.ID, i.ID+"_num", i.ID+"_den", i.ID+"_low", i.ID+"_high", i.ID+"_missing", i.ID+"_state")
	}
	rows = append(rows, head)
	for _, r := range append(append([]domain.TrendRow{}, t.Rows...), t.Total) {
		line := []any{}
		for i := range t.Query.Dims {
			if i < len(r.Keys) {
				line = append(line, r.Keys[i], r.Labels[i])
			} else {
				line = append(line, "total", "")
			}
		}
		for _, v := range r.Values {
			line = append(line, cells(v)...)
		}
		rows = append(rows, line)
	}
	return rows
}

// cells prints one value; a rate that is not known stays empty, never 0.
func cells(v domain.MetricValue) []any {
	rate, low, high := any("—"), any(""), any("")
	if v.Known {
		rate, low, high = percent4(v.Value), percent4(v.Low), percent4(v.High)
	}
	state := ""
	switch {
	case v.Immature:
		state = "immature"
	case v.Small:
		state = "small"
	}
	return []any{rate, number(strconv.FormatInt(v.Num, 10)), number(strconv.FormatInt(v.Den, 10)), low, high, number(strconv.FormatInt(v.Missing, 10)), state}
}

func percent4(v float64) number { return number(strconv.FormatFloat(v, 'f', 4, 64)) }

// safe neutralises text that a spreadsheet would run as a formula (CSV
// injection) and keeps long digits from becoming floats.
func safe(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\r' || r == '\n' || r == 0 {
			return ' '
		}
		return r
	}, s)
	trimmed := strings.TrimLeft(s, " ")
	if trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) && trimmed != "—" {
		return "'" + s
	}
	return s
}

// digits reports whether a spreadsheet would read text as a number and lose digits.
func digits(s string) bool {
	return len(s) > 11 && strings.Trim(s, "0123456789") == ""
}

func asCSV(rows [][]any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	for _, row := range rows {
		line := make([]string, len(row))
		for i, v := range row {
			if n, ok := v.(number); ok {
				line[i] = string(n)
				continue
			}
			line[i] = safe(v.(string))
			if digits(line[i]) {
				line[i] = "\t" + line[i] // the usual way to keep Excel from rounding an id
			}
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

func asXLSX(rows [][]any) (_ []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	w, err := f.NewStreamWriter(f.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		line := make([]any, len(row))
		for n, v := range row {
			line[n] = v
			if num, ok := v.(number); ok {
				if line[n], err = strconv.ParseFloat(string(num), 64); err != nil {
					return nil, err
				}
			} else {
				line[n] = safe(v.(string)) // a string cell: never a formula, never rounded
			}
		}
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return nil, err
		}
		if err := w.SetRow(cell, line); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writeWhole writes beside the path and renames.
func writeWhole(path string, body []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".export-*")
	if err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("create export: %w", err), "field", "path")
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(body)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return domain.E(domain.CodeUnavailable, fmt.Errorf("write export: %w", err), "field", "path")
	}
	return nil
}
