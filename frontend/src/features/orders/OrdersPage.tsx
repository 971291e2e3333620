import { Button, Select, Tag } from 'antd';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { api, usePages, useSavedViews, useShops } from '@/bridge';
import type { OrderQuery, OrderRow } from '@/bridge';
import { FirstPullState } from '@/bridge/FirstPullState';
import { CopyId, EmptyState, ExportButton, FilterChips, FilterSelect, Instant, Money, PageHeader, SavedViews, SearchBox, ShopMark, StatusTag, VirtualTable, useLook } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation, zh } from '@/i18n';
import { addDays } from '@/lib/shopDays';
import { now } from '@/lib/ticker';
import { dayText, startOfDay } from '@/lib/time';
import { useUrlState } from '@/lib/useUrlState';
import './orders.css';

const names = ['q', 'status', 'shop', 'days', 'host', 'session', 'sku'] as const;

/** OrdersPage finds any order by anything that somebody remembers of it. */
export function OrdersPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const url = useUrlState();
  const shops = useShops();
  const { zone } = useLook();
  const saved = useSavedViews('orders');
  const days = Number(url.get('days')) || 0;
  const from = days > 0 ? startOfDay(addDays(dayText(now(), zone), 1 - days), zone) : 0;
  const query: Partial<OrderQuery> = {
    text: url.get('q'), statuses: url.list('status'), shopIds: url.list('shop'), hostId: url.get('host'), sessionId: url.get('session'), skuId: url.get('sku'), from, limit: 100,
  };
  const pages = usePages('orders', ['list', query], (cursor) => api.orders.list({ ...query, cursor }), { also: ['parcels', 'after_sales', 'evidence'] });
  const open = useCallback((r: OrderRow) => void navigate(`/orders/${encodeURIComponent(r.id)}${url.text ? `?from=${encodeURIComponent(url.text)}` : ''}`), [navigate, url.text]);
  const columns = useMemo<Column<OrderRow>[]>(
    () => [
      { id: 'created', title: t('orders:columns.created'), width: 120, render: (r) => <Instant at={r.createdAt} /> },
      { id: 'shop', title: t('orders:columns.shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (r) => <ShopMark shop={shops.get(r.shopId)} /> },
      { id: 'id', title: t('orders:columns.id'), width: 180, fixed: true, render: (r) => <CopyId id={r.remoteId} /> },
      { id: 'status', title: t('orders:columns.status'), width: 96, render: (r) => <StatusTag kind="orderStatuses" value={r.status} raw={r.status === 'unknown' ? r.rawStatus : ''} /> },
      { id: 'product', title: t('orders:columns.product'), width: 160, grow: 3, fixed: true, render: (r) => <>{r.title} <span className="ad-quiet">{r.spec}{r.lineCount > 1 && ` +${r.lineCount - 1}`}</span></>, text: (r) => `${r.title} ${r.spec}` },
      { id: 'sku', title: t('orders:columns.sku'), width: 128, hidden: true, render: (r) => <CopyId id={r.skuCode} /> },
      { id: 'paid', title: t('orders:columns.paid'), width: 96, align: 'right', render: (r) => <Money value={r.paid} /> },
      { id: 'buyer', title: t('orders:columns.buyer'), width: 104, hidden: true, render: (r) => r.buyerNick || '—', text: (r) => r.buyerNick },
      { id: 'receiver', title: t('orders:columns.receiver'), width: 72, hidden: true, render: (r) => r.maskedName || '—' },
      { id: 'phone', title: t('orders:columns.phone'), width: 112, hidden: true, render: (r) => <span className="ad-mono">{r.maskedPhone || '—'}</span> },
      { id: 'place', title: t('orders:columns.place'), width: 112, hidden: true, render: (r) => `${r.province} ${r.city}`.trim() || '—' },
      { id: 'waybill', title: t('orders:columns.waybill'), width: 156, spare: 7, render: (r) => <CopyId id={r.waybill} /> },
      { id: 'parcel', title: t('orders:columns.parcel'), width: 108, spare: 6, render: (r) => (r.parcelState ? <StatusTag kind="trackStates" value={r.parcelState} /> : <span className="ad-quiet">—</span>) },
      { id: 'host', title: t('orders:columns.host'), width: 104, spare: 5, render: (r) => r.hostName || <span className="ad-quiet">—</span>, text: (r) => r.hostName },
      { id: 'cases', title: t('orders:columns.cases'), width: 56, align: 'right', render: (r) => (r.afterSaleCount > 0 ? <span className="ad-num ad-strong">{r.afterSaleCount}</span> : <span className="ad-quiet">0</span>) },
      { id: 'evidence', title: t('orders:columns.evidence'), width: 72, hidden: true, align: 'right', render: (r) => <span className={r.evidenceCount > 0 ? 'ad-num' : 'ad-num ad-quiet'}>{r.evidenceCount}</span> },
    ],
    [t, shops],
  );
  const filtered = names.some((n) => url.get(n) !== '');
  const clear = () => url.set(Object.fromEntries(names.map((n) => [n, ''])));
  const chips = ['to_ship', 'partly_shipped', 'shipped', 'finished', 'cancelled', 'unpaid'];
  const status = url.list('status');
  return (
    <div className="ad-page">
      <PageHeader title={t('orders:title')} sub={t('orders:sub')}>
        <SavedViews views={saved.views} current={url.text} onUse={url.replaceAll} onSave={(n) => void saved.save(n, url.text)} onRemove={(n) => void saved.remove(n)} />
        <ExportButton run={() => api.orders.exportList(query)} open={(p) => void api.shell.openPath(p)} />
      </PageHeader>
      <div className="ad-toolbar" role="group" aria-label={t('filters.label')}>
        <SearchBox value={url.get('q')} onChange={(q) => url.set({ q })} placeholder={t('orders:search')} width={400} />
        <Select
          value={days} aria-label={t('orders:filter.range')} onChange={(v: number) => url.set({ days: v > 0 ? String(v) : '' })} style={{ width: 128 }}
          options={[{ value: 0, label: t('orders:filter.range') }, ...[1, 7, 30, 90].map((n) => ({ value: n, label: n === 1 ? t('common.today') : t('orders:filter.last', { n }) }))]}
        />
        {shops.size > 1 && <FilterSelect label={t('orders:filter.shop')} options={[...shops.values()].map((s) => ({ value: s.id, label: s.shortName || s.name }))} value={url.list('shop')} onChange={(v) => url.set({ shop: v })} />}
        {(['session', 'host', 'sku'] as const).filter((n) => url.get(n)).map((n) => <Tag key={n} closable onClose={() => url.set({ [n]: '' })}>{t(`orders:filter.${n}`, { id: url.get(n) })}</Tag>)}
        <FilterChips
          label={t('orders:view.label')} multiple value={status.length === 0 ? [''] : status} onChange={(v) => url.set({ status: v.includes('') && status.length > 0 ? [] : v.filter((x) => x !== '' && x in zh.enums.orderStatuses) })}
          chips={[{ id: '', label: t('orders:view.all') }, ...chips.map((s) => ({ id: s, label: label('orderStatuses', s) }))]}
        />
      </div>
      <div className="ad-page-fill" style={{ paddingBottom: 16 }}>
        <VirtualTable
          name="orders" label={t('orders:title')} columns={columns} rows={pages.rows} rowKey={(r) => r.id} onOpen={open} hasMore={pages.hasMore} loadMore={pages.loadMore} loading={pages.loading}
          loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry}
          empty={
            filtered ? (
              <EmptyState title={t('orders:empty.filtered')} text={t('orders:empty.filteredText')} action={<Button onClick={clear}>{t('orders:empty.clear')}</Button>} />
            ) : (
              <FirstPullState otherwise={<EmptyState title={t('orders:empty.title')} text={t('orders:empty.text')} action={<Button type="primary" onClick={() => void navigate('/shops')}>{t('orders:empty.connect')}</Button>} />} />
            )
          }
        />
      </div>
    </div>
  );
}
