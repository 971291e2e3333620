// Package store is the database of AfterDesk. (Signatures first; bodies follow.)
package store

import (
	"context"
	"errors"
	"time"

	"afterdesk/backend/domain"
)

// Options configures Open.
type Options struct {
	Path     string
	Now      domain.Now
	OnCommit func(topics []string)
}

// Store is the open database.
type Store struct{}

// Tx is one write transaction.
type Tx struct{}

// PutResult counts what a Put did.
type PutResult struct{ Added, Changed, Same int64 }

var errNotYet = domain.E(domain.CodeUnavailable, errors.New("store is being written"))

func Open(ctx context.Context, o Options) (*Store, error) { return nil, errNotYet }
func (s *Store) Close() error                             { return errNotYet }
func (s *Store) Write(ctx context.Context, fn func(tx *Tx) error) error {
	return errNotYet
}
func (t *Tx) Now() domain.Instant   { return 0 }
func (t *Tx) Topic(names ...string) {}

func (t *Tx) PutShop(ctx context.Context, shop domain.Shop) error { return errNotYet }
func (t *Tx) RemoveShop(ctx context.Context, id string) error     { return errNotYet }
func (s *Store) ListShops(ctx context.Context) ([]domain.Shop, error) {
	return nil, errNotYet
}
func (s *Store) GetShop(ctx context.Context, id string) (domain.Shop, error) {
	return domain.Shop{}, errNotYet
}
func (s *Store) NextShopID(ctx context.Context) (string, error) { return "", errNotYet }

func (t *Tx) PutOrders(ctx context.Context, orders []domain.Order) (PutResult, error) {
	return PutResult{}, errNotYet
}
func (t *Tx) PutAfterSales(ctx context.Context, cases []domain.AfterSale) (PutResult, error) {
	return PutResult{}, errNotYet
}
func (t *Tx) PutParcels(ctx context.Context, parcels []domain.Parcel) (PutResult, error) {
	return PutResult{}, errNotYet
}
func (t *Tx) PutTraces(ctx context.Context, parcelID string, events []domain.TraceEvent, checkedAt domain.Instant) (added int64, err error) {
	return 0, errNotYet
}
func (t *Tx) PutReviews(ctx context.Context, reviews []domain.Review) (PutResult, error) {
	return PutResult{}, errNotYet
}
func (t *Tx) PutSessions(ctx context.Context, sessions []domain.LiveSession) (PutResult, error) {
	return PutResult{}, errNotYet
}
func (t *Tx) PutPromises(ctx context.Context, promises []domain.Promise) (PutResult, error) {
	return PutResult{}, errNotYet
}
func (t *Tx) PutRaw(ctx context.Context, payloads []domain.RawPayload) error { return errNotYet }
func (s *Store) EachRaw(ctx context.Context, shopID, kind string, fn func(domain.RawPayload) error) error {
	return errNotYet
}
func (s *Store) GetRaw(ctx context.Context, shopID, kind, remoteID string) (domain.RawPayload, error) {
	return domain.RawPayload{}, errNotYet
}
func (t *Tx) PutCursor(ctx context.Context, shopID, stream, cursor string) error { return errNotYet }
func (s *Store) GetCursor(ctx context.Context, shopID, stream string) (string, error) {
	return "", errNotYet
}
func (t *Tx) PutRun(ctx context.Context, run domain.SyncRun) error { return errNotYet }
func (s *Store) ListRuns(ctx context.Context, shopID string, limit int) ([]domain.SyncRun, error) {
	return nil, errNotYet
}
func (t *Tx) PutProblem(ctx context.Context, p domain.SyncProblem) error { return errNotYet }
func (s *Store) ListProblems(ctx context.Context, shopID string, limit int) ([]domain.SyncProblem, error) {
	return nil, errNotYet
}
func (t *Tx) CountUnmapped(ctx context.Context, seen []domain.Unmapped) error { return errNotYet }
func (t *Tx) MapValue(ctx context.Context, shopID, field, raw, to string) error {
	return errNotYet
}
func (s *Store) ListUnmapped(ctx context.Context, shopID string) ([]domain.Unmapped, error) {
	return nil, errNotYet
}

func (s *Store) ListOrders(ctx context.Context, q domain.OrderQuery) (domain.OrderPage, error) {
	return domain.OrderPage{}, errNotYet
}
func (s *Store) GetOrder(ctx context.Context, id string) (domain.Order, error) {
	return domain.Order{}, errNotYet
}
func (s *Store) GetOrderDetail(ctx context.Context, id string) (domain.OrderDetail, error) {
	return domain.OrderDetail{}, errNotYet
}
func (s *Store) ListAfterSales(ctx context.Context, q domain.AfterSaleQuery) (domain.AfterSalePage, error) {
	return domain.AfterSalePage{}, errNotYet
}
func (s *Store) CountAfterSales(ctx context.Context, q domain.AfterSaleQuery) (domain.AfterSaleCounts, error) {
	return domain.AfterSaleCounts{}, errNotYet
}
func (s *Store) GetAfterSale(ctx context.Context, id string) (domain.AfterSale, error) {
	return domain.AfterSale{}, errNotYet
}
func (s *Store) GetAfterSaleDetail(ctx context.Context, id string) (domain.AfterSaleDetail, error) {
	return domain.AfterSaleDetail{}, errNotYet
}
func (s *Store) NextAfterSale(ctx context.Context, q domain.AfterSaleQuery, id string) (string, error) {
	return "", errNotYet
}
func (s *Store) ListParcels(ctx context.Context, q domain.ParcelQuery) (domain.ParcelPage, error) {
	return domain.ParcelPage{}, errNotYet
}
func (s *Store) GetParcel(ctx context.Context, id string) (domain.ParcelDetail, error) {
	return domain.ParcelDetail{}, errNotYet
}
func (s *Store) DueParcels(ctx context.Context, shopID string, now domain.Instant, limit int) ([]domain.Parcel, error) {
	return nil, errNotYet
}
func (s *Store) ParcelsByWaybill(ctx context.Context, waybills []string) ([]domain.Parcel, error) {
	return nil, errNotYet
}
func (s *Store) OrdersByRemoteID(ctx context.Context, ids []string) ([]domain.Order, error) {
	return nil, errNotYet
}
func (s *Store) EachParcelFact(ctx context.Context, shopIDs []string, fn func(domain.ParcelFact) error) error {
	return errNotYet
}
func (s *Store) ListReviews(ctx context.Context, q domain.ReviewQuery) (domain.ReviewPage, error) {
	return domain.ReviewPage{}, errNotYet
}
func (s *Store) GetReview(ctx context.Context, id string) (domain.ReviewDetail, error) {
	return domain.ReviewDetail{}, errNotYet
}
func (s *Store) CountReviews(ctx context.Context, q domain.ReviewQuery) (map[domain.RecoveryStep]int64, error) {
	return nil, errNotYet
}
func (t *Tx) MoveRecovery(ctx context.Context, m domain.RecoveryMove) error { return errNotYet }
func (t *Tx) SetRecoveryProof(ctx context.Context, reviewID, proof string) error {
	return errNotYet
}
func (t *Tx) RevealContact(ctx context.Context, orderID, by, purpose string) (domain.Contact, error) {
	return domain.Contact{}, errNotYet
}

func (t *Tx) PutEvidence(ctx context.Context, item domain.EvidenceItem) (known bool, err error) {
	return false, errNotYet
}
func (t *Tx) PutLink(ctx context.Context, link domain.EvidenceLink) error { return errNotYet }
func (t *Tx) RemoveLink(ctx context.Context, evidenceID, orderID string) error {
	return errNotYet
}
func (t *Tx) SetEvidenceKind(ctx context.Context, id string, kind domain.EvidenceKind) error {
	return errNotYet
}
func (s *Store) ListEvidence(ctx context.Context, q domain.EvidenceQuery) (domain.EvidencePage, error) {
	return domain.EvidencePage{}, errNotYet
}
func (s *Store) GetEvidence(ctx context.Context, id string) (domain.EvidenceRow, error) {
	return domain.EvidenceRow{}, errNotYet
}
func (s *Store) EachEvidence(ctx context.Context, fn func(domain.EvidenceItem) error) error {
	return errNotYet
}
func (s *Store) Coverage(ctx context.Context, shopIDs []string, from, to domain.ShopDay) ([]domain.EvidenceCoverageDay, error) {
	return nil, errNotYet
}
func (t *Tx) PutPack(ctx context.Context, p domain.EvidencePack) error { return errNotYet }
func (s *Store) ListPacks(ctx context.Context, afterSaleID string, limit int) ([]domain.EvidencePack, error) {
	return nil, errNotYet
}
func (s *Store) OrdersNear(ctx context.Context, at domain.Instant, within time.Duration, limit int) ([]domain.OrderRow, error) {
	return nil, errNotYet
}

func (t *Tx) PutFindings(ctx context.Context, check string, found []domain.Finding) (fresh, resolved int64, err error) {
	return 0, 0, errNotYet
}
func (t *Tx) MoveFinding(ctx context.Context, id string, state domain.FindingState, owner string) error {
	return errNotYet
}
func (s *Store) ListFindings(ctx context.Context, q domain.FindingQuery) (domain.FindingPage, error) {
	return domain.FindingPage{}, errNotYet
}
func (s *Store) CountFindings(ctx context.Context) (map[string]int64, error) { return nil, errNotYet }
func (t *Tx) PutReceipt(ctx context.Context, r domain.CheckReceipt) error    { return errNotYet }
func (s *Store) ListReceipts(ctx context.Context, check string, limit int) ([]domain.CheckReceipt, error) {
	return nil, errNotYet
}
func (t *Tx) PutSchedule(ctx context.Context, st domain.ScheduleState) error { return errNotYet }
func (s *Store) ListSchedules(ctx context.Context) ([]domain.ScheduleState, error) {
	return nil, errNotYet
}

func (t *Tx) PutAct(ctx context.Context, a domain.Act) error { return errNotYet }
func (t *Tx) MoveAct(ctx context.Context, a domain.Act, from domain.ActState) error {
	return errNotYet
}
func (s *Store) ListActs(ctx context.Context, q domain.ActQuery) (domain.ActPage, error) {
	return domain.ActPage{}, errNotYet
}
func (s *Store) GetAct(ctx context.Context, id string) (domain.Act, error) {
	return domain.Act{}, errNotYet
}
func (s *Store) QueuedActs(ctx context.Context, shopID string) ([]domain.Act, error) {
	return nil, errNotYet
}

func (t *Tx) PutMapping(ctx context.Context, m domain.SheetMapping) error { return errNotYet }
func (t *Tx) RemoveMapping(ctx context.Context, name string) error        { return errNotYet }
func (s *Store) ListMappings(ctx context.Context) ([]domain.SheetMapping, error) {
	return nil, errNotYet
}
func (t *Tx) PutSheetRun(ctx context.Context, r domain.SheetRun) error { return errNotYet }
func (s *Store) ListSheetRuns(ctx context.Context, limit int) ([]domain.SheetRun, error) {
	return nil, errNotYet
}
func (t *Tx) PutSettings(ctx context.Context, v domain.Settings) error { return errNotYet }
func (s *Store) GetSettings(ctx context.Context) (domain.Settings, error) {
	return domain.Settings{}, errNotYet
}
func (t *Tx) PutAudit(ctx context.Context, e domain.AuditEntry) error { return errNotYet }
func (s *Store) ListAudit(ctx context.Context, limit int, cursor string) ([]domain.AuditEntry, string, error) {
	return nil, "", errNotYet
}
func (t *Tx) CountHost(ctx context.Context, seen []domain.HostContact) error { return errNotYet }
func (s *Store) ListHosts(ctx context.Context) ([]domain.HostContact, error) {
	return nil, errNotYet
}
func (t *Tx) CountQuota(ctx context.Context, used []domain.Quota) error { return errNotYet }
func (s *Store) ListQuotas(ctx context.Context, shopID string) ([]domain.Quota, error) {
	return nil, errNotYet
}

func (s *Store) TrendFacts(ctx context.Context, key domain.TrendKey) ([]domain.TrendFact, error) {
	return nil, errNotYet
}
func (s *Store) DirtyTrends(ctx context.Context, limit int) ([]domain.TrendKey, error) {
	return nil, errNotYet
}
func (s *Store) PutTrendSegment(ctx context.Context, key domain.TrendKey, build func([]domain.TrendFact) []byte) error {
	return errNotYet
}
func (s *Store) EachTrendSegment(ctx context.Context, kind domain.TrendKind, shopIDs []string, from, to domain.ShopDay, fn func(domain.TrendKey, []byte) error) error {
	return errNotYet
}
func (s *Store) Drill(ctx context.Context, q domain.DrillQuery, kind domain.TrendKind, counter string) (domain.DrillPage, error) {
	return domain.DrillPage{}, errNotYet
}
func (s *Store) Labels(ctx context.Context, dim domain.Dimension, keys []string) (map[string]string, error) {
	return nil, errNotYet
}
func (s *Store) Counts(ctx context.Context) (map[string]int64, error) { return nil, errNotYet }

func (s *Store) BackupTo(ctx context.Context, path string) error { return errNotYet }
func (s *Store) Check(ctx context.Context) error                 { return errNotYet }
func CheckFile(ctx context.Context, path string) error           { return errNotYet }
