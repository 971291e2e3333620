import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Act } from '@/bridge';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';
import { setLanguage } from '@/i18n';
import { subjectOf } from './subject';

let w: Window | undefined;
afterEach(() => {
  w?.close();
  w = undefined;
});
const grid = () => screen.findByRole('grid', { name: '发件箱' });
const rowsIn = (el: HTMLElement) => within(el).getAllByRole('row').slice(1);

const make = (d: Window['fake']['data'], part: Partial<Act>): Act => ({
  id: 'a', shopId: 's1', afterSaleId: '', orderId: '', reviewId: '', kind: 'agree', state: 'queued', amount: { minor: 0, currency: '' }, reason: '', reasonCode: '', note: '', addressId: '', waybill: '', carrierCode: '', proofs: [], version: '', by: '小周', queuedAt: d.now, sentAt: 0, endedAt: 0, tries: 0, code: '',
  params: {}, receipt: '', ...part,
});

function withActs() {
  w = openWindow('/outbox');
  const { data } = w.fake;
  const [c, o, v] = [data.cases[0], data.orders[1], data.reviews[0]];
  const other = data.shops[1]?.id ?? 's2';
  data.acts.push(
    make(data, { id: 'a1', afterSaleId: c?.id ?? '', kind: 'agree', state: 'done', amount: { minor: 12900, currency: 'CNY' }, receipt: 'LOG-778', params: { seen_status: 'awaiting_merchant' } }),
    make(data, { id: 'a2', orderId: o?.id ?? '', kind: 'ship', state: 'failed', waybill: 'YT88', carrierCode: 'yuantong', code: 'invalid', params: { reason: 'waybill_refused' } }),
    make(data, { id: 'a3', reviewId: v?.id ?? '', kind: 'reply_review', state: 'queued', note: '抱歉让您失望了', shopId: other }),
  );
  data.status = { ...data.status, notSent: 1 };
  act(() => w?.fake.emit('changed', ['acts']));
  return { data, c, o, v, other };
}

describe('the outbox', () => {
  it('lists acts on cases, orders and reviews, each with its way there, and says why one was not accepted', async () => {
    const { c, o, v } = withActs();
    const table = await grid();
    await waitFor(() => expect(rowsIn(table)).toHaveLength(3));
    const links = within(table).getAllByRole('link').map((a) => decodeURIComponent(a.getAttribute('href') ?? ''));
    expect(links).toEqual([`/after-sales/${c?.id}`, `/orders/${o?.id}`, `/reviews?review=${v?.id}`]);
    expect(rowsIn(table)[1]).toHaveTextContent('平台不接受这个运单号。');
    expect(within(rowsIn(table)[0] as HTMLElement).queryByRole('button', { name: '撤回' })).not.toBeInTheDocument();
  });

  it('asks Go by state and shop, and keeps both in the address', async () => {
    const { other } = withActs();
    await grid();
    await w?.user.click(screen.getByRole('button', { name: /^失败/ }));
    await waitFor(() => expect(rowsIn(screen.getByRole('grid', { name: '发件箱' }))).toHaveLength(1));
    expect(w?.fake.calls.findLast(([m]) => m === 'AfterSales.Outbox')?.[1][0]).toMatchObject({ states: ['failed'], shopIds: [] });
    w?.close();
    w?.unmount();
    w = openWindow(`/outbox?shop=${other}&state=queued`);
    await waitFor(() => expect(w?.fake.calls.findLast(([m]) => m === 'AfterSales.Outbox')?.[1][0]).toMatchObject({ states: ['queued'], shopIds: [other] }));
    expect(await screen.findByText('没有符合筛选的记录')).toBeVisible();
  });

  it('shows the whole receipt, takes back what waits, and sends the rest now', async () => {
    const { data } = withActs();
    const table = await grid();
    await waitFor(() => expect(rowsIn(table)).toHaveLength(3));
    await w?.user.click(within(rowsIn(table)[0] as HTMLElement).getByText('同意'));
    const receipt = (await screen.findByText('操作回执')).closest('[role="dialog"]') as HTMLElement;
    for (const word of ['LOG-778', '¥129.00', '待商家处理', '小周', 'a1']) expect(receipt).toHaveTextContent(word);
    await w?.user.keyboard('{Escape}');
    await w?.user.click(within(rowsIn(table)[2] as HTMLElement).getByRole('button', { name: '撤回' }));
    await waitFor(() => expect(data.acts.find((a) => a.id === 'a3')?.state).toBe('undone'));
    expect(screen.getByRole('button', { name: '现在发送' })).toBeDisabled();
  });

  it('teaches when nothing was ever sent, in English too', async () => {
    w = openWindow('/outbox');
    expect(await screen.findByText(/离线时在此等待/)).toBeVisible();
    act(() => setLanguage('en'));
    expect(await screen.findByText(/offline they wait/)).toBeVisible();
    act(() => setLanguage('zh-CN'));
  });

  it('names what an act is about', () => {
    const d = { now: 0 } as Window['fake']['data'];
    expect(subjectOf(make(d, { kind: 'ship', orderId: 's1.9', afterSaleId: '' }))).toEqual({ kind: 'order', id: '9', to: '/orders/s1.9' });
    expect(subjectOf(make(d, { kind: 'remark', afterSaleId: 's1.7.x', orderId: 's1.9' }))).toEqual({ kind: 'after_sale', id: '7.x', to: '/after-sales/s1.7.x' });
  });
});
