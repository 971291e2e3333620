import { api, useApi, usePages } from '@/bridge';
import type { AfterSaleRow, DrillPage, DrillQuery, OrderRow, Review, TrendQuery } from '@/bridge';

export const useMetrics = () => useApi('trends', ['metrics'], api.trends.metrics);

export const useTable = (q: TrendQuery, enabled = true) => useApi('trends', ['table', q], () => api.trends.table(q), { enabled });

/** useValues lists what a dimension can be filtered by in the chosen time, largest base first. */
export const useValues = (q: TrendQuery, enabled: boolean) => useApi('trends', ['values', q], () => api.trends.table(q), { enabled });

export type DrillRow = { kind: 'orders'; row: OrderRow } | { kind: 'reviews'; row: Review } | { kind: 'after_sales'; row: AfterSaleRow };

/** drillRows gives the page's rows in one shape; only one of its lists is filled. */
export function drillRows(p: DrillPage): DrillRow[] {
  if (p.kind === 'reviews') return (p.reviews ?? []).map((row) => ({ kind: 'reviews', row }));
  if (p.kind === 'after_sales') return (p.cases ?? []).map((row) => ({ kind: 'after_sales', row }));
  return (p.orders ?? []).map((row) => ({ kind: 'orders', row }));
}

/** useDrillTotal recounts the rows behind a number. */
export const useDrillTotal = (q: DrillQuery | null) =>
  useApi('trends', ['drill-total', q], () => api.trends.drill({ ...(q as DrillQuery), cursor: '', limit: 1 }), { enabled: q !== null, keep: false });

/** useDrill reads those rows page by page. */
export const useDrill = (q: DrillQuery | null) =>
  usePages(
    'trends',
    ['drill', q],
    async (cursor) => {
      const p = await api.trends.drill({ ...(q as DrillQuery), cursor, limit: 100 });
      return { items: drillRows(p), next: p.next };
    },
    { enabled: q !== null },
  );
