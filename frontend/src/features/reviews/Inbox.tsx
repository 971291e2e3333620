import { Button } from 'antd';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { useShops } from '@/bridge';
import type { Review, ReviewQuery } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { EmptyState, FilterChips, FilterSelect, Instant, SearchBox, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { STEPS } from './board';
import { useReviews } from './queries';
import { ReplyWindow } from './ReplyWindow';
import { Stars } from './Stars';
import { useBandWords } from './useBandWords';
import s from './reviews.module.css';

const BANDS = ['negative', 'neutral', 'good', 'unrated'];
const FILTERS = ['band', 'replied', 'step', 'q', 'host', 'session', 'sku', 'order'];
const keyOf = (r: Review) => r.id;

/** queryOf reads the inbox's filters from the address. */
export function queryOf(get: (k: string) => string, list: (k: string) => string[]): Partial<ReviewQuery> {
  return { bands: list('band'), replied: get('replied'), steps: list('step'), text: get('q'), hostId: get('host'), sessionId: get('session'), skuId: get('sku'), orderId: get('order') };
}

interface Props {
  onOpen: (id: string) => void;
  onStart: (review: Review) => void;
}

/** Inbox is every review, newest first, each with its own reply clock. Text is shown as text. */
export function Inbox({ onOpen, onStart }: Props) {
  const { t } = useTranslation('reviews');
  const label = useLabel();
  const go = useNavigate();
  const url = useUrlState();
  const why = useBandWords();
  const shops = useShops();
  const pages = useReviews(queryOf(url.get, url.list));
  const filtered = FILTERS.some((k) => url.get(k) !== '');
  const { set } = url;
  const setText = useCallback((q: string) => set({ q }), [set]);
  const clear = () => set(Object.fromEntries(FILTERS.map((k) => [k, undefined])));

  const columns: Column<Review>[] = [
    { id: 'rating', title: t('columns.rating'), width: 148, fixed: true, render: (r) => <Stars review={r} why={why(r)} /> },
    {
      id: 'text', title: t('columns.text'), width: 256, grow: 3, fixed: true, text: (r) => r.text.slice(0, 2000),
      render: (r) => (
        <span className="ad-row">
          <span className={r.text ? 'ad-clip' : 'ad-clip ad-quiet'}>{r.text.slice(0, 300) || t('text.empty')}</span>
          {r.followAt > 0 && <span className="ad-quiet">{t('text.follow')}</span>}
          {(r.images ?? []).length > 0 && <span className="ad-quiet">{t('text.images', { n: r.images.length })}</span>}
        </span>
      ),
    },
    { id: 'product', title: t('columns.product'), width: 184, spare: 5, grow: 1, text: (r) => `${r.productName} ${r.spec}`, render: (r) => <span className="ad-clip">{r.productName} <span className="ad-quiet">{r.spec}</span></span> },
    { id: 'host', title: t('filter.host'), width: 100, spare: 6, text: (r) => r.hostName, render: (r) => r.hostName || <span className="ad-quiet">—</span> },
    { id: 'window', title: t('columns.window'), width: 132, render: (r) => <ReplyWindow review={r} /> },
    {
      id: 'step', title: t('columns.step'), width: 116,
      render: (r) =>
        r.step ? (
          <span>{label('recoverySteps', r.step)}{r.owner && <span className="ad-quiet"> {r.owner}</span>}</span>
        ) : r.band === 'negative' || r.band === 'neutral' ? (
          <Button size="small" onClick={() => onStart(r)}>{t('step.start')}</Button>
        ) : (
          <span className="ad-quiet">—</span>
        ),
    },
    { id: 'shop', title: t('filter.shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (r) => <ShopOf id={r.shopId} /> },
    { id: 'created', title: t('columns.created'), width: 124, spare: 4, render: (r) => <Instant at={r.createdAt} /> },
  ];

  return (
    <>
      <div className={s.tools}>
        <SearchBox value={url.get('q')} onChange={setText} placeholder={t('filter.search')} />
        <FilterChips
          multiple
          label={t('filter.band')}
          value={url.list('band')}
          chips={BANDS.map((b) => ({ id: b, label: label('reviewBands', b) }))}
          onChange={(v) => set({ band: v })}
        />
        <FilterChips
          label={t('filter.replied')}
          value={[url.get('replied')]}
          chips={[
            { id: '', label: t('filter.repliedAny') },
            { id: 'no', label: t('filter.repliedNo') },
            { id: 'yes', label: t('filter.repliedYes') },
          ]}
          onChange={([v]) => set({ replied: v })}
        />
        <FilterSelect label={t('filter.step')} value={url.list('step')} options={STEPS.map((x) => ({ value: x, label: label('recoverySteps', x) }))} onChange={(v) => set({ step: v })} />
        {filtered && <Button type="link" size="small" onClick={clear}>{t('filter.clear')}</Button>}
      </div>
      <VirtualTable
        name="reviews" label={t('title')} columns={columns} rows={pages.rows} rowKey={keyOf} onOpen={(r) => onOpen(r.id)} hasMore={pages.hasMore} loadMore={pages.loadMore}
        keys={{ s: (r) => (r.step ? onOpen(r.id) : onStart(r)) }} loading={pages.loading} loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry}
        empty={
          filtered ? (
            <EmptyState title={t('empty.filtered')} action={<Button onClick={clear}>{t('filter.clear')}</Button>} />
          ) : (
            <EmptyState title={t('empty.title')} text={t('empty.text')} action={<Button type="primary" onClick={() => void go('/shops?import=1&kind=reviews')}>{t('noApi.act')}</Button>} />
          )
        }
      />
    </>
  );
}
