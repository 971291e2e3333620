import type { MetricInfo } from '@/bridge';
import { useLabel, useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import s from './trends.module.css';

/** Definition is what a rate means: formula, day axis, maturity, since when, by what source, and its traps. */
export function Definition({ info, from, to }: { info: MetricInfo; from: string; to: string }) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const say = useSay('trends');
  return (
    <div className={s.def}>
      <p>
        <b>{label('counters', info.num)}</b> ÷ <b>{label('counters', info.den)}</b>
        <span className="ad-quiet"> · {t(info.lowerIsBetter ? 'def.lower' : 'def.higher')}</span>
      </p>
      <dl className="ad-facts">
        <dt>{t('def.id')}</dt>
        <dd className="ad-mono">{info.id} · v{info.version}</dd>
        <dt>{t('def.axis')}</dt>
        <dd>{say('def.axes', info.axis)}</dd>
        <dt>{t('def.window')}</dt>
        <dd className="ad-num">{from} – {to}</dd>
        <dt>{t('def.mature')}</dt>
        <dd>{info.matureDays > 0 ? t('def.matureDays', { n: info.matureDays }) : t('def.matureNone')}</dd>
        <dt>{t('def.effective')}</dt>
        <dd>{info.effectiveTo ? t('def.until', { from: info.effectiveFrom, to: info.effectiveTo }) : t('def.inForce', { from: info.effectiveFrom })}</dd>
        <dt>{t('def.source')}</dt>
        <dd>{info.source}</dd>
        {(info.traps ?? []).length > 0 && (
          <>
            <dt>{t('def.traps')}</dt>
            <dd>
              {info.traps.map((x) => (
                <div key={x}>{say('traps', x)}</div>
              ))}
            </dd>
          </>
        )}
        {info.missing && (
          <>
            <dt>{t('table.missing')}</dt>
            <dd>{label('counters', info.missing)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
