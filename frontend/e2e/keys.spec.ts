import type { Page } from '@playwright/test';
import type { ActPreview, AfterSalePage, OrderPage, Order } from '../src/bridge/types';
import { ask, goTo, rowsOf, settled, zh } from './steps';
import { expect, test } from './program';

/** A scanner: trusted keys with the stamps of one, 5 ms apart, however busy this machine is. */
async function scan(page: Page, code: string): Promise<void> {
  const line = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  for (const [i, key] of [...code, 'Enter'].entries()) {
    const text = key === 'Enter' ? '\r' : key;
    const base = { key, timestamp: start + i * 0.005, windowsVirtualKeyCode: key === 'Enter' ? 13 : key.charCodeAt(0) };
    await line.send('Input.dispatchKeyEvent', { type: 'keyDown', text, ...base });
    await line.send('Input.dispatchKeyEvent', { type: 'keyUp', ...base });
  }
  await line.detach();
}

test('a scan opens its order wherever the cursor is and lands in no text box', async ({ window }) => {
  const page = await ask<OrderPage>(window, 'Orders', 'List', { statuses: ['shipped', 'finished'], limit: 20 });
  const row = page.items.find((r) => r.waybill !== '' && r.afterSaleCount === 0);
  if (!row) throw new Error('no shipped order');
  await goTo(window, '/orders');
  await window.keyboard.press('/');
  const box = window.getByRole('textbox', { name: zh('orders:search') });
  await expect(box).toBeFocused();
  await window.keyboard.type('大衣', { delay: 60 });
  await expect(window).toHaveURL(/q=/);

  await scan(window, 'ZZ00990011223344');
  await expect(window.getByText(zh('palette.scanMiss', { code: 'ZZ00990011223344' }))).toBeVisible();
  await expect(box).toHaveValue('大衣');

  await scan(window, row.waybill);
  await expect(window).toHaveURL(new RegExp(`orders/${row.id}`));
  await expect(window.getByRole('heading', { level: 1 })).toContainText(row.remoteId);
  expect((await ask<{ order: Order }>(window, 'Orders', 'Get', row.id)).order.parcels.map((p) => p.waybill)).toContain(row.waybill);
});

test('a day by keyboard: no act of it needs the mouse, and the focus is always seen', async ({ window }) => {
  await goTo(window, '/today');
  const firstRow = () => rowsOf(window.getByRole('grid')).first();
  const to = async (letter: string, screen: 'aftersales' | 'orders' | 'evidence' | 'reviews' | 'logistics' | 'trends' | 'shops' | 'settings' | 'today') => {
    await window.keyboard.press('g');
    await window.keyboard.press(letter);
    await expect(window.locator(`nav a[aria-current="page"]`)).toContainText(zh(`nav.${screen}`));
    await settled(window);
  };
  // The queue of the day: the active row opens where its act is done.
  await expect(firstRow()).toBeVisible();
  await window.keyboard.press('j');
  await window.keyboard.press('Enter');
  await expect(window).not.toHaveURL(/today/);

  // A case: its dialogs by one key each, its pack, its order, the next one.
  await to('a', 'aftersales');
  await expect(firstRow()).toBeVisible();
  await window.keyboard.press('j');
  await window.keyboard.press('Enter');
  await expect(window).toHaveURL(/after-sales\/s\d/);
  await settled(window);
  const ours = (await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'merchant', statuses: ['awaiting_merchant'], limit: 50 })).items;
  let open = '';
  for (const r of ours) {
    const can = await ask<ActPreview>(window, 'AfterSales', 'PreviewAct', { ids: [r.id], kind: 'agree', note: '-', reason: '-', reasonCode: '' });
    if ((can.writable ?? []).length > 0) open ||= r.id;
  }
  expect(open).not.toBe('');
  await goTo(window, `/after-sales/${encodeURIComponent(open)}`);
  for (const key of ['a', 'f', 'r']) {
    await expect(window.locator('.case-right kbd', { hasText: new RegExp(`^${key}$`) })).toBeVisible();
    await window.keyboard.press(key);
    const dialog = window.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await window.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
  const first = window.url();
  await window.keyboard.press('n');
  await expect(window).not.toHaveURL(first);
  const next = decodeURIComponent(window.url().split(/[/?]/).find((part) => /^s\d+\./.test(part)) ?? '');
  await expect(window.locator('.case-title').getByText(next.split('.')[1] ?? '-')).toBeVisible();
  await window.keyboard.press('p');
  // What the platform would turn down is said first; the pack can be made all the same.
  const attacked = window.getByRole('dialog').filter({ hasText: zh('standard:review.title') });
  const built = window.getByText(zh('aftersales:pack.built'));
  await expect(attacked.or(built).first()).toBeVisible();
  if (await attacked.isVisible()) {
    await expect(attacked.getByRole('button', { name: zh('standard:review.fix') })).toBeFocused();
    await window.keyboard.press('Shift+Tab');
    await window.keyboard.press('Enter');
  }
  await expect(built).toBeVisible();
  await window.keyboard.press('o');
  await expect(window).toHaveURL(/orders\/s\d/);

  // A parcel in trouble: its way, and back to the list.
  await to('l', 'logistics');
  await expect(firstRow()).toBeVisible();
  await window.keyboard.press('j');
  await window.keyboard.press('Enter');
  const trace = window.getByRole('dialog').filter({ hasText: zh('logistics:trace.title') });
  await expect(trace).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(trace).toHaveCount(0);
  // A bad review: onto the board.
  await to('r', 'reviews');
  await expect(firstRow()).toBeVisible();
  await window.keyboard.press('j');
  await window.keyboard.press('s');
  await expect(window.getByRole('dialog').or(window.getByText(zh('reviews:board.moved', { step: zh('enums:recoverySteps.detected') }))).first()).toBeVisible();
  await window.keyboard.press('Escape');

  // Anything else by name.
  await window.keyboard.press('Control+k');
  const palette = window.getByRole('combobox', { name: zh('palette.placeholder') });
  await expect(palette).toBeFocused();
  await window.keyboard.type(zh('nav.trends'), { delay: 60 });
  await window.keyboard.press('Enter');
  await expect(window).toHaveURL(/trends/);
  await window.keyboard.press('?');
  const help = window.getByRole('dialog', { name: zh('help.title') });
  await expect(help).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  // Wherever Tab leads, a person sees where they are.
  for (const path of ['/today', '/after-sales', '/settings']) {
    await goTo(window, path);
    for (let i = 0; i < 12; i++) {
      await window.keyboard.press('Tab');
      const seen = await window.evaluate(() => {
        const el = document.activeElement;
        if (!el || el === document.body) return 'nothing';
        const marked = (x: Element | null) => x !== null && (getComputedStyle(x).outlineStyle !== 'none' || getComputedStyle(x).boxShadow !== 'none');
        // A control of Ant Design shows the focus of its inner box on its frame.
        return marked(el) || marked(el.closest('.ant-input-affix-wrapper, .ant-select, .ant-input-number, .ant-picker, .ant-checkbox, .ant-segmented-item')) || marked(el.parentElement) ? '' : el.outerHTML.slice(0, 120);
      });
      expect(seen, path).toBe('');
    }
  }
});
