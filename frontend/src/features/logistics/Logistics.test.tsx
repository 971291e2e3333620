import { configure, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';
import { atRisk } from './money';
import type { FindingRow } from '@/bridge';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

describe('logistics problems', () => {
  it('dismisses with one key and takes it back with one click', async () => {
    const { fake, user } = open('/logistics');
    const first = fake.data.findings.find((f) => f.finding.state === 'open') as FindingRow;
    await screen.findByText(first.waybill);
    await user.keyboard('j');
    await new Promise((r) => setTimeout(r, 120)); // a single key is told apart from a scan by a short rest
    await user.keyboard('x');
    await waitFor(() => expect(first.finding.state).toBe('dismissed'));
    await user.click(await button('撤销'));
    await waitFor(() => expect(first.finding.state).toBe('open'));
  });

  it('does the next act and takes a problem over with one key each', async () => {
    const { fake, user, path } = open('/logistics');
    const first = fake.data.findings.find((f) => f.finding.state === 'open') as FindingRow;
    await screen.findByText(first.waybill);
    await user.keyboard('j');
    await new Promise((r) => setTimeout(r, 120));
    first.finding.owner = '';
    await user.keyboard('o');
    await waitFor(() => expect(first.finding.owner).toBe(fake.data.settings.operator));
    await user.keyboard('a');
    expect(await screen.findByText('包裹轨迹')).toBeInTheDocument();
    expect(path()).toBe('/logistics');
  });

  it('says when it last looked when there is no problem', async () => {
    const { fake } = open('/logistics');
    fake.override('Logistics.Findings', () => ({ items: [], next: '' }));
    fake.emit('changed', ['findings']);
    expect(await screen.findByText('没有物流问题')).toBeInTheDocument();
    expect(screen.getByText(/看过 60 个包裹/)).toBeInTheDocument();
  });

  it('offers to check now when nobody ever looked', async () => {
    const { fake, user } = open('/logistics');
    fake.override('Logistics.Findings', () => ({ items: [], next: '' }));
    fake.override('Logistics.Checks', () => [{ id: 'no_pickup', spec: '*/30 * * * *', enabled: true, nextAt: 0, running: false }]);
    fake.emit('changed', ['findings', 'checks']);
    expect(await screen.findByText('还没有检查过')).toBeInTheDocument();
    await user.click(await button('立刻检查'));
    await waitFor(() => expect(fake.calls.filter(([m]) => m === 'Logistics.RunCheck')).toHaveLength(1));
  });

  it('adds fines by currency and leaves unknown ones out', () => {
    const row = (minor: number, currency: string) => ({ finding: { atRisk: { minor, currency } } }) as FindingRow;
    expect(atRisk([row(300, 'CNY'), row(500, 'CNY'), row(0, ''), row(100, 'USD')])).toEqual([{ minor: 800, currency: 'CNY' }, { minor: 100, currency: 'USD' }]);
  });
});
