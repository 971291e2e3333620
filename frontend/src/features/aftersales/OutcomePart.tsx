import { Button } from 'antd';
import { api, useAct, useApi } from '@/bridge';
import { ErrorState } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';

const results = ['won', 'partly', 'lost'] as const;

/** OutcomePart keeps how a case ended: the platform's ruling by itself, anything else by a person's word. */
export function OutcomePart({ caseId }: { caseId: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const got = useApi('after_sales', ['outcome', caseId], () => api.standard.outcome(caseId), { also: ['packs', 'findings'], keep: false });
  const set = useAct((result: string) => api.standard.setOutcome({ caseId, result }), ['after_sales', 'packs']);
  const o = got.data;
  if (!o) return got.error ? <ErrorState error={got.error} retry={() => void got.refetch()} /> : null;
  return (
    <div className="ad-row ad-wrap ad-small std-outcome" role="group" aria-label={t('standard:outcome.title')}>
      <span className="ad-dim">{t('standard:outcome.ask')}</span>
      {o.origin === 'platform' || o.origin === 'silence' ? (
        <span className="ad-strong">{label('caseResults', o.result)} <span className="ad-quiet">{label('outcomeOrigins', o.origin)}</span></span>
      ) : (
        <>
          {results.map((r) => <Button key={r} size="small" type={o.result === r ? 'primary' : 'default'} aria-pressed={o.result === r} disabled={set.isPending} onClick={() => set.mutate(o.result === r ? '' : r)}>{label('caseResults', r)}</Button>)}
          {o.result !== '' && <span className="ad-quiet">{operatorText(o.by)}</span>}
        </>
      )}
      {set.error && <ErrorState error={set.error} />}
    </div>
  );
}
