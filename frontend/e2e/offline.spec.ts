import type { Act, ActPage, ActPreview, AfterSalePage, ShopCard } from '../src/bridge/types';
import { ask, freeze, goTo, rowsOf, settled, zh } from './steps';
import { expect, test } from './program';

test.afterEach(({ window }) => freeze(window, false));

test('the cable is out: reading, evidence and packs go on, a write waits and is sent once', async ({ window }) => {
  const demo = (await ask<ShopCard[]>(window, 'Shops', 'List')).find((c) => c.shop.platform === 'doudian');
  if (!demo) throw new Error('no demo shop');
  await ask(window, 'Shops', 'SetWrites', demo.shop.id, true);
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', shopIds: [demo.shop.id], limit: 100 });
  const remark = (id: string) => ({ ids: [id], kind: 'remark', note: '-', reason: '-', reasonCode: '' });
  let id = '';
  for (const row of page.items) {
    const preview = await ask<ActPreview>(window, 'AfterSales', 'PreviewAct', remark(row.id));
    if ((preview.writable ?? []).length === 1) {
      id = row.id;
      break;
    }
  }
  expect(id).not.toBe('');

  await goTo(window, '/today');
  const footer = window.getByRole('contentinfo', { name: zh('footer.label') });
  await footer.getByRole('button', { name: zh('footer.goOffline') }).click();
  await expect(footer.getByRole('status')).toHaveText(zh('footer.offline'));

  // Every screen reads from this machine.
  for (const path of ['/today', '/after-sales', '/orders', '/reviews', '/logistics']) {
    await goTo(window, path);
    await expect(rowsOf(window.getByRole('grid')).first()).toBeVisible();
  }
  await expect(window.getByRole('alert')).toHaveCount(0);

  const note = `离线备注 ${id.slice(-6)}`;
  await goTo(window, `/after-sales/${encodeURIComponent(id)}`);
  await window.keyboard.press('r');
  const dialog = window.getByRole('dialog', { name: zh('acts:title.remark') });
  await dialog.getByRole('textbox').fill(note);
  await expect(dialog).toContainText(zh('acts:offline'));
  await dialog.getByRole('button', { name: zh('acts:confirm.remark'), exact: true }).click();
  const waiting = footer.getByRole('link', { name: zh('footer.notSent', { n: 1 }) });
  await expect(waiting).toBeVisible();

  await window.getByRole('button', { name: zh('aftersales:pack.build') }).click();
  await window.getByRole('dialog').getByRole('button', { name: zh('standard:review.go') }).click(); // a film is missing, and a platform would say so
  await expect(window.getByText(zh('aftersales:pack.built'))).toBeVisible();

  // It outlives the window.
  await window.reload();
  await settled(window);
  await expect(waiting).toBeVisible();
  const mine = async () => (await ask<ActPage>(window, 'AfterSales', 'Outbox', { limit: 100 })).items.filter((a: Act) => a.note === note);
  expect((await mine()).map((a) => [a.state, a.tries])).toEqual([['queued', 0]]);

  await footer.getByRole('button', { name: zh('footer.goOnline') }).click();
  await expect(footer.getByRole('status')).not.toHaveText(zh('footer.offline'));
  await expect(waiting).toHaveCount(0);
  await expect.poll(async () => (await mine()).map((a) => [a.state, a.tries])).toEqual([['done', 1]]);

  // Once more offline and online: nothing is sent again.
  await freeze(window, true);
  await freeze(window, false);
  await ask(window, 'AfterSales', 'SendNow');
  expect((await mine()).map((a) => [a.state, a.tries])).toEqual([['done', 1]]);
});
