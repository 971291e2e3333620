import type { DrillQuery } from '@/bridge';
import { mergeFilter } from './state';
import type { TrendState } from './state';
import { addDays } from '@/lib/shopDays';

/** drillOf is the question for the rows behind one cell. A cell's keys are filters; a time key narrows the
 * days instead, so that the recount runs over exactly the days of the cell. */
export function drillOf(s: TrendState, shopIds: string[], side: 'num' | 'den', dims: string[], keys: string[]): Partial<DrillQuery> {
  let { from, to, filters } = s;
  dims.forEach((dim, i) => {
    const key = keys[i] ?? '';
    if (dim === 'day') from = to = key;
    else if (dim === 'week' || dim === 'month') [from, to] = within(s.from, s.to, dim, key);
    else filters = mergeFilter(filters, dim, [key]);
  });
  return { metric: s.metric, side, from, to, filters, shopIds, cursor: '', limit: 100 };
}

/** within cuts a week ("2026-W36" or its Monday) or month ("2026-09") to the chosen days. */
export function within(from: string, to: string, dim: 'week' | 'month', key: string): [string, string] {
  const first = dim === 'month' ? `${key.slice(0, 7)}-01` : mondayOf(key);
  const last = dim === 'month' ? addDays(`${addDays(first, 31).slice(0, 7)}-01`, -1) : addDays(first, 6);
  return [first > from ? first : from, last < to ? last : to];
}

/** mondayOf reads an ISO week ("2026-W36") or a day of it. */
export function mondayOf(key: string): string {
  const week = /^(\d{4})-?W(\d{2})$/.exec(key);
  const day = week ? addDays(`${week[1]}-01-04`, (Number(week[2]) - 1) * 7) : key; // 4 January is always in week 1
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}
