import { Button, Tag } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { filterNames, fromUrl, sendsBack, theirTurn } from './query';
import { api, useApi, usePages, useSavedViews, useSettings, useShops } from '@/bridge';
import type { AfterSaleRow } from '@/bridge';
import { ActDialog } from '@/bridge/act';
import type { ActKind } from '@/bridge/act';
import { FirstPullState } from '@/bridge/FirstPullState';
import {
  CopyId, Countdown, EmptyState, ExportButton, FilterChips, FilterSelect, Instant, Key, Money, PageHeader, SavedViews, SearchBox, ShopMark, StatusTag, VirtualTable, timeLevel,
} from '@/design';
import type { Column } from '@/design';
import { useLabel, useTranslation, zh } from '@/i18n';
import { useNow } from '@/lib/ticker';
import { useUrlState } from '@/lib/useUrlState';
import './aftersales.css';

/** AfterSalesPage is the inbox: all types of cases in one list, the first due on top. */
export function AfterSalesPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const url = useUrlState();
  const now = useNow();
  const shops = useShops();
  const promised = (useSettings().settings?.answerMinutes ?? 0) > 0;
  const saved = useSavedViews('after-sales');
  const query = fromUrl(url, now);
  const pages = usePages('after_sales', ['list', query], (cursor) => api.afterSales.list({ ...query, cursor }), { also: ['acts', 'evidence'] });
  const counts = useApi('after_sales', ['counts', query.shopIds], () => api.afterSales.counts({ shopIds: query.shopIds ?? [] }), { also: ['acts'] }).data;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [act, setAct] = useState<{ kind: ActKind; ids: string[] } | null>(null);
  const view = url.get('view') || 'open';
  const filtered = filterNames.some((n) => url.get(n) !== '');

  const open = useCallback((r: AfterSaleRow, extra = '') => {
    const back = url.text;
    void navigate(`/after-sales/${encodeURIComponent(r.id)}?${back ? `from=${encodeURIComponent(back)}` : ''}${extra}`);
  }, [navigate, url.text]);
  const columns = useMemo<Column<AfterSaleRow>[]>(
    () => [
      { id: 'left', title: t('aftersales:columns.left'), width: 160, fixed: true, render: (r) => <Countdown since={r.stepSince || r.appliedAt} due={r.dueAt} theirs={theirTurn(r)} bar /> },
      { id: 'houseClock', title: <span title={t('aftersales:detail.houseHow')}>{t('aftersales:columns.houseClock')}</span>, width: 116, spare: 3, hidden: !promised, render: (r) => <Countdown since={r.appliedAt} due={r.houseDue} /> },
      { id: 'platformClock', title: t('aftersales:columns.platformClock'), width: 128, hidden: true, render: (r) => <Countdown since={r.stepSince} due={r.deadline} theirs={theirTurn(r)} /> },
      { id: 'evidenceClock', title: t('aftersales:columns.evidenceClock'), width: 128, hidden: true, render: (r) => <Countdown since={r.stepSince} due={r.evidenceDue} /> },
      { id: 'shop', title: t('aftersales:columns.shop'), width: 96, spare: 2, hidden: shops.size < 2, render: (r) => <ShopMark shop={shops.get(r.shopId)} /> },
      { id: 'type', title: t('aftersales:columns.type'), width: 124, render: (r) => (r.type === 'unknown' ? <StatusTag kind="caseTypes" value="unknown" raw={r.rawType} /> : label('caseTypes', r.type)), text: (r) => label('caseTypes', r.type) },
      { id: 'status', title: t('aftersales:columns.status'), width: 132, render: (r) => <CaseState r={r} /> },
      { id: 'product', title: t('aftersales:columns.product'), width: 152, grow: 3, render: (r) => <>{r.title} <span className="ad-quiet">{r.spec}</span></>, text: (r) => `${r.title} ${r.spec}` },
      { id: 'asked', title: t('aftersales:columns.asked'), width: 92, align: 'right', render: (r) => <Money value={r.asked} /> },
      { id: 'reason', title: t('aftersales:columns.reason'), width: 104, spare: 4, render: (r) => label('reasons', r.reason), text: (r) => r.reasonText || label('reasons', r.reason) },
      { id: 'host', title: t('aftersales:columns.host'), width: 100, spare: 5, render: (r) => r.hostName || <span className="ad-quiet">—</span>, text: (r) => r.hostName },
      { id: 'buyer', title: t('aftersales:columns.buyer'), width: 96, hidden: true, render: (r) => r.buyerNick || '—', text: (r) => r.buyerNick },
      { id: 'evidence', title: t('aftersales:columns.evidence'), width: 72, spare: 6, align: 'right', render: (r) => (r.evidenceCount > 0 ? <span className="ad-num">{r.evidenceCount}</span> : <span className="ad-quiet">0</span>) },
      { id: 'id', title: t('aftersales:columns.id'), width: 112, spare: 9, render: (r) => <CopyId id={r.remoteId} show={`…${r.remoteId.slice(-8)}`} /> },
      { id: 'order', title: t('aftersales:columns.order'), width: 200, hidden: true, render: (r) => <CopyId id={r.orderRemoteId} /> },
      { id: 'waybill', title: t('aftersales:columns.waybill'), width: 176, hidden: true, render: (r) => <CopyId id={r.waybill} /> },
      { id: 'sku', title: t('aftersales:columns.sku'), width: 120, hidden: true, render: (r) => <CopyId id={r.skuCode} /> },
      { id: 'applied', title: t('aftersales:columns.applied'), width: 112, hidden: true, render: (r) => <Instant at={r.appliedAt} /> },
      { id: 'updated', title: t('aftersales:columns.updated'), width: 112, hidden: true, render: (r) => <Instant at={r.updatedAt} /> },
    ],
    [t, label, shops, promised],
  );
  const options = (group: 'caseTypes' | 'caseStatuses' | 'reasons' | 'arbitrations') => Object.keys(zh.enums[group]).map((value) => ({ value, label: label(group, value) }));
  const ids = [...chosen];
  const tags = (['session', 'host', 'sku', 'order'] as const).filter((n) => url.get(n));

  return (
    <div className="ad-page">
      <PageHeader title={t('aftersales:title')} sub={counts ? t('aftersales:sub', { n: counts.merchant }) : ' '}>
        <SavedViews
          views={saved.views} current={url.text} onUse={url.replaceAll} onSave={(name) => void saved.save(name, url.text)} onRemove={(name) => void saved.remove(name)}
        />
        <ExportButton run={() => api.afterSales.exportList(query)} open={(p) => void api.shell.openPath(p)} />
      </PageHeader>
      <div className="ad-toolbar">
        <FilterChips
          label={t('aftersales:view.label')} value={[view]} onChange={(v) => url.set({ view: v[0] === 'open' ? '' : v[0] })}
          chips={[
            { id: 'open', label: t('aftersales:view.open'), count: counts?.open },
            { id: 'merchant', label: t('aftersales:view.merchant'), count: counts?.merchant },
            { id: 'overdue', label: t('aftersales:view.overdue'), count: counts?.overdue, level: 'red' },
            { id: 'soon', label: t('aftersales:view.soon'), count: counts?.dueSoon, level: 'amber' },
            { id: 'evidence', label: t('aftersales:view.evidence'), count: counts?.evidence },
            { id: 'closed', label: t('aftersales:view.closed') },
            { id: 'all', label: t('aftersales:view.all') },
          ]}
        />
      </div>
      <div className="ad-toolbar" role="group" aria-label={t('filters.label')}>
        <SearchBox value={url.get('q')} onChange={(q) => url.set({ q })} placeholder={t('aftersales:search')} width={320} />
        <FilterSelect label={t('aftersales:filter.type')} options={options('caseTypes')} value={url.list('type')} onChange={(v) => url.set({ type: v })} />
        <FilterSelect label={t('aftersales:filter.status')} options={options('caseStatuses')} value={url.list('status')} onChange={(v) => url.set({ status: v })} />
        <FilterSelect label={t('aftersales:filter.reason')} options={options('reasons')} value={url.list('reason')} onChange={(v) => url.set({ reason: v })} />
        <FilterSelect label={t('aftersales:filter.arbitration')} options={options('arbitrations')} value={url.list('arbitration')} onChange={(v) => url.set({ arbitration: v })} />
        {shops.size > 1 && <FilterSelect label={t('aftersales:filter.shop')} options={[...shops.values()].map((s) => ({ value: s.id, label: s.shortName || s.name }))} value={url.list('shop')} onChange={(v) => url.set({ shop: v })} />}
        {tags.map((n) => <Tag key={n} closable onClose={() => url.set({ [n]: '' })}>{t(`aftersales:filter.${n}`, { id: url.get(n) })}</Tag>)}
        {filtered && <Button type="text" size="small" onClick={() => url.set(Object.fromEntries(filterNames.map((n) => [n, ''])))}>{t('filters.clear')}</Button>}
      </div>
      <div className="ad-page-fill" style={{ paddingBottom: 16 }}>
        <VirtualTable
          name="after-sales" label={t('aftersales:title')} columns={columns} rows={pages.rows} rowKey={(r) => r.id} onOpen={open} selection={{ keys: chosen, onChange: setChosen }}
          hasMore={pages.hasMore} loadMore={pages.loadMore} loading={pages.loading} loadingMore={pages.loadingMore} refreshing={pages.refreshing} error={pages.error} retry={pages.retry}
          level={(r) => edge(r, now)}
          keys={{
            a: (r) => setAct({ kind: 'agree', ids: chosen.size > 0 ? ids : [r.id] }),
            r: (r) => setAct({ kind: 'remark', ids: chosen.size > 0 ? ids : [r.id] }),
            e: (r) => open(r, '&do=evidence'),
          }}
          empty={
            filtered ? (
              <EmptyState title={t('aftersales:empty.filtered')} action={<Button onClick={() => url.set(Object.fromEntries(filterNames.map((n) => [n, ''])))}>{t('aftersales:empty.clear')}</Button>} />
            ) : (
              <FirstPullState otherwise={<EmptyState title={t('aftersales:empty.title')} text={t('aftersales:empty.text')} />} />
            )
          }
          foot={
            chosen.size > 0 && (
              <span className="ad-row">
                <strong>{t('list.selected', { n: chosen.size })}</strong>
                <Button size="small" type="primary" onClick={() => setAct({ kind: 'agree', ids })}>{t('aftersales:bulk.agree')} <Key>a</Key></Button>
                <Button size="small" onClick={() => setAct({ kind: 'agree_refund', ids })}>{t('aftersales:bulk.agree_refund')}</Button>
                <Button size="small" onClick={() => setAct({ kind: 'remark', ids })}>{t('aftersales:bulk.remark')} <Key>r</Key></Button>
                <Button size="small" type="text" onClick={() => setChosen(new Set())}>{t('list.clear')}</Button>
              </span>
            )
          }
        />
      </div>
      {act && <ActDialog key={act.kind + act.ids.join()} kind={act.kind} ids={act.ids} {...aboutOf(pages.rows, act.ids)} onClose={(done) => { setAct(null); if (done) setChosen(new Set()); }} />}
    </div>
  );
}

// Cases of one shop can be asked for its addresses; of several, each goes to its platform's preset.
function aboutOf(rows: AfterSaleRow[], ids: string[]): { shopId: string; goodsBack: boolean } {
  const chosen = rows.filter((r) => ids.includes(r.id));
  const shops = new Set(chosen.map((r) => r.shopId));
  return { shopId: shops.size === 1 ? (chosen[0]?.shopId ?? '') : '', goodsBack: chosen.some((r) => sendsBack(r.type)) };
}

// The clock that ends first colours the edge of the row (AS-07); the order stays that of the platform's deadlines (AS-02).
function edge(r: AfterSaleRow, now: number): string {
  const house = r.houseDue > 0 && (r.dueAt === 0 || r.houseDue < r.dueAt);
  if (house) return timeLevel(r.appliedAt, r.houseDue, now);
  return theirTurn(r) ? 'none' : timeLevel(r.stepSince || r.appliedAt, r.dueAt, now);
}

function CaseState({ r }: { r: AfterSaleRow }) {
  const { t } = useTranslation();
  if (r.queuedActs > 0) return <span className="ad-tag" data-tone="wait"><span>{t('aftersales:queued', { n: r.queuedActs })}</span></span>;
  if (r.arbitration === 'awaiting_merchant_evidence' || r.arbitration === 'in_progress') return <StatusTag kind="arbitrations" value={r.arbitration} />;
  return <StatusTag kind="caseStatuses" value={r.status} raw={r.status === 'unknown' ? r.rawStatus : ''} />;
}
