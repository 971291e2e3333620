import { useCallback } from 'react';
import { Link } from 'react-router';
import { useShops } from '@/bridge';
import type { Parcel } from '@/bridge';
import { FirstPullState } from '@/bridge/FirstPullState';
import { ShopOf } from '@/bridge/ShopOf';
import { CopyId, EmptyState, FilterChips, FilterSelect, Instant, SearchBox, StatusTag, VirtualTable, useLook } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { useParcels } from './queries';
import s from './logistics.module.css';

const STATES = ['none', 'created', 'wait_pickup', 'picked_up', 'sort_center', 'in_transit', 'dest_city', 'out_for_delivery', 'at_station', 'signed', 'signed_by_other', 'refused', 'returning', 'returned_signed', 'intercepted', 'forwarded', 'problem', 'cancelled', 'customs', 'unknown'];
const keyOf = (p: Parcel) => p.id;

/** ParcelList is every waybill, out and back, newest first. */
export function ParcelList({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation('logistics');
  const label = useLabel();
  const url = useUrlState();
  const shops = useShops();
  const zh = useLook().lang.startsWith('zh');
  const { set } = url;
  const setText = useCallback((q: string) => set({ q }), [set]);
  const filtered = ['q', 'state', 'dir'].some((k) => url.get(k) !== '');
  const pages = useParcels({ text: url.get('q'), states: url.list('state'), direction: url.get('dir') });

  const columns: Column<Parcel>[] = [
    {
      id: 'waybill', title: t('parcels.waybill'), width: 232, fixed: true, text: (p) => `${p.waybill} ${p.carrierName}`,
      render: (p) => (
        <span className="ad-row">
          <CopyId id={p.waybill} />
          <span className="ad-quiet ad-clip">{p.carrierName}</span>
        </span>
      ),
    },
    { id: 'state', title: t('parcels.state'), width: 124, render: (p) => <StatusTag kind="trackStates" value={p.state} /> },
    { id: 'direction', title: t('parcels.direction'), width: zh ? 64 : 92, spare: 5, render: (p) => label('directions', p.direction) },
    { id: 'route', title: t('parcels.route'), width: 152, spare: 6, render: (p) => <span className="ad-clip">{[p.fromProvince, [p.toProvince, p.toCity].filter(Boolean).join(' ')].filter(Boolean).join(' → ') || '—'}</span> },
    {
      id: 'last', title: t('parcels.last'), width: 240, grow: 2, text: (p) => p.lastText,
      render: (p) => (
        <span className="ad-row">
          <Instant at={p.lastAt} />
          <span className="ad-clip ad-quiet">{p.lastText}</span>
        </span>
      ),
    },
    { id: 'order', title: t('parcels.order'), width: 176, spare: 4, render: (p) => <Link className="ad-mono" to={`/orders/${encodeURIComponent(p.orderId)}`}>{p.orderId.slice(p.orderId.indexOf('.') + 1)}</Link> },
    { id: 'uploaded', title: t('parcels.uploaded'), width: 120, spare: 7, render: (p) => <Instant at={p.uploadedAt} /> },
    { id: 'checked', title: t('parcels.checked'), width: 112, hidden: true, render: (p) => <Instant at={p.traceCheckedAt} /> },
    { id: 'shop', title: t('shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (p) => <ShopOf id={p.shopId} /> },
  ];

  return (
    <>
      <div className={s.tools}>
        <SearchBox value={url.get('q')} onChange={setText} placeholder={t('parcels.search')} />
        <FilterChips
          label={t('parcels.direction')}
          value={[url.get('dir')]}
          chips={[
            { id: '', label: t('parcels.all') },
            { id: 'out', label: label('directions', 'out') },
            { id: 'back', label: label('directions', 'back') },
          ]}
          onChange={([v]) => set({ dir: v })}
        />
        <FilterSelect label={t('parcels.state')} value={url.list('state')} options={STATES.map((x) => ({ value: x, label: label('trackStates', x) }))} onChange={(v) => set({ state: v })} />
      </div>
      <VirtualTable
        name="parcels" label={t('tabs.parcels')} columns={columns} rows={pages.rows} rowKey={keyOf} onOpen={(p) => onOpen(p.id)} hasMore={pages.hasMore} loadMore={pages.loadMore}
        loading={pages.loading} loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry}
        empty={filtered ? <EmptyState title={t('parcels.filtered')} /> : <FirstPullState otherwise={<EmptyState title={t('parcels.empty')} text={t('parcels.emptyText')} />} />}
      />
    </>
  );
}
