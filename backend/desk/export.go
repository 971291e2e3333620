package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"afterdesk/backend/domain"
	"afterdesk/backend/store"
)

// exportPath names a new file in exports/. The name says what and when.
func (d *Desk) exportPath(what, ext string) string {
	return filepath.Join(d.Dir, "exports", what+"-"+d.Now().Time().Format("20060102-150405.000")+ext)
}

// writeCSV writes rows with a BOM, so that Excel reads Chinese, and neutralises
// cells that a spreadsheet would run as a formula. Ids are written as text.
func (d *Desk) writeCSV(ctx context.Context, what string, header []string, rows func(write func(cells ...string) error) error) (string, error) {
	path := d.exportPath(what, ".csv")
	f, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", domain.E(domain.CodeUnavailable, fmt.Errorf("make export: %w", err), "reason", "folder_not_writable")
	}
	defer os.Remove(path + ".part")
	buf := bufio.NewWriter(f)
	_, _ = buf.WriteString("\ufeff")
	w := csv.NewWriter(buf)
	err = w.Write(header)
	if err == nil {
		err = rows(func(cells ...string) error {
			for i := range cells {
				cells[i] = plainCell(cells[i])
			}
			return w.Write(cells)
		})
	}
	w.Flush()
	for _, step := range []func() error{w.Error, buf.Flush, f.Sync} {
		if err == nil {
			err = step()
		}
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return "", diskErr("write export", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return "", diskErr("keep export", err)
	}
	return path, d.noteExport(ctx, what, path)
}

// noteExport writes down what left the book, and as which file.
func (d *Desk) noteExport(ctx context.Context, what, path string) error {
	return d.Store.Write(ctx, func(tx *store.Tx) error {
		entry := d.audit(ctx, "exported", domain.SubjectSystem, what, "")
		entry.Params = map[string]string{"file": filepath.Base(path)}
		return tx.PutAudit(ctx, entry)
	})
}

// plainCell defuses spreadsheet formulas (OWASP CSV injection) and keeps long
// digit runs text, so that Excel does not turn a 19-digit id into 6.9E+18.
func plainCell(s string) string {
	if s == "" {
		return s
	}
	if strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			return "'" + s
		}
	}
	if len(s) > 15 && strings.Trim(s, "0123456789") == "" {
		return s + "\t"
	}
	return s
}

func (d *Desk) local(i domain.Instant) string {
	if i.IsZero() {
		return ""
	}
	zone, err := time.LoadLocation(d.Settings().Zone)
	if err != nil {
		zone = time.UTC
	}
	return i.In(zone).Format("2006-01-02 15:04:05")
}

// ExportOrders writes all rows of q, masked as on the screen.
func (d *Desk) ExportOrders(ctx context.Context, q domain.OrderQuery) (string, error) {
	header := []string{"order_id", "shop", "status", "created_at", "paid_at", "paid", "currency", "title", "spec", "sku_code", "receiver_masked", "phone_masked",
		"province", "city", "waybill", "host", "session", "after_sales", "evidence"}
	return d.writeCSV(ctx, "orders", header, func(write func(...string) error) error {
		q.Limit, q.Cursor = 500, ""
		for {
			page, err := d.Store.ListOrders(ctx, q)
			if err != nil {
				return err
			}
			for _, r := range page.Items {
				if err := write(r.RemoteID, r.ShopID, string(r.Status), d.local(r.CreatedAt), d.local(r.PaidAt), r.Paid.Decimal(), r.Paid.Currency, r.Title, r.Spec, r.SKUCode,
					r.MaskedName, r.MaskedPhone, r.Province, r.City, r.Waybill, r.HostName, r.SessionID,
					strconv.FormatInt(r.AfterSaleCount, 10), strconv.FormatInt(r.EvidenceCount, 10)); err != nil {
					return err
				}
			}
			if page.Next == "" {
				return nil
			}
			q.Cursor = page.Next
		}
	})
}

// ExportAfterSales writes all rows of q.
func (d *Desk) ExportAfterSales(ctx context.Context, q domain.AfterSaleQuery) (string, error) {
	header := []string{"aftersale_id", "order_id", "shop", "type", "status", "raw_status", "arbitration", "reason", "reason_text", "asked", "currency",
		"applied_at", "updated_at", "deadline", "evidence_due", "title", "spec", "sku_code", "host", "waybill", "evidence"}
	return d.writeCSV(ctx, "after-sales", header, func(write func(...string) error) error {
		q.Limit, q.Cursor = 500, ""
		for {
			page, err := d.Store.ListAfterSales(ctx, q)
			if err != nil {
				return err
			}
			for _, r := range page.Items {
				if err := write(r.RemoteID, r.OrderRemoteID, r.ShopID, string(r.Type), string(r.Status), r.RawStatus, string(r.Arbitration), string(r.Reason), r.ReasonText,
					r.Asked.Decimal(), r.Asked.Currency, d.local(r.AppliedAt), d.local(r.UpdatedAt), d.local(r.Deadline), d.local(r.EvidenceDue),
					r.Title, r.Spec, r.SKUCode, r.HostName, r.Waybill, strconv.FormatInt(r.EvidenceCount, 10)); err != nil {
					return err
				}
			}
			if page.Next == "" {
				return nil
			}
			q.Cursor = page.Next
		}
	})
}

// ExportTrend writes a trend with its definitions as "csv" or "xlsx".
func (d *Desk) ExportTrend(ctx context.Context, q domain.TrendQuery, format string) (string, error) {
	if format != "csv" && format != "xlsx" {
		return "", domain.E(domain.CodeInvalid, nil, "field", "format")
	}
	path := d.exportPath("trend", "."+format)
	if err := d.Insight.Export(ctx, q, path); err != nil {
		return "", err
	}
	return path, d.noteExport(ctx, "trend", path)
}

// maxPicture bounds a chart that the window hands over, in bytes: a 4K screen's
// chart at twice its size is below 2 MB.
const maxPicture = 16 << 20

var (
	pngMagic    = []byte("\x89PNG\r\n\x1a\n")
	pictureName = regexp.MustCompile(`^[a-z0-9_]{1,64}$`)
)

// ExportPicture keeps a chart as the window drew it and returns the file's path.
// name is the metric's id. invalid when the name is none or the bytes are no PNG.
// The window cannot save by itself: WebKit and WebView2 ignore download links.
func (d *Desk) ExportPicture(ctx context.Context, name string, png []byte) (string, error) {
	if !pictureName.MatchString(name) {
		return "", domain.E(domain.CodeInvalid, nil, "field", "name")
	}
	if len(png) > maxPicture || !bytes.HasPrefix(png, pngMagic) {
		return "", domain.E(domain.CodeInvalid, nil, "field", "picture")
	}
	path := d.exportPath("trend-"+name, ".png")
	if err := os.WriteFile(path+".part", png, 0o600); err != nil {
		return "", diskErr("write picture", err)
	}
	defer os.Remove(path + ".part")
	if err := os.Rename(path+".part", path); err != nil {
		return "", diskErr("keep picture", err)
	}
	return path, d.noteExport(ctx, "trend", path)
}
