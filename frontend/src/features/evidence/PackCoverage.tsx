import { Segmented } from 'antd';
import { Link } from 'react-router';
import { api, useApi, useSettings } from '@/bridge';
import type { PackCoverageRow } from '@/bridge';
import { ErrorState, Instant, Money, useLook } from '@/design';
import { operatorText, useTranslation } from '@/i18n';
import { linkTo } from '@/lib/links';
import { addDays, dayOf } from '@/lib/shopDays';
import { useNow } from '@/lib/ticker';
import { useUrlState } from '@/lib/useUrlState';
import s from './evidence.module.css';

const DAYS = 30;

interface Sum {
  key: string;
  shipped: number;
  proven: number;
  highShipped: number;
  highProven: number;
}

function sums(rows: PackCoverageRow[], by: 'packer' | 'day'): Sum[] {
  const out = new Map<string, Sum>();
  for (const r of rows) {
    const key = by === 'packer' ? r.packer : r.day;
    const sum = out.get(key) ?? { key, shipped: 0, proven: 0, highShipped: 0, highProven: 0 };
    sum.shipped += r.shipped;
    sum.proven += r.proven;
    if (r.high) {
      sum.highShipped += r.shipped;
      sum.highProven += r.proven;
    }
    out.set(key, sum);
  }
  return [...out.values()].sort((a, b) => (by === 'day' ? (a.key < b.key ? 1 : -1) : b.shipped - a.shipped));
}

/** PackCoverage says whose parcels were filmed, and which valuable ones were not: each of those is work (EV-11). */
export function PackCoverage() {
  const { t } = useTranslation('packing');
  const { zone } = useLook();
  const url = useUrlState();
  const { settings } = useSettings();
  const today = dayOf(useNow(), zone);
  const from = addDays(today, -DAYS + 1);
  const high = settings?.highValue ?? 0;
  const rows = useApi('packing', ['coverage', from, today, high], () => api.packing.coverage([], from, today), { also: ['orders', 'evidence'] });
  const gaps = useApi('packing', ['gaps', from, today, high], () => api.packing.gaps([], from, today), { also: ['orders', 'evidence'] });
  const by = url.get('per') === 'day' ? 'day' : 'packer';
  const error = rows.error ?? gaps.error;
  if (error) return <ErrorState error={error} retry={() => { void rows.refetch(); void gaps.refetch(); }} />;
  if (!rows.data || !gaps.data) return <div className="ad-skeleton" aria-busy="true" />;
  if (rows.data.length === 0) return <p className="ad-quiet">{t('coverage.none')}</p>;
  const amount = <Money value={{ minor: high, currency: 'CNY' }} />;
  return (
    <div className={s.packing}>
      <section>
        <div className="ad-row">
          <h2>{t('coverage.title', { days: DAYS })}</h2>
          <span className="ad-grow" />
          <Segmented aria-label={t('coverage.by')} value={by} options={(['packer', 'day'] as const).map((k) => ({ value: k, label: t(`coverage.${k}`) }))} onChange={(v) => url.set({ per: v === 'packer' ? undefined : v })} />
        </div>
        <p className="ad-small ad-quiet">{t('coverage.how')}</p>
        <table className={s.packTable} aria-label={t('coverage.title', { days: DAYS })}>
          <thead><tr><th scope="col">{t(`coverage.${by}`)}</th><th scope="col">{t('coverage.all')}</th><th scope="col">{t('coverage.high')} {amount}</th></tr></thead>
          <tbody>
            {sums(rows.data, by).map((r) => (
              <tr key={r.key}>
                <th scope="row">{by === 'day' ? r.key : r.key === '' ? t('coverage.noPacker') : operatorText(r.key)}</th>
                <td><Share n={r.proven} of={r.shipped} /></td>
                <td><Share n={r.highProven} of={r.highShipped} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section>
        <h2>{t('coverage.gaps')} <span className="ad-num ad-quiet">{gaps.data.length === 200 ? '200+' : gaps.data.length}</span></h2>
        {gaps.data.length === 0 ? <p className="ad-quiet">{t('coverage.gapsNone')}</p> : (
          <ul className={s.gaps}>
            {gaps.data.map((o) => (
              <li key={o.id} className="ad-row">
                <Link className="ad-mono" to={linkTo('order', o.id)}>{o.remoteId}</Link>
                <span className="ad-clip ad-grow">{o.title}</span>
                <Money value={o.paid} />
                <Instant at={o.createdAt} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Share({ n, of }: { n: number; of: number }) {
  return of === 0 ? <>—</> : <><b className="ad-num">{((n / of) * 100).toFixed(1)}%</b> <span className="ad-num ad-quiet">{n} / {of}</span></>;
}
