import { Tooltip } from 'antd';
import { useTranslation } from '@/i18n';
import type { EvidenceCoverageDay } from '@/bridge';
import { addDays, eachDay } from '@/lib/shopDays';
import { useCoverage } from './queries';
import s from './evidence.module.css';

const DAYS = 30;

interface Props {
  today: string;
  day: string; // chosen day or ""
  onPick: (day: string) => void;
}

/** CoverageStrip: one bar per day, grey what was shipped, filled what has proof. A bar is a button: it filters the files of that day. */
export function CoverageStrip({ today, day, onPick }: Props) {
  const { t } = useTranslation('evidence');
  const from = addDays(today, -DAYS + 1);
  const coverage = useCoverage(from, today);
  const byDay = new Map((coverage.data ?? []).map((d) => [d.day, d]));
  const shipped = sum(coverage.data, 'shipped');
  const covered = sum(coverage.data, 'covered');
  const most = Math.max(1, ...(coverage.data ?? []).map((d) => d.shipped));
  if (coverage.error) return null; // the list below shows the fault; a missing strip hides no work

  return (
    <section className={s.coverage} aria-label={t('coverage.title')}>
      <div className={s.coverageHead}>
        <span className={s.quiet}>{t('coverage.title')}</span>
        <b className={s.figure}>{shipped > 0 ? `${((covered / shipped) * 100).toFixed(1)}%` : '—'}</b>
        <span className={s.quiet}>{shipped > 0 ? t('coverage.sub', { days: DAYS, covered, shipped }) : coverage.isSuccess && t('coverage.none')}</span>
      </div>
      <div className={s.bars}>
        {eachDay(from, today).map((d) => {
          const c = byDay.get(d);
          const rate = c && c.shipped > 0 ? `${((c.covered / c.shipped) * 100).toFixed(0)}%` : '—';
          const words = c && c.shipped > 0 ? t('coverage.day', { day: d, shipped: c.shipped, covered: c.covered, rate }) : t('coverage.dayNone', { day: d });
          return (
            <Tooltip key={d} title={words}>
              <button type="button" className={d === day ? `${s.bar} ${s.barOn}` : s.bar} aria-pressed={d === day} aria-label={`${words}. ${t('coverage.pick', { day: d })}`} onClick={() => onPick(d === day ? '' : d)}>
                <span className={s.barAll} style={{ height: `${c ? Math.max(4, (c.shipped / most) * 100) : 2}%` }}>
                  <span className={s.barHave} style={{ height: c && c.shipped > 0 ? `${(c.covered / c.shipped) * 100}%` : 0 }} />
                </span>
              </button>
            </Tooltip>
          );
        })}
      </div>
    </section>
  );
}

function sum(days: EvidenceCoverageDay[] | undefined, what: 'shipped' | 'covered'): number {
  return (days ?? []).reduce((n, d) => n + d[what], 0);
}
