import { Link } from 'react-router';
import type { ReactNode } from 'react';
import type { TodaySummary } from '@/bridge';
import { Money, Rate, percent, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { numberFormat } from '@/lib/formats';
import { addDays } from '@/lib/shopDays';
import { useNow } from '@/lib/ticker';
import { dayText } from '@/lib/time';

// The share of quick answers is that of a week (AS-09); the trend behind it must be asked for the same days.
const answerDays = 7;

/** Numbers are the five numbers of the day; each leads to its rows. While a shop comes in for the first time (`waiting`) none of them is known. */
export function Numbers({ s: given, waiting }: { s: TodaySummary | undefined; waiting: boolean }) {
  const { t } = useTranslation();
  const s = waiting ? undefined : given;
  const { lang, zone } = useLook();
  const today = dayText(useNow(), zone);
  const fav = s?.favourable;
  return (
    <section className="today-numbers" aria-label={t('today:numbers.label')} aria-busy={!given} data-waiting={waiting || undefined} title={waiting ? t('firstPull.number') : undefined}>
      <Figure
        to="/trends?metric=favourable_rate" name={t('today:numbers.favourable')} hint={t('today:numbers.favourableHint', { target: given ? percent(given.target, lang) : '—' })}
        note={fav?.known ? (s && s.goodNeeded > 0 ? t('today:numbers.needed', { n: s.goodNeeded }) : <span className="today-done">{t('today:numbers.reached')}</span>) : null}
      >
        <Rate value={fav} plain />
      </Figure>
      <Figure to="/trends?metric=return_rate_by_order" name={t('today:numbers.returns')} hint={t('today:numbers.returnsHint')} note={counts(s?.returnRate, lang)}>
        <Rate value={s?.returnRate} plain />
      </Figure>
      <Figure to={`/trends?metric=handled_30min_share&from=${addDays(today, 1 - answerDays)}&to=${today}`} name={t('today:numbers.answered')} hint={t('today:numbers.answeredHint')} note={counts(s?.answered30, lang)}>
        <Rate value={s?.answered30} plain />
      </Figure>
      <Figure to="/after-sales?view=soon" name={t('today:numbers.due')} hint={t('today:numbers.dueHint')}>
        <span className={s && s.dueSoon > 0 ? 'ad-num today-soon' : 'ad-num'}>{s ? s.dueSoon : '—'}</span>
      </Figure>
      <Figure to="/today" name={t('today:numbers.risk')} hint={t('today:numbers.riskHint')} note={s ? t('today:queue.count', { n: s.queue }) : null}>
        <Money value={s?.atRisk} />
      </Figure>
    </section>
  );
}

function counts(v: { known: boolean; num: number; den: number } | undefined, lang: string): string | null {
  const n = numberFormat('count', lang);
  return v?.known ? `${n.format(v.num)} / ${n.format(v.den)}` : null;
}

function Figure({ to, name, hint, note, children }: { to: string; name: string; hint: string; note?: ReactNode; children: ReactNode }) {
  return (
    <Link to={to} className="today-figure">
      <span className="today-name">{name}</span>
      <span className="today-value">{children}</span>
      <span className="today-hint ad-clip" title={hint}>{note ? <span className="ad-num">{note}</span> : hint}{note ? <span className="ad-quiet"> · {hint}</span> : null}</span>
    </Link>
  );
}
