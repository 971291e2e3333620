import { useMemo } from 'react';
import type { RefObject } from 'react';
import { useSettings, useShops } from '@/bridge';
import type { MetricInfo, TrendRow } from '@/bridge';
import { dark, ErrorState, fontFamily, light, useLook } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { addDays, eachDay } from '@/lib/shopDays';
import { immatureFrom, linesOf, percent, scaleOf } from './chart';
import type { Point } from './chart';
import { useKeyWord } from './keyWord';
import { tipOf } from './option';
import type { Look, Plot } from './option';
import { useTable } from './queries';
import { dayQuery, firstSlice, previous, SERIES } from './state';
import type { TrendState } from './state';
import { TrendChart } from './TrendChart';
import type { ChartHandle } from './TrendChart';
import s from './trends.module.css';

// Lines by order, not by meaning: amber, red and green stay with time and proof.
const LINES = { light: ['#4f46e5', '#0b7a8a', '#a2348f', '#5b6473', '#8a5a2b'], dark: ['#8f8dff', '#43b9c9', '#dd7bcb', '#a3adbd', '#c9996a'] };

interface Props {
  state: TrendState;
  shopIds: string[];
  info: MetricInfo | undefined;
  today: string;
  rows: TrendRow[];
  handle: RefObject<ChartHandle | null>;
  onPick: (keys: string[], dims: string[], point: Point, title: string) => void;
}

/** ChartPanel draws the rate by day: one line for the whole, or one per value of the first slice, largest first. */
export function ChartPanel({ state, shopIds, info, today, rows, handle, onPick }: Props) {
  const { t } = useTranslation('trends');
  const label = useLabel();
  const word = useKeyWord();
  const { dark: isDark } = useLook();
  const { settings } = useSettings();
  const slice = state.compare ? '' : firstSlice(state);
  const at = state.dims.indexOf(slice);
  const keys = useMemo(() => (slice === '' ? null : biggest(rows, at)), [rows, slice, at]);
  const whole = useTable(dayQuery(state, shopIds, null), keys === null);
  const split = useTable(dayQuery(state, shopIds, keys ?? []), keys !== null && keys.length > 0);
  const before = useTable(previous(dayQuery(state, shopIds, null)), state.compare);
  const answer = keys === null ? whole : split;
  const metric = label('metrics', state.metric);
  const palette = isDark ? dark : light;
  const shops = useShops();

  const lines = useMemo(
    () => linesOf(answer.data?.rows ?? [], eachDay(state.from, state.to), metric).slice(0, SERIES).map((l) => (keys === null ? l : { ...l, label: word(slice, l.key, l.label) })),
    [answer.data, state.from, state.to, metric, keys, word, slice],
  );
  const look = useMemo<Look>(() => {
    const series = isDark ? LINES.dark : LINES.light;
    const own = slice === 'shop' ? lines.map((l, i) => shops.get(l.key)?.color || (series[i % series.length] ?? '')) : series; // a shop has its colour on every page
    return { text: palette.text, faint: palette.text3, grid: palette.line, stripe: palette.lineStrong, back: palette.surface, accent: palette.accentSolid, series: own, font: fontFamily };
  }, [palette, isDark, slice, lines, shops]);
  const plot = useMemo<Plot>(() => {
    const days = eachDay(state.from, state.to);
    const was = state.compare && before.data ? linesOf(before.data.rows, eachDay(addDays(state.from, -days.length), addDays(state.from, -1)), '')[0] : undefined;
    const target = state.metric === 'favourable_rate' && settings ? settings.goodTarget : null;
    const base = {
      days,
      lines,
      before: was ?? null,
      scale: scaleOf(was ? [...lines, was] : lines, target ?? undefined),
      immatureFrom: immatureFrom(info, days, today),
      target,
      words: { immature: t('chart.immature'), target: target === null ? '' : t('chart.target', { p: percent(target) }), before: t('chart.previous'), noBase: t('chart.noBase'), whole: t('chart.total') },
    };
    return { ...base, tip: (day, index) => tipOf(base, day, index, look) };
  }, [state.from, state.to, state.compare, state.metric, lines, before.data, settings, info, today, t, look]);

  if (answer.error) return <ErrorState error={answer.error} retry={() => void answer.refetch()} />;
  const more = keys !== null && new Set(rows.map((r) => r.keys[at] ?? '')).size > SERIES;
  return (
    <figure className={s.chart}>
      <TrendChart
        plot={plot}
        look={look}
        label={t('chart.label', { metric })}
        height={260}
        handle={handle}
        onPick={(day, i) => {
          const line = plot.lines[i];
          const point = line?.points.find((p) => p.day === day);
          if (!line || !point) return;
          if (keys === null) onPick([day], ['day'], point, `${metric} · ${day}`);
          else onPick([day, line.key], ['day', slice], point, `${line.label} · ${day}`);
        }}
      />
      <figcaption className="ad-quiet ad-small">
        {t('chart.hint')}
        {more && ` · ${t('chart.top', { n: SERIES })}`}
        {plot.immatureFrom && ` · ${t('chart.immatureHow')}`}
      </figcaption>
    </figure>
  );
}

/** biggest names the keys with the largest base; rows of two dimensions are added up first. */
export function biggest(rows: TrendRow[], at: number): string[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.keys[at] ?? '', (sums.get(row.keys[at] ?? '') ?? 0) + (row.values[0]?.den ?? 0));
  return [...sums].sort((a, b) => b[1] - a[1]).slice(0, SERIES).map(([key]) => key);
}
