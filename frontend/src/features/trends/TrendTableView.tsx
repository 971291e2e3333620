import { FilterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useShops } from '@/bridge';
import type { MetricInfo, MetricValue, TrendFilter, TrendRow, TrendTable } from '@/bridge';
import { ShopMark, percent, useLook } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { pointsApart } from './chart';
import { useKeyWord } from './keyWord';
import { TIME_DIMS } from './state';
import type { TrendState } from './state';
import s from './trends.module.css';

type Order = 'given' | 'value' | 'num' | 'den';

interface Props {
  table: TrendTable;
  before: TrendTable | undefined;
  state: TrendState;
  stale: boolean;
  onDrill: (side: 'num' | 'den', row: TrendRow, shown: number, title: string) => void;
  onNarrow: (filter: TrendFilter) => void;
}

/** TrendTableView is the numbers themselves: rate, interval and both counts; each count opens its rows. */
export function TrendTableView({ table, before, state, stale, onDrill, onNarrow }: Props) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const word = useKeyWord();
  const shops = useShops();
  const [order, setOrder] = useState<Order>('given');
  const info = table.infos[0];
  const was = useMemo(() => new Map((before?.rows ?? []).map((r) => [r.keys.join('\u0001'), r.values[0]])), [before]);
  const rows = useMemo(() => sorted(table.rows, order), [table.rows, order]);
  const scale = useMemo(() => scaleOfRows([table.total, ...table.rows]), [table]);
  const missing = info?.missing !== '' && info?.missing !== undefined;
  const nameOf = (row: TrendRow) => row.keys.map((k, i) => word(state.dims[i] ?? '', k, row.labels[i] ?? '')).join(' · ');

  return (
    <div className={stale ? `${s.tableBox} ${s.old}` : s.tableBox} aria-busy={stale}>
      <table className={s.table} aria-label={label('metrics', state.metric)}>
        <thead>
          <tr>
            {state.dims.map((d) => (
              <th key={d}>{label('dimensions', d)}</th>
            ))}
            <Head order={order} me="value" onOrder={setOrder}>{t('table.value')}</Head>
            <th>{t('table.interval')}</th>
            {before && <th className={s.right}>{t('compare.before')}</th>}
            {before && <th className={s.right}>{t('compare.delta')}</th>}
            <Head order={order} me="num" onOrder={setOrder} title={info && label('counters', info.num)}>{info ? label('counters', info.num) : t('table.num')}</Head>
            <Head order={order} me="den" onOrder={setOrder} title={info && label('counters', info.den)}>{info ? label('counters', info.den) : t('table.den')}</Head>
            {missing && <th className={s.right}>{t('table.missing')}</th>}
            <th />
          </tr>
        </thead>
        <tbody>
          <tr className={s.total}>
            <td colSpan={state.dims.length}>{t('table.total')}</td>
            <Numbers row={table.total} before={before ? (before.total.values[0] ?? null) : undefined} info={info} missing={missing} name={t('table.total')} scale={scale} onDrill={onDrill} />
            <td />
          </tr>
          {rows.map((row) => (
            <tr key={row.keys.join('\u0001')}>
              {row.keys.map((k, i) => {
                const dim = state.dims[i] ?? '';
                const name = word(dim, k, row.labels[i] ?? '');
                return <td key={dim} className={k === '' ? s.unnamed : s.name} title={name === k ? k : `${name}\n${k}`}>{dim === 'shop' && shops.has(k) ? <ShopMark shop={shops.get(k)} /> : name}</td>;
              })}
              <Numbers row={row} before={before ? (was.get(row.keys.join('\u0001')) ?? null) : undefined} info={info} missing={missing} name={nameOf(row)} scale={scale} onDrill={onDrill} />
              <td className={s.narrow}>
                {!TIME_DIMS.includes(state.dims[0] ?? '') && state.dims[0] !== 'shop' && (
                  <Button size="small" type="text" icon={<FilterOutlined />} aria-label={`${t('only')} ${word(state.dims[0] ?? '', row.keys[0] ?? '', row.labels[0] ?? '')}`} title={t('only')} onClick={() => onNarrow({ dim: state.dims[0] ?? '', values: [row.keys[0] ?? ''] })} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {table.more && <p className="ad-quiet">{t('table.more', { n: table.rows.length })}</p>}
    </div>
  );
}

function Head({ order, me, title, onOrder, children }: { order: Order; me: Order; title?: string | undefined; onOrder: (o: Order) => void; children: React.ReactNode }) {
  return (
    <th className={s.right} title={title} aria-sort={order === me ? 'descending' : 'none'}>
      <button type="button" className="ad-plain" onClick={() => onOrder(order === me ? 'given' : me)}>
        {children} {order === me && '↓'}
      </button>
    </th>
  );
}

interface NumbersProps {
  row: TrendRow;
  before: MetricValue | null | undefined; // undefined: no comparison asked
  info: MetricInfo | undefined;
  missing: boolean;
  name: string;
  scale: Scale;
  onDrill: Props['onDrill'];
}

function Numbers({ row, before, info, missing, name, scale, onDrill }: NumbersProps) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const { lang } = useLook();
  const v = row.values[0];
  if (!v) return null;
  const rate = v.known ? percent(v.value, lang) : '—';
  const open = (side: 'num' | 'den') => onDrill(side, row, side === 'num' ? v.num : v.den, `${name} · ${label('counters', side === 'num' ? (info?.num ?? '') : (info?.den ?? ''))}`);
  return (
    <>
      <td className={s.right}>
        <button type="button" className={v.immature ? `ad-plain ${s.rate} ${s.immature}` : `ad-plain ${s.rate}`} title={v.immature ? t('chart.immatureHow') : t('drill.exact', { n: v.den })} onClick={() => open('den')}>
          {rate}
        </button>
      </td>
      <td className={s.interval}>{v.known ? <Interval v={v} lang={lang} scale={scale} /> : ''}</td>
      {before !== undefined && <td className={s.right}>{before?.known ? `${percent(before.value, lang)}` : '—'}</td>}
      {before !== undefined && <td className={s.right}><Delta now={v} then={before} lower={info?.lowerIsBetter ?? false} /></td>}
      <td className={s.right}>
        <button type="button" className="ad-plain ad-linkish ad-num" aria-label={`${name} ${t('drill.exact', { n: v.num })}`} onClick={() => open('num')}>{v.num.toLocaleString()}</button>
      </td>
      <td className={s.right}>
        <button type="button" className="ad-plain ad-linkish ad-num" aria-label={`${name} ${t('drill.exact', { n: v.den })}`} onClick={() => open('den')}>{v.den.toLocaleString()}</button>
      </td>
      {missing && <td className={s.right}>{v.missing > 0 ? v.missing.toLocaleString() : <span className="ad-quiet">0</span>}</td>}
    </>
  );
}

interface Scale {
  min: number;
  max: number;
}

/** scaleOfRows is one scale for all tracks of the table, so that they can be compared by eye. */
export function scaleOfRows(rows: TrendRow[]): Scale {
  const known = rows.flatMap((r) => (r.values[0]?.known ? [r.values[0]] : []));
  const min = Math.min(1, ...known.map((v) => Math.min(v.low, v.value)));
  const max = Math.max(0, ...known.map((v) => Math.max(v.high, v.value)));
  return max > min ? { min, max } : { min: 0, max: 1 };
}

/** Interval draws the Wilson interval on the table's own scale, so that a wide one is seen before it is read. */
function Interval({ v, lang, scale }: { v: MetricValue; lang: string; scale: Scale }) {
  const at = (x: number) => `${((Math.min(Math.max(x, scale.min), scale.max) - scale.min) / (scale.max - scale.min)) * 100}%`;
  const width = `${Math.max(1, ((v.high - v.low) / (scale.max - scale.min)) * 100)}%`;
  return (
    <span className={s.track}>
      <span className={s.rail} aria-hidden>
        <i style={{ left: at(v.low), width }} />
        <b style={{ left: at(v.value) }} />
      </span>
      <span className={v.small ? 'ad-num' : 'ad-num ad-quiet'}>{percent(v.low, lang)}–{percent(v.high, lang)}</span>
    </span>
  );
}

/** Delta compares two periods in points; an immature one is not set bare against a mature one. */
function Delta({ now, then, lower }: { now: MetricValue; then: MetricValue | null; lower: boolean }) {
  const { t } = useTranslation('trends');
  if (!then || !then.known || !now.known) return <span className="ad-quiet">—</span>;
  if (now.immature !== then.immature) return <span className={`ad-quiet ${s.immature}`} title={t('compare.immature')}>—</span>;
  const apart = pointsApart(now.value, then.value);
  const better = now.value === then.value ? null : now.value < then.value === lower;
  const sure = now.low > then.high || now.high < then.low;
  return (
    <span className={sure ? 'ad-num ad-strong' : 'ad-num ad-dim'} title={t('compare.pp', { n: apart })}>
      {better === null ? '' : better ? '▲ ' : '▼ '}
      {apart}
    </span>
  );
}

/** sorted keeps the given order unless a column is chosen; unknown rates stand last. */
export function sorted(rows: TrendRow[], order: Order): TrendRow[] {
  if (order === 'given') return rows;
  const of = (r: TrendRow) => {
    const v = r.values[0];
    if (!v) return -1;
    return order === 'value' ? (v.known ? v.value : -1) : v[order];
  };
  return [...rows].sort((a, b) => of(b) - of(a));
}
