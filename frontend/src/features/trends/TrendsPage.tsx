import { App, Button, Skeleton } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useSearchParams } from 'react-router';
import { api } from '@/bridge';
import type { DrillQuery } from '@/bridge';
import { EmptyState, ErrorState, Instant, PageHeader, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { dayOf } from '@/lib/shopDays';
import { useNow } from '@/lib/ticker';
import { ChartPanel } from './ChartPanel';
import { Controls } from './Controls';
import { DrillDrawer } from './DrillDrawer';
import type { Drilled } from './DrillDrawer';
import { ExportMenu } from './ExportMenu';
import { drillOf } from './drill';
import { useMetrics, useTable } from './queries';
import { previous, readState, tableQuery, writeState } from './state';
import type { TrendState } from './state';
import type { ChartHandle } from './TrendChart';
import { TrendTableView } from './TrendTableView';
import s from './trends.module.css';

/** TrendsPage: is a rate getting better or worse, and where. Every number opens its rows. */
export function TrendsPage() {
  const { t } = useTranslation('trends');
  const { zone } = useLook();
  const { message } = App.useApp();
  const go = useNavigate();
  const [params, setParams] = useSearchParams();
  const today = dayOf(useNow(), zone);
  const state = readState(params, today);
  const change = (patch: Partial<TrendState>) => setParams((p) => writeState({ ...readState(p, today), ...patch }, p), { replace: true });
  const metrics = useMetrics();
  const shopIds = (params.get('shop') ?? '').split(',').filter(Boolean);
  const query = tableQuery(state, shopIds);
  const table = useTable(query);
  const before = useTable(previous(query), state.compare);
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  const picture = useRef<ChartHandle | null>(null);

  const info = table.data?.infos[0] ?? metrics.data?.find((m) => m.id === state.metric);
  const drill = (side: 'num' | 'den', keys: string[], dims: string[], shown: number, title: string) => {
    const q: Partial<DrillQuery> = drillOf(state, shopIds, side, dims, keys);
    setDrilled({ query: q as DrillQuery, shown, title });
  };
  const empty = table.isSuccess && !table.isPlaceholderData && table.data.rows.length === 0;
  const narrowed = state.filters.length > 0 || shopIds.length > 0;

  return (
    <div className="ad-page">
      <PageHeader
        title={t('title')}
        sub={
          table.data && table.data.asOf > 0 ? (
            <AsOf at={table.data.asOf} />
          ) : (
            t('question')
          )
        }
      >
        <ExportMenu
          onFile={(format) => api.trends.exportTable(query, format)}
          onPicture={() => picture.current?.picture() ?? ''}
          metric={state.metric}
          onError={(words) => void message.error(words)}
        />
      </PageHeader>
      <div className={s.body}>
        <Controls state={state} shopIds={shopIds} metrics={metrics.data ?? []} info={info} today={today} onChange={change} onShops={(ids) => setParams((p) => { const n = new URLSearchParams(p); if (ids.length) n.set('shop', ids.join(',')); else n.delete('shop'); return n; }, { replace: true })} />
        {metrics.error && <ErrorState error={metrics.error} retry={() => void metrics.refetch()} />}
        {table.error && <ErrorState error={table.error} retry={() => void table.refetch()} />}
        {!table.error && table.isPending && <Skeleton active />}
        {empty &&
          (narrowed ? (
            <EmptyState title={t('empty.filtered')} action={<Button onClick={() => change({ filters: [] })}>{t('clear')}</Button>} />
          ) : (
            <EmptyState title={t('empty.title')} text={t('empty.text')} action={<Button type="primary" onClick={() => void go('/shops')}>{t('goShops')}</Button>} />
          ))}
        {!empty && table.data && (
          <>
            {state.chart && (
              <ChartPanel
                state={state}
                shopIds={shopIds}
                info={info}
                today={today}
                rows={table.data.rows}
                handle={picture}
                onPick={(keys, dims, p, title) => drill('den', keys, dims, p.den, title)}
              />
            )}
            <TrendTableView
              table={table.data}
              before={state.compare ? before.data : undefined}
              state={state}
              stale={table.isPlaceholderData}
              onDrill={(side, row, shown, title) => drill(side, row.keys, row.keys.length > 0 ? state.dims : [], shown, title)}
              onNarrow={(filter) => change({ filters: [...state.filters.filter((f) => f.dim !== filter.dim), filter] })}
            />
          </>
        )}
      </div>
      <DrillDrawer drilled={drilled} onSide={(side) => setDrilled((d) => (d ? { ...d, query: { ...d.query, side }, shown: null } : d))} onClose={() => setDrilled(null)} />
    </div>
  );
}

function AsOf({ at }: { at: number }) {
  const { t } = useTranslation('trends');
  const [a, b] = t('asOf', { at: '\u0000' }).split('\u0000');
  return (
    <span>
      {t('question')} {a}
      <Instant at={at} />
      {b}
    </span>
  );
}
