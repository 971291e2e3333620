import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { dialogOf, openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

let w: Window | undefined;
afterEach(() => {
  w?.close();
  w = undefined;
});

describe('first run', () => {
  it('offers three ways and opens Today with the demo shop', async () => {
    w = openWindow('/today', { fresh: true });
    expect(await screen.findByRole('heading', { name: '从哪里开始？' })).toBeVisible();
    expect(screen.getByRole('button', { name: '连接店铺' })).toBeEnabled();
    expect(screen.getByRole('button', { name: '导入文件' })).toBeEnabled();
    await w.user.click(screen.getByRole('button', { name: '打开演示店铺' }));
    expect(await screen.findByRole('heading', { name: '今日' })).toBeVisible();
    expect(await screen.findByText('演示数据')).toBeVisible();
    expect(w.fake.data.settings.firstRunDone).toBe(true);
  });
  it('says why the demo could not start and stays', async () => {
    w = openWindow('/today', { fresh: true });
    w.fake.fail('Shell.StartDemo', 'unavailable', { reason: 'disk_full' });
    await w.user.click(await screen.findByRole('button', { name: '打开演示店铺' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('磁盘已满');
    expect(screen.getByRole('button', { name: '打开演示店铺' })).toBeEnabled();
  });
});

describe('the shell', () => {
  it('jumps with g and a letter, and shows help with ?', async () => {
    w = openWindow('/today');
    await screen.findByRole('heading', { name: '今日' });
    await w.user.keyboard('ga');
    expect(await screen.findByRole('heading', { name: '售后' })).toBeVisible();
    await w.user.keyboard('?');
    expect(await dialogOf('快捷键')).toHaveTextContent('上下移动');
  });
  it('does from anywhere what belongs to no screen: by keys, and from the palette by name', async () => {
    w = openWindow('/today');
    await screen.findByRole('heading', { name: '今日' });
    await w.user.keyboard('gy');
    await waitFor(() => expect(w?.fake.calls.filter(([m]) => m === 'Shops.SyncNow').map(([, a]) => a[0])).toEqual(w?.fake.data.shops.filter((s) => s.platform !== 'sheet').map((s) => s.id)));
    await w.user.keyboard('gx');
    expect(await screen.findByText('离线')).toBeVisible();
    await w.user.keyboard('{Control>}k{/Control}');
    await w.user.type(await screen.findByRole('combobox', { name: /输入页面名/ }), '联网{Enter}');
    await waitFor(() => expect(screen.queryByText('离线')).toBeNull());
    await w.user.keyboard('gb');
    expect(await screen.findByRole('heading', { name: '发件箱' })).toBeVisible();
  });
  it('changes every word at once and keeps the choice', async () => {
    w = openWindow('/today');
    await screen.findByRole('heading', { name: '今日' });
    await w.user.click(screen.getByRole('button', { name: /^语言/ }));
    await w.user.click(await screen.findByText('English'));
    expect(await screen.findByRole('heading', { name: 'Today' })).toBeVisible();
    expect(screen.getByRole('link', { name: /After-sales/ })).toBeVisible();
    await waitFor(() => expect(w?.fake.data.settings.language).toBe('en'));
  });
  it('shows offline as a state and what is not sent', async () => {
    w = openWindow('/today');
    await w.user.click(await screen.findByRole('button', { name: '转为离线' }));
    expect(await screen.findByText('离线')).toBeVisible();
    act(() => {
      if (w) w.fake.data.status = { ...w.fake.data.status, notSent: 3 };
      w?.fake.emit('changed', ['acts']);
    });
    expect((await screen.findByText('未发送 (3)')).closest('a')).toHaveAttribute('href', '/outbox?state=queued,sending');
  });
  it('opens what was scanned, wherever the cursor is', async () => {
    w = openWindow('/orders');
    const box = await screen.findByRole('textbox', { name: /搜任何东西/ });
    await w.user.click(box);
    const order = w.fake.data.orderRows[4];
    act(() => {
      const keys = [...(order?.waybill ?? ''), 'Enter'].map((key) => new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      for (const e of keys) box.dispatchEvent(e);
    });
    await waitFor(() => expect(w?.path()).toBe(`/orders/${order?.id}`));
    expect(await screen.findByRole('heading', { name: new RegExp(order?.remoteId ?? 'x') })).toBeVisible();
  });
  it('keeps the rail when a screen fails to load its data', async () => {
    w = openWindow('/orders/s1.nothing');
    expect(await screen.findByText('找不到这个订单')).toBeVisible();
    expect(screen.getByRole('navigation', { name: '主导航' })).toBeVisible();
  });
});

describe('a shop that comes in for the first time', () => {
  it('never says that nothing is there, and shows no number, until it is whole', async () => {
    w = openWindow('/today');
    const { data } = w.fake;
    await screen.findByRole('region', { name: '五个数' });
    const rows = data.rows.splice(0);
    const asOf = data.shops.map((s) => s.dataAsOf);
    for (const s of data.shops) s.dataAsOf = 0;
    data.status = { ...data.status, pulling: data.shops.map((s) => s.id), lastPull: 0 };
    w.fake.override('Today.Tasks', () => ({ items: [], total: 0 }));
    act(() => w?.fake.emit('changed', ['shops', 'after_sales', 'sync']));
    expect(await screen.findByText('第一次同步正在进行')).toBeVisible();
    expect(screen.queryByText('今天没有急事')).toBeNull();
    const numbers = screen.getByRole('region', { name: '五个数' });
    await waitFor(() => expect(within(numbers).getAllByText('—').length).toBe(5));
    await w.user.keyboard('ga');
    expect(await screen.findByText('第一次同步正在进行')).toBeVisible();
    expect(screen.queryByText('没有要处理的售后')).toBeNull();
    data.rows.push(...rows);
    data.shops.forEach((s, i) => (s.dataAsOf = asOf[i] ?? 1));
    data.status = { ...data.status, pulling: [] };
    act(() => w?.fake.emit('changed', ['shops', 'after_sales', 'sync']));
    await waitFor(() => expect(screen.queryByText('第一次同步正在进行')).toBeNull());
  });
});

describe('Today', () => {
  it('shows five numbers, each a way to its rows, and the queue with its next acts', async () => {
    w = openWindow('/today');
    const numbers = await screen.findByRole('region', { name: '五个数' });
    expect(await within(numbers).findByText('97.1%')).toBeVisible();
    expect(within(numbers).getAllByRole('link')).toHaveLength(5);
    const grid = await screen.findByRole('grid', { name: '待办' });
    await waitFor(() => expect(within(grid).getAllByText(/处理售后/).length).toBeGreaterThan(1));
    await w.user.click(within(numbers).getByRole('link', { name: /4 小时内到期/ }));
    expect(w.path()).toBe('/after-sales');
  });
});
