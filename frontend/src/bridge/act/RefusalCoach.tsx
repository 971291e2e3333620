import { Checkbox } from 'antd';
import { useDeferredValue } from 'react';
import { api } from '../api';
import { useApi } from '../queries';
import type { RefusalAdvice, RefusalRequest } from '../types';
import { ErrorState, Money } from '@/design';
import { useLabel, useTranslation } from '@/i18n';

const shownCases = 5;

/** grave says that a refusal would count as one without cause as it stands. */
export const grave = (list: RefusalAdvice[]): boolean => list.some((a) => a.unproven || (a.traps ?? []).some((x) => !x.met));

/** useAdvice asks what refusing as the form stands would rest on, while it is being written. */
export function useAdvice(request: RefusalRequest, enabled: boolean): { list: RefusalAdvice[]; error: Error | null; known: boolean } {
  const settled = useDeferredValue(request);
  const q = useApi('acts', ['advice', settled], () => api.standard.adviseRefusal(settled), { enabled, also: ['after_sales', 'evidence', 'orders', 'parcels'] });
  return { list: q.data ?? [], error: q.error, known: q.data !== undefined };
}

/** RefusalCoach says, before anything is refused, which clause it would break, what proof is asked for and is there, what it costs and how like cases ended. */
export function RefusalCoach({ list, error, accepted, onAccept }: { list: RefusalAdvice[]; error: Error | null; accepted: boolean; onAccept: (yes: boolean) => void }) {
  const { t } = useTranslation();
  // A case whose refusal would break a rule is never folded away.
  const sorted = [...list].sort((a, b) => Number(grave([b])) - Number(grave([a])));
  const bad = sorted.filter((a) => grave([a])).length;
  const shown = sorted.slice(0, Math.max(shownCases, bad));
  return (
    <section className="act-coach" aria-label={t('standard:coach.title')} data-grave={bad > 0}>
      <strong>{t('standard:coach.title')}</strong>
      {error && <ErrorState error={error} />}
      {shown.map((a) => <Advice key={a.caseId} a={a} named={list.length > 1} />)}
      {sorted.length > shown.length && <p className="ad-small ad-quiet">{t('standard:coach.more', { n: sorted.length - shown.length })}</p>}
      {bad > 0 && <Checkbox checked={accepted} onChange={(e) => onAccept(e.target.checked)}>{t('standard:coach.accept')}</Checkbox>}
    </section>
  );
}

function Advice({ a, named }: { a: RefusalAdvice; named: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const traps = a.traps ?? [];
  const names = (list: string[]) => list.map((k) => label('proofKinds', k)).join(' / ');
  return (
    <div className="act-advice ad-small">
      {named && <span className="ad-strong">{t('standard:coach.case', { id: a.remoteId })}</span>}
      {traps.map((x) => (
        <div key={x.trap} data-met={x.met} className="act-trap">
          <span className="ad-strong">{x.met ? t('standard:coach.met') : t('standard:coach.caught')}：{label('refusalTraps', x.trap)}</span>{x.words && <span className="ad-quiet"> “{x.words}”</span>} · {label('refusalNeeds', x.needs)}
          <div className="ad-quiet ad-clip" title={x.source}>{t('standard:coach.clause', { source: x.source.split(' · ')[0] ?? '', day: x.effectiveFrom })}</div>
        </div>
      ))}
      {a.unproven && <div className="act-trap" data-met="false"><span className="ad-strong">{t('standard:coach.noProof')}</span></div>}
      <dl className="act-needs">
        {a.scenario && <><dt title={a.source}>{t('standard:coach.standard', { scenario: label('scenarios', a.scenario) })}</dt><dd className="ad-quiet">{t('standard:since', { day: a.since })}</dd></>}
        {(a.needed ?? []).length > 0 && <><dt>{t('standard:coach.needed')}</dt><dd>{names(a.needed)}</dd></>}
        {(a.weak ?? []).length > 0 && <><dt>{t('standard:coach.weak')}</dt><dd>{names(a.weak)}</dd></>}
        {(a.there ?? []).length > 0 && <><dt>{t('standard:coach.there')}</dt><dd>{names(a.there)}</dd></>}
      </dl>
      <div className="ad-dim">
        {a.fine.currency ? <Fine a={a} /> : t('standard:coach.fineNone')} · {a.ended > 0 ? t('standard:coach.chance', { won: a.won, ended: a.ended }) : t('standard:coach.chanceNone')}
      </div>
    </div>
  );
}

function Fine({ a }: { a: RefusalAdvice }) {
  const { t } = useTranslation();
  const [before, after] = t('standard:coach.fine', { money: '\u0001' }).split('\u0001');
  return <>{before}<Money value={a.fine} strong />{after} <span className="ad-quiet">{t('standard:coach.fineSince', { day: a.fineSince })}</span></>;
}
