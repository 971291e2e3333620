import { App, Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { Link } from 'react-router';
import { api, useAct, usePages, useShops, useStatus } from '@/bridge';
import type { Act } from '@/bridge';
import { actResult, hasMoney, useUndo } from '@/bridge/act';
import { CopyId, EmptyState, ErrorState, FilterChips, FilterSelect, Instant, Money, PageHeader, ShopMark, StatusTag, VirtualTable } from '@/design';
import type { Column } from '@/design';
import { operatorText, useLabel, useTranslation, zh } from '@/i18n';
import { useUrlState } from '@/lib/useUrlState';
import { subjectOf } from './subject';
import { ReceiptDrawer } from './ReceiptDrawer';

const states = Object.keys(zh.enums.actStates);
const waiting = ['queued', 'sending'];

/** OutboxPage lists every write and where it stands; what is not sent can be taken back. */
export function OutboxPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { message } = App.useApp();
  const url = useUrlState();
  const shops = useShops();
  const status = useStatus();
  const state = url.list('state').filter((s) => states.includes(s));
  const shopIds = url.list('shop');
  const pages = usePages('acts', ['outbox', state, shopIds], (cursor) => api.afterSales.outbox({ states: state, shopIds, cursor, limit: 100 }));
  const send = useAct(() => api.afterSales.sendNow(), ['acts', 'after_sales', 'orders', 'reviews', 'status']);
  const undo = useUndo();
  const { mutate, isPending } = undo;
  const opened = url.get('act');
  const open = useCallback((a: Act) => url.set({ act: a.id }), [url]);
  const columns = useMemo<Column<Act>[]>(
    () => [
      { id: 'at', title: t('acts:outbox.columns.at'), width: 116, render: (a) => <Instant at={a.queuedAt} /> },
      { id: 'shop', title: t('acts:outbox.columns.shop'), width: 96, spare: 4, hidden: shops.size < 2, render: (a) => <ShopMark shop={shops.get(a.shopId)} />, text: (a) => shops.get(a.shopId)?.name ?? '' },
      { id: 'kind', title: t('acts:outbox.columns.kind'), width: 128, fixed: true, render: (a) => <span className="ad-strong">{label('actKinds', a.kind)}</span>, text: (a) => label('actKinds', a.kind) },
      { id: 'about', title: t('acts:outbox.columns.about'), width: 208, fixed: true, render: (a) => <About a={a} /> },
      { id: 'amount', title: t('acts:outbox.columns.amount'), width: 96, align: 'right', render: (a) => (hasMoney(a.kind) ? <Money value={a.amount} /> : <span className="ad-quiet">—</span>) },
      { id: 'state', title: t('acts:outbox.columns.state'), width: 96, fixed: true, render: (a) => <StatusTag kind="actStates" value={a.state} /> },
      { id: 'result', title: t('acts:outbox.columns.result'), width: 160, grow: 3, render: (a) => <span className="ad-dim">{actResult(a) || a.receipt || ''}</span>, text: (a) => actResult(a) || a.receipt },
      { id: 'by', title: t('acts:outbox.columns.by'), width: 96, spare: 5, render: (a) => operatorText(a.by), text: (a) => operatorText(a.by) },
      { id: 'receipt', title: t('acts:outbox.columns.receipt'), width: 176, hidden: true, render: (a) => <CopyId id={a.receipt} clip /> },
      {
        id: 'undo', title: <span className="ad-sr">{t('acts:outbox.columns.undo')}</span>, width: 88, align: 'right',
        render: (a) => a.state === 'queued' && <Button size="small" disabled={isPending} onClick={(e) => { e.stopPropagation(); mutate(a.id); }}>{t('acts:undo')}</Button>,
      },
    ],
    [t, label, shops, isPending, mutate],
  );
  const filtered = state.length > 0 || shopIds.length > 0;
  return (
    <div className="ad-page">
      <PageHeader title={t('acts:outbox.title')} sub={t('acts:outbox.sub')}>
        <Button
          type="primary" disabled={!status || status.notSent === 0 || status.offline} loading={send.isPending} title={status?.offline ? t('acts:outbox.offline') : undefined}
          onClick={() => send.mutate(undefined, { onSuccess: (n) => void message.info(t('acts:outbox.sent', { n })) })}
        >
          {t('acts:outbox.sendNow')}
        </Button>
      </PageHeader>
      <div className="ad-toolbar" role="group" aria-label={t('filters.label')}>
        <FilterChips
          label={t('acts:outbox.view')} multiple value={state.length === 0 ? [''] : state} onChange={(v) => url.set({ state: v.includes('') && state.length > 0 ? [] : v.filter((x) => x !== '') })}
          chips={[{ id: '', label: t('acts:outbox.all') }, ...states.map((s) => ({ id: s, label: label('actStates', s), ...(s === waiting[0] ? { count: status?.notSent } : {}) }))]}
        />
        {shops.size > 1 && <FilterSelect label={t('acts:outbox.shop')} options={[...shops.values()].map((s) => ({ value: s.id, label: s.shortName || s.name }))} value={shopIds} onChange={(v) => url.set({ shop: v })} />}
        {filtered && <Button type="text" size="small" onClick={() => url.set({ state: '', shop: '' })}>{t('filters.clear')}</Button>}
      </div>
      {(send.error ?? undo.error) && <div className="ad-toolbar"><ErrorState error={send.error ?? undo.error} /></div>}
      <div className="ad-page-fill" style={{ paddingBottom: 16 }}>
        <VirtualTable
          name="outbox" label={t('acts:outbox.title')} columns={columns} rows={pages.rows} rowKey={(a) => a.id} onOpen={open} hasMore={pages.hasMore} loadMore={pages.loadMore} loading={pages.loading}
          loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry}
          empty={filtered ? <EmptyState title={t('acts:outbox.filtered')} action={<Button onClick={() => url.set({ state: '', shop: '' })}>{t('filters.clear')}</Button>} /> : <EmptyState title={t('acts:outbox.empty')} text={t('acts:outbox.emptyText')} />}
        />
      </div>
      <ReceiptDrawer act={pages.rows.find((a) => a.id === opened)} onUndo={(a) => mutate(a.id)} busy={isPending} onClose={() => url.set({ act: '' })} />
    </div>
  );
}

function About({ a }: { a: Act }) {
  const label = useLabel();
  const s = subjectOf(a);
  return (
    <span className="ad-row ad-clip">
      <span className="ad-quiet">{label('subjectKinds', s.kind)}</span>
      <Link to={s.to} className="ad-mono ad-clip" onClick={(e) => e.stopPropagation()}>{s.id}</Link>
    </span>
  );
}
