import { api, useApi } from '@/bridge';
import type { OutcomeRow } from '@/bridge';
import { EmptyState, ErrorState, Money } from '@/design';
import { useLabel, useTranslation, wordOf } from '@/i18n';
import s from './evidence.module.css';

/** WinRates counts ended cases by platform and scenario, and within each with and without every kind of file. Counts, not rates: a dozen cases make no percentage. */
export function WinRates() {
  const { t } = useTranslation();
  const label = useLabel();
  const q = useApi('after_sales', ['outcomes'], () => api.standard.outcomes(), { also: ['evidence', 'findings', 'packs'] });
  if (q.error) return <ErrorState error={q.error} retry={() => void q.refetch()} />;
  if (!q.data) return null;
  const rows = q.data.rows ?? [];
  if (rows.length === 0) return <EmptyState title={t('standard:wins.empty')} text={t('standard:wins.emptyText')} />;
  const count = (won: number, partly: number, total: number) => (
    <span className="ad-num">{t('standard:wins.won', { won, total })}{partly > 0 && <span className="ad-quiet"> · {t('standard:wins.partly', { n: partly })}</span>}</span>
  );
  const key = (r: OutcomeRow) => `${r.platform} ${r.scenario} ${r.kind}`;
  return (
    <div className={s.wins}>
      <p className="ad-quiet">{t('standard:wins.intro')}</p>
      <p>
        {t('standard:wins.cases', { n: q.data.cases })}
        {q.data.silent > 0 && <> · <strong>{t('standard:wins.silent', { n: q.data.silent })}</strong>{q.data.silentSum.currency && <SilentSum value={q.data.silentSum} />}</>}
      </p>
      <table>
        <thead><tr><th>{t('standard:wins.platform')}</th><th>{t('standard:wins.scenario')}</th><th>{t('standard:wins.all')}</th><th>{t('standard:wins.without')}</th></tr></thead>
        <tbody>
          {rows.map((r) => r.kind === '' ? (
            <tr key={key(r)} data-whole="true"><td>{wordOf(`platforms:names.${r.platform}`, r.platform || '—')}</td><td>{r.scenario ? label('scenarios', r.scenario) : '—'}</td><td>{count(r.won, r.partly, r.total)}</td><td /></tr>
          ) : (
            <tr key={key(r)}><td /><td className="ad-dim">{t('standard:wins.with', { kind: label('evidenceKinds', r.kind) })}</td><td>{count(r.won, r.partly, r.total)}</td><td>{count(r.wonNot, r.partNot, r.totalNot)}</td></tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SilentSum({ value }: { value: { minor: number; currency: string } }) {
  const { t } = useTranslation();
  const [before, after] = t('standard:wins.silentSum', { money: '\u0001' }).split('\u0001');
  return <span className="ad-quiet"> {before}<Money value={value} />{after}</span>;
}
