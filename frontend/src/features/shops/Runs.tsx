import { Select, Skeleton } from 'antd';
import type { ShopCard } from '@/bridge';
import { CopyId, EmptyState, ErrorState, errorText, Instant, useLook } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { AppError } from '@/lib/appError';
import { spanText } from '@/lib/time';
import { useUrlState } from '@/lib/useUrlState';
import { useProblems, useRuns } from './queries';
import s from './shops.module.css';

/** Runs is what each sync of a shop did, and the items it could not read. */
export function Runs({ cards }: { cards: ShopCard[] }) {
  const { t } = useTranslation('shops');
  const say = useSay('shops');
  const { lang } = useLook();
  const url = useUrlState();
  const shopId = cards.some((c) => c.shop.id === url.get('shop')) ? url.get('shop') : (cards[0]?.shop.id ?? '');
  const runs = useRuns(shopId);

  return (
    <div className={s.scroll}>
      <Select
        value={shopId}
        aria-label={t('title')}
        options={cards.map((c) => ({ value: c.shop.id, label: c.shop.name }))}
        onChange={(v) => url.set({ shop: v })}
        className={s.shopSelect}
      />
      {runs.error && <ErrorState error={runs.error} retry={() => void runs.refetch()} />}
      {runs.isPending && !runs.error && <Skeleton active />}
      {runs.data?.length === 0 && <EmptyState title={t('runs.empty')} />}
      {runs.data && runs.data.length > 0 && (
        <table className={s.table}>
          <thead>
            <tr>
              <th>{t('runs.started')}</th>
              <th>{t('runs.what')}</th>
              <th className={s.right}>{t('runs.took')}</th>
              <th className={s.right}>{t('runs.pages')}</th>
              <th className={s.right}>{t('runs.orders')}</th>
              <th className={s.right}>{t('runs.cases')}</th>
              <th className={s.right}>{t('runs.traces')}</th>
              <th className={s.right}>{t('runs.changed')}</th>
              <th className={s.right}>{t('runs.problems')}</th>
              <th>{t('runs.result')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.data.map((r) => (
              <tr key={r.id}>
                <td><Instant at={r.startedAt} /></td>
                <td>{say('runs.kind', r.kind)}</td>
                <td className={s.right}>{r.endedAt > 0 ? spanText(r.endedAt - r.startedAt, lang, true) : '—'}</td>
                <td className={s.right}>{r.pages.toLocaleString()}</td>
                <td className={s.right}>{r.orders.toLocaleString()}</td>
                <td className={s.right}>{r.afterSales.toLocaleString()}</td>
                <td className={s.right}>{r.traces.toLocaleString()}</td>
                <td className={s.right}>{r.changed.toLocaleString()}</td>
                <td className={s.right}>{r.problems.toLocaleString()}</td>
                <td>{r.code ? <span className={s.need}>{errorText(new AppError(r.code, r.param ? { reason: r.param } : {}))}</span> : r.endedAt > 0 ? t('runs.ok') : t('sync.running')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Problems shopId={shopId} />
    </div>
  );
}

function Problems({ shopId }: { shopId: string }) {
  const { t } = useTranslation('shops');
  const label = useLabel();
  const problems = useProblems(shopId);
  if (problems.error) return <ErrorState error={problems.error} retry={() => void problems.refetch()} />;
  if (!problems.data) return null;
  return (
    <section className={s.problems}>
      <h3>{t('runs.problemsTitle')}</h3>
      <p className="ad-quiet">{problems.data.length === 0 ? t('runs.problemsNone') : t('runs.problemsHow')}</p>
      {problems.data.length > 0 && (
        <table className={s.table}>
          <thead>
            <tr>
              <th>{t('runs.api')}</th>
              <th>{t('runs.remote')}</th>
              <th>{t('runs.field')}</th>
              <th>{t('runs.code')}</th>
              <th className={s.right}>{t('runs.times')}</th>
              <th>{t('runs.at')}</th>
            </tr>
          </thead>
          <tbody>
            {problems.data.map((p) => (
              <tr key={p.id}>
                <td className="ad-mono">{p.api}</td>
                <td><CopyId id={p.remoteId} /></td>
                <td className="ad-mono">{p.field}</td>
                <td>{label('codes', p.code)}</td>
                <td className={s.right}>{p.count}</td>
                <td><Instant at={p.at} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
