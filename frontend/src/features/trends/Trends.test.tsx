import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DrillQuery, MetricInfo, TrendRow } from '@/bridge';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';
import { endLabels, immatureFrom, linesOf, pointsApart, scaleOf } from './chart';
import { drillOf, mondayOf, within as cut } from './drill';
import { readState, writeState } from './state';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());

// jsdom has no canvas; the chart's numbers are tested apart from its drawing.
vi.mock('./TrendChart', () => ({ TrendChart: () => null }));

describe('trends drill', () => {
  it('opens the rows behind a number and says that the recount equals it', async () => {
    const { fake, user } = open('/trends?metric=return_rate_by_order&by=host&from=2026-11-01&to=2026-11-20');
    const asked: DrillQuery[] = [];
    fake.override('Trends.Drill', (q: DrillQuery) => {
      asked.push(q);
      return { kind: 'orders', total: 77, orders: fake.data.orderRows.slice(0, 5), reviews: [], cases: [], next: '' };
    });
    await user.click(await screen.findByLabelText('小鹿 点开看行：77'));
    expect(await screen.findByText('与数字一致')).toBeInTheDocument();
    expect(asked[0]).toMatchObject({ metric: 'return_rate_by_order', side: 'den', from: '2026-11-01', to: '2026-11-20', filters: [{ dim: 'host', values: ['小鹿'] }] });
  });

  it('says loudly when the recount differs', async () => {
    const { fake, user } = open('/trends?by=host');
    fake.override('Trends.Drill', () => ({ kind: 'orders', total: 76, orders: [], reviews: [], cases: [], next: '' }));
    await user.click(await screen.findByLabelText('小鹿 点开看行：77'));
    expect(await screen.findByText(/表中 77，重新数出 76/)).toBeInTheDocument();
  });

  it('shows a dash for a cell without a base, never zero', async () => {
    const { fake } = open('/trends?by=host');
    const table = (await window.go?.app.Trends?.Table?.({ dims: ['host'], metrics: ['favourable_rate'] })) as { rows: TrendRow[] };
    table.rows = table.rows.map((r) => ({ ...r, values: r.values.map((v) => ({ ...v, known: false, value: 0, num: 0, den: 0 })) }));
    fake.override('Trends.Table', () => table);
    fake.emit('changed', ['trends']);
    await waitFor(() => expect(within(screen.getByText('小鹿').closest('tr') as HTMLElement).getByText('—')).toBeInTheDocument());
    expect(screen.queryByText('0.0%')).not.toBeInTheDocument();
  });

  it('counts unattributed rows under their own name', async () => {
    open('/trends?by=host');
    expect(await screen.findByText('未归属')).toBeInTheDocument();
  });
});

describe('trends arithmetic', () => {
  const state = readState(new URLSearchParams('metric=refund_rate&by=week,host&from=2026-09-02&to=2026-09-20&f=sku:A%7CB'), '2026-09-20');

  it('keeps the view in the address and reads it back', () => {
    const odd = { ...state, filters: [{ dim: 'sku', values: ['a|b', '100%'] }], compare: true };
    expect(readState(writeState(odd, new URLSearchParams()), '2026-09-20')).toEqual(odd);
  });

  it('narrows days instead of filtering by a week', () => {
    const q = drillOf(state, [], 'num', state.dims, ['2026-08-31', '阿宁']);
    expect(q).toMatchObject({ from: '2026-09-02', to: '2026-09-06' });
    expect(q.filters).toContainEqual({ dim: 'host', values: ['阿宁'] });
    expect(q.filters?.some((f) => f.dim === 'week')).toBe(false);
  });

  it('cuts months and weeks to the chosen days', () => {
    expect(cut('2026-01-15', '2026-03-10', 'month', '2026-02')).toEqual(['2026-02-01', '2026-02-28']);
    expect(cut('2026-02-10', '2026-02-20', 'month', '2026-02')).toEqual(['2026-02-10', '2026-02-20']);
    expect(mondayOf('2026-01-01')).toBe('2025-12-29');
    expect(mondayOf('2026-W01')).toBe('2025-12-29');
  });

  it('leaves a gap where a day has no base', () => {
    const v = { metric: 'm', version: '1', known: true, value: 0.5, num: 1, den: 2, low: 0.1, high: 0.9, small: true, immature: false, missing: 0, asOf: 0 };
    const rows: TrendRow[] = [
      { keys: ['2026-09-01'], labels: [''], values: [v] },
      { keys: ['2026-09-03'], labels: [''], values: [{ ...v, known: false, value: 0, den: 0, num: 0 }] },
    ];
    const [line] = linesOf(rows, ['2026-09-01', '2026-09-02', '2026-09-03'], 'all');
    expect(line?.points.map((p) => p.value)).toEqual([0.5, null, null]);
  });

  it('hatches exactly the days younger than the maturity', () => {
    const info = { matureDays: 21 } as MetricInfo;
    const days = ['2026-09-01', '2026-09-02', '2026-09-03'];
    expect(immatureFrom(info, days, '2026-09-22')).toBe('2026-09-02');
    expect(immatureFrom(info, days, '2026-10-30')).toBe('');
    expect(immatureFrom({ matureDays: 0 } as MetricInfo, days, '2026-09-03')).toBe('');
  });

  it('starts low rates at zero and gives high ones their own floor', () => {
    const line = (value: number) => ({ key: '', label: '', total: 1, points: [{ day: '', value, low: null, high: null, num: 0, den: 1, immature: false }] });
    expect(scaleOf([line(0.12)]).min).toBe(0);
    expect(scaleOf([line(0.975)]).min).toBeGreaterThan(0.85);
    expect(scaleOf([])).toEqual({ min: 0, max: 1, step: 0.2 });
    for (const v of [0.003, 0.04, 0.12, 0.333, 0.68, 0.72, 0.975, 1]) {
      const { min, max, step } = scaleOf([line(v)]);
      expect([min <= v, max >= v, Math.round(((max - min) / step) * 1e6) % 1e6], `${v}: ${min}–${max} by ${step}`).toEqual([true, true, 0]);
      expect((max - min) / step).toBeLessThanOrEqual(6.001);
    }
  });

  it('names each line beside its last point, and no name covers another or leaves the picture', () => {
    const line = (label: string, ...values: (number | null)[]) => ({ label, points: values.map((value) => ({ day: '', value, low: null, high: null, num: 0, den: 1, immature: false })) });
    const lines = [line('甲', 0.1, 0), line('乙', 0, 0), line('丙', 0.3, null), line('丁', 0, 0), line('戊', null, null), line('己', 0.99, 1)];
    const names = endLabels(lines, { min: 0, max: 1, step: 0.2 }, 20, 220);
    expect(names.map((n) => n.text)).toEqual(['己', '丙', '甲', '乙', '丁']);
    for (const [i, n] of names.entries()) {
      expect(n.y).toBeGreaterThanOrEqual(20);
      expect(n.y).toBeLessThanOrEqual(220);
      if (i > 0) expect(n.y - (names[i - 1]?.y ?? 0)).toBeGreaterThanOrEqual(16);
    }
  });

  it('says differences in points with a sign', () => {
    expect([pointsApart(0.12, 0.1), pointsApart(0.1, 0.12), pointsApart(0.1, 0.1)]).toEqual(['+2.0', '−2.0', '0.0']);
  });
});
