import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fromUrl } from './query';
import { timeLevel } from '@/design';
import { setClock } from '@/lib/ticker';
import { dialogOf, openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

let w: Window | undefined;
afterEach(() => {
  w?.close();
  w = undefined;
});
const grid = () => screen.findByRole('grid', { name: '售后' });
const rowsIn = (el: HTMLElement) => within(el).getAllByRole('row').slice(1);
const pause = () => new Promise((r) => setTimeout(r, 60));

describe('the inbox', () => {
  it('lists all types of cases, the first due on top', async () => {
    w = openWindow('/after-sales');
    const table = await grid();
    await waitFor(() => expect(rowsIn(table).length).toBeGreaterThan(5));
    expect(rowsIn(table)[0]).toHaveTextContent('已超');
    const order = rowsIn(table).map((r) => w?.fake.data.rows.find((x) => x.id === r.dataset.key)?.dueAt || Infinity);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });
  it('shows both clocks; the one that ends first colours the edge, the order stays that of the platform', async () => {
    w = openWindow('/after-sales');
    const { data } = w.fake;
    const table = await grid();
    await waitFor(() => expect(rowsIn(table).length).toBeGreaterThan(5));
    const shown = () => rowsIn(table).map((r) => data.rows.find((x) => x.id === r.dataset.key)).filter((r) => r !== undefined);
    const level = (id: string) => table.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`)?.dataset.level;
    const house = shown().filter((r) => r.houseDue > 0);
    expect(house.length).toBeGreaterThan(1);
    for (const r of shown()) {
      const first = r.houseDue > 0 && (r.dueAt === 0 || r.houseDue < r.dueAt);
      const theirs = r.arbitration === 'none' && ['awaiting_buyer_return', 'merchant_refused'].includes(r.status);
      expect(level(r.id), r.id).toBe(first ? timeLevel(r.appliedAt, r.houseDue, data.now) : theirs ? 'none' : timeLevel(r.stepSince || r.appliedAt, r.dueAt, data.now));
    }
    expect(within(table).getAllByText(/^已超 |^还剩 /).length).toBeGreaterThan(shown().length);
    const before = shown().map((r) => r.id);
    // A computer that slept, or whose clock was moved: colours follow, the order does not change.
    act(() => {
      setClock(() => data.now + 9 * 3600_000);
      document.dispatchEvent(new Event('visibilitychange'));
    });
    try {
      const late = house[0];
      if (late) await waitFor(() => expect(level(late.id)).toBe('red'));
      expect(shown().map((r) => r.id)).toEqual(before);
    } finally {
      setClock(() => Date.now());
    }
  });
  it('keeps its filters in the address and asks Go with them', async () => {
    w = openWindow('/after-sales?view=evidence');
    const table = await grid();
    await waitFor(() => expect(rowsIn(table).length).toBe(w?.fake.data.rows.filter((r) => r.arbitration === 'awaiting_merchant_evidence').length));
    await w.user.click(screen.getByRole('button', { name: /^全部/ }));
    await waitFor(() => expect(w?.fake.calls.findLast(([m]) => m === 'AfterSales.List')?.[1][0]).toMatchObject({ view: 'all' }));
  });
  it('selects by key, shows what agreeing would do in yuan, queues it and takes it back', async () => {
    w = openWindow('/after-sales');
    const table = await grid();
    await waitFor(() => expect(rowsIn(table).length).toBeGreaterThan(5));
    for (const key of ['j', 'x', 'j', 'x', 'a']) {
      await w.user.keyboard(key);
      await act(pause);
    }
    const dialog = await dialogOf('同意售后');
    expect(await within(dialog).findByText('将同意 2 单，合计 ¥407.00')).toBeVisible();
    expect(dialog).toHaveTextContent('试运行');
    await w.user.click(within(dialog).getByRole('button', { name: '同意' }));
    await waitFor(() => expect(w?.fake.data.acts.map((a) => a.state)).toEqual(['queued', 'queued']));
    await w.user.click(await screen.findByText('未发送 (2)'));
    expect(await screen.findByRole('heading', { name: '发件箱' })).toBeVisible();
    expect(w.path()).toBe('/outbox');
    for (let left = 2; left > 0; left--) {
      await waitFor(() => expect(within(screen.getByRole('grid', { name: '发件箱' })).getAllByRole('button', { name: '撤回' })).toHaveLength(left));
      await w.user.click(within(screen.getByRole('grid', { name: '发件箱' })).getAllByRole('button', { name: '撤回' })[0] as HTMLElement);
    }
    await waitFor(() => expect(w?.fake.data.acts.map((a) => a.state)).toEqual(['undone', 'undone']));
  });
  it('turns saved views and chips into one question', () => {
    const params = new URLSearchParams('view=soon&type=exchange,reship&q=牛仔');
    const q = fromUrl({ get: (n) => params.get(n) ?? '', list: (n) => (params.get(n) ?? '').split(',').filter(Boolean) }, 1_000_000);
    expect(q).toMatchObject({ view: 'merchant', types: ['exchange', 'reship'], text: '牛仔' });
    expect(q.dueBefore).toBeGreaterThan(1_000_000 + 4 * 3600_000 - 1);
  });
  it('tells a merchant with no cases what will appear', async () => {
    w = openWindow('/after-sales', { fresh: true, settings: { firstRunDone: true } });
    expect(await screen.findByRole('heading', { name: '没有要处理的售后' })).toBeVisible();
  });
  it('says what is safe when the list cannot be read, and reads it again', async () => {
    w = openWindow('/settings');
    w.fake.fail('AfterSales.List', 'unavailable', { reason: 'disk_error' });
    await screen.findByRole('navigation', { name: '主导航' });
    await w.user.keyboard('ga');
    expect(await screen.findByRole('alert')).toHaveTextContent('未发送的操作会保留');
    await w.user.click(screen.getByRole('button', { name: /重试/ }));
    await waitFor(async () => expect(rowsIn(await grid()).length).toBeGreaterThan(5));
  });
});

describe('the case page', () => {
  const open = async (i = 0) => {
    w = openWindow('/today');
    const row = w.fake.data.rows[i];
    w.close();
    w.unmount();
    w = openWindow(`/after-sales/${row?.id ?? ''}?from=`);
    await screen.findByText(row?.remoteId ?? '');
    return row;
  };
  it('shows facts, broadcast with promises, one timeline and what can be done', async () => {
    await open();
    expect(screen.getByText('阿宁 秋冬上新专场')).toBeVisible();
    expect(screen.getAllByText(/160 斤以内的拍 XL/).length).toBeGreaterThan(0);
    const line = screen.getByRole('region', { name: '经过' });
    for (const word of ['付款', '签收', '申请售后', '直播承诺']) expect(within(line).getAllByText(word)[0]).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^同意/ })).toBeEnabled();
  });
  it('reveals a contact for a purpose', async () => {
    await open();
    if (!w) return;
    await w.user.click(screen.getByRole('button', { name: /查看/ }));
    await w.user.click(await screen.findByText('补寄货物'));
    expect(await screen.findByText('13812340427')).toBeInTheDocument();
    expect(w.fake.calls.find(([m]) => m === 'Shell.Reveal')?.[1][1]).toBe('reship');
  });
  it('takes dropped files for this case and builds a pack', async () => {
    const row = await open();
    if (!w) return;
    act(() => w?.fake.drop(['/home/desk/开箱.jpg']));
    await waitFor(() => expect(w?.fake.calls.find(([m]) => m === 'Evidence.AddFiles')?.[1][0]).toMatchObject({ paths: ['/home/desk/开箱.jpg'], afterSaleId: row?.id, orderId: row?.orderId }));
    await w.user.click(screen.getByRole('button', { name: /^生成证据包/ }));
    await w.user.click(await screen.findByRole('button', { name: /PDF/ }));
    expect(w.fake.opened).toEqual([w.fake.data.packs[0]?.pdfPath]);
  });
  it('shows the clock of the house beside the platform’s and says which ends first', async () => {
    w = openWindow('/today');
    const { data } = w.fake;
    const r = data.rows.find((x) => x.houseDue > data.now && x.houseDue < x.dueAt);
    if (!r) throw new Error('no such case');
    await screen.findByRole('heading', { name: '今日' });
    window.location.hash = '';
    w.close();
    w.unmount();
    w = openWindow(`/after-sales/${r.id}`);
    const name = await screen.findByText(/^自家时限/);
    expect(name).toHaveTextContent('先到');
    expect(name.parentElement).toHaveAttribute('data-first', 'true');
    expect(screen.getByText('平台时限').parentElement).not.toHaveAttribute('data-first');
  });
  it('builds a pack and opens the order with one key each', async () => {
    const row = await open();
    if (!w) return;
    await w.user.keyboard('p');
    await waitFor(() => expect(w?.fake.calls.find(([m]) => m === 'Evidence.BuildPack')?.[1]).toEqual([row?.id]));
    await act(pause);
    await w.user.keyboard('o');
    await waitFor(() => expect(w?.path()).toBe(`/orders/${row?.orderId}`));
  });
  it('opens the next case with one key', async () => {
    await open();
    if (!w) return;
    const next = w.fake.data.rows[1];
    await w.user.keyboard('n');
    await waitFor(() => expect(decodeURIComponent(w?.path() ?? '')).toBe(`/after-sales/${next?.id}`));
  });
  it('asks the platform for its reasons before a refusal and wants one', async () => {
    await open();
    if (!w) return;
    await w.user.keyboard('f');
    const dialog = await dialogOf('拒绝售后');
    const select = await within(dialog).findByRole('combobox', { name: '拒绝理由' });
    expect(within(dialog).getByRole('button', { name: '拒绝' })).toBeDisabled();
    await w.user.click(select);
    await w.user.click(await screen.findByText('买家未提供有效凭证'));
    await waitFor(() => expect(within(dialog).getByRole('button', { name: '拒绝' })).toBeEnabled());
    await w.user.click(within(dialog).getByRole('button', { name: '拒绝' }));
    await waitFor(() => expect(w?.fake.data.acts[0]).toMatchObject({ kind: 'refuse', reasonCode: '1', reason: '买家未提供有效凭证' }));
  });
  it('shows markup in a remark as text', async () => {
    w = openWindow('/today');
    const c = w.fake.data.cases[0];
    const get = w.fake;
    if (c) c.buyerRemark = '<script>alert(1)</script><b>粗</b>';
    act(() => get.emit('changed', ['after_sales']));
    const row = get.data.rows.find((r) => r.id === c?.id);
    await screen.findByRole('heading', { name: '今日' });
    await w.user.keyboard('ga');
    const table = await grid();
    await waitFor(() => expect(rowsIn(table).length).toBeGreaterThan(5));
    await w.user.click(rowsIn(table).find((r) => r.dataset.key === row?.id) ?? table);
    expect((await screen.findAllByText(/<script>alert\(1\)<\/script>/)).length).toBeGreaterThan(0);
    expect(document.querySelector('.case-words b')).toBeNull();
  });
});
