import { readFileSync } from 'node:fs';
import { freeze, goTo, settled, zh } from './steps';
import { expect, test } from './program';

test.afterEach(({ window }) => freeze(window, false));

test('every number of a trend opens as many rows as it says', async ({ window }) => {
  await freeze(window, true); // the world moves on; the question here is about one moment
  let cells = 0;
  for (const [metric, by] of [
    ['favourable_rate', 'host'],
    ['return_rate_by_order', 'size,host'],
    ['refund_rate', 'week'],
  ] as const) {
    await goTo(window, `/trends?metric=${metric}&by=${by}`);
    const table = window.getByRole('table', { name: zh(`enums:metrics.${metric}` as 'enums:metrics.favourable_rate') });
    const numbers = table.getByRole('button', { name: /\d/ }).and(table.locator('.ad-linkish'));
    await expect(numbers.first()).toBeVisible();
    await settled(window); // until then the table holds the answer before, dimmed
    const n = await numbers.count();
    for (const i of [0, 1, 2, Math.floor(n / 2), n - 1]) {
      const cell = numbers.nth(i);
      const shown = Number((await cell.innerText()).replaceAll(',', ''));
      await cell.click();
      const drawer = window.getByRole('dialog');
      await expect(drawer.getByRole('status').first()).toContainText(zh('trends:drill.total', { n: shown.toLocaleString('zh-CN') }));
      await expect(drawer).toContainText(zh('trends:drill.equals'));
      await expect(drawer.getByRole('grid')).toHaveAttribute('aria-rowcount', String(Math.min(shown, 100) + 1));
      await drawer.locator('.ant-drawer-close').click();
      await expect(drawer).toHaveCount(0);
      if (shown > 0) cells++;
    }
  }
  expect(cells).toBeGreaterThan(8);
});

test('a person chooses metric and slice, and the address keeps them', async ({ window }) => {
  await freeze(window, true);
  await goTo(window, '/trends');
  const choose = async (box: string, word: string) => {
    await window.getByRole('combobox', { name: box, exact: true }).click();
    await window.locator('.ant-select-item-option').filter({ hasText: word }).last().click();
  };
  await choose(zh('trends:metric'), zh('enums:metrics.return_rate_by_order'));
  await choose(zh('trends:slice'), zh('enums:dimensions.size'));
  await expect(window).toHaveURL(/metric=return_rate_by_order.*by=size/);
  const table = window.getByRole('table', { name: zh('enums:metrics.return_rate_by_order') });
  await expect(table.getByRole('columnheader', { name: zh('enums:dimensions.size') })).toBeVisible();
  await window.reload();
  await expect(table.getByRole('row').nth(2)).toBeVisible();

  // The chart as it is seen becomes a file of this desk, at twice its size.
  const canvas = window.locator('figure canvas').first();
  await expect(canvas).toBeVisible();
  const box = await canvas.boundingBox();
  await window.getByRole('button', { name: zh('trends:export.menu') }).click();
  await window.getByRole('menuitem', { name: zh('trends:export.png') }).click();
  const done = window.getByText(/\.png/).first();
  await expect(done).toBeVisible();
  const path = /(\S+\.png)/.exec(await done.innerText())?.[1] ?? '';
  const png = readFileSync(path);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Math.round((box?.width ?? 0) * 2), Math.round((box?.height ?? 0) * 2)]);
  expect(png.length, 'an empty chart is a few kilobytes').toBeGreaterThan(12_000);
});
