import { readFileSync } from 'node:fs';
import type { ReviewPage, SheetLook, SheetRun, Shop } from '../src/bridge/types';
import { answerPicker, ask, goTo, rowsOf, zh } from './steps';
import { expect, test } from './program';

const head = '订单编号,子订单编号,订单状态,下单时间,支付时间,商品名称,商家编码,商品规格,数量,商品单价,实付金额,收货人,快递单号';
const rows = [
  '8800000000000001,1,已付款,2026-11-01 10:00:00,2026-11-01 10:01:00,羊毛衫,YM-01,米色 / M,1,199.00,199.00,王*,SF1000000000001',
  '8800000000000002,1,已付款,2026-11-01 11:00:00,2026-11-01 11:01:00,羊毛衫,YM-01,米色 / L,1,199.00,189.00,李*,SF1000000000002',
  '8800000000000003,1,已付款,2026-11-02 10:00:00,2026-11-02 10:01:00,"=HYPERLINK(""http://x"",""券"")",YM-02,黑 / M,1,99.00,一百元,赵*,SF1000000000003',
  '8800000000000004,1,已付款,不知道哪天,2026-11-02 10:01:00,围巾,WJ-01,灰,1,59.00,59.00,孙*,SF1000000000004',
  '8.8E+15,1,已付款,2026-11-02 12:00:00,2026-11-02 12:01:00,围巾,WJ-01,灰,1,59.00,59.00,周*,SF1000000000005',
];

test('a console export comes in once; bad rows come back with their reasons', async ({ window, program }) => {
  const shop = await ask<Shop>(window, 'Shops', 'AddFileShop', '外贸仓', 'CNY', 'Asia/Shanghai');
  const path = program.file('订单.csv', '\ufeff' + [head, ...rows].join('\r\n'));
  const bring = async () => {
    await goTo(window, `/shops?shop=${shop.id}`);
    await window.getByRole('button', { name: zh('shops:import') }).first().click();
    const wizard = window.getByRole('dialog').filter({ hasText: zh('shops:importer.title') });
    await answerPicker(window, path);
    await wizard.getByRole('button', { name: zh('shops:importer.pick') }).click();
    await expect(wizard.getByText('UTF-8')).toBeVisible();
    await expect(wizard.getByRole('row', { name: new RegExp(`^${zh('shops:importer.fields.order_id')}`) })).toContainText('订单编号');
    await wizard.getByRole('button', { name: zh('shops:wizard.next') }).click();
    await expect(wizard.getByText(/外贸仓/)).toBeVisible();
    await wizard.getByRole('button', { name: zh('shops:importer.run'), exact: true }).click();
    await expect(wizard.getByText(zh('shops:importer.result.title'))).toBeVisible();
    return wizard;
  };
  const tally = (word: 'added' | 'changed' | 'same' | 'bad') => window.locator('dl > div').filter({ has: window.getByText(zh(`shops:importer.result.${word}`), { exact: true }) }).locator('dd');

  let wizard = await bring();
  await expect(tally('added')).toHaveText('2');
  await expect(tally('bad')).toHaveText('3');
  for (const [row, field, why] of [[4, 'paid', 'bad_amount'], [5, 'created_at', 'bad_time'], [6, 'order_id', 'id_rounded']] as const) {
    const line = wizard.getByRole('row').filter({ hasText: zh('shops:importer.result.row', { n: row }) });
    await expect(line).toContainText(zh(`shops:importer.fields.${field}`));
    await expect(line).toContainText(zh(`shops:importer.why.${why}`));
  }
  const badPath = await wizard.locator('code').innerText();
  const bad = readFileSync(badPath, 'utf8');
  for (const id of ['8800000000000003', '8800000000000004']) expect(bad).toContain(id);
  expect(bad).not.toContain('8800000000000001');
  expect(bad, 'a formula in an export is disarmed').not.toMatch(/(^|,)"?=HYPERLINK/m);
  await wizard.getByRole('button', { name: zh('shops:importer.result.done') }).click();

  wizard = await bring();
  await expect(tally('added')).toHaveText('0');
  await expect(tally('changed')).toHaveText('0');
  await expect(tally('same')).toHaveText('2');
  await wizard.getByRole('button', { name: zh('shops:importer.result.done') }).click();

  await goTo(window, '/orders?q=8800000000000002');
  const list = window.getByRole('grid', { name: zh('orders:title') });
  await expect(rowsOf(list)).toHaveCount(1);
  await expect(rowsOf(list)).toContainText('189.00');
});

test('markup that comes in with a file is text wherever it is shown', async ({ window, program }) => {
  const trap = '<img src=x onerror="globalThis.caught=1"><script>globalThis.caught=1</script>难看';
  const cell = `"${trap.replaceAll('"', '""')}"`;
  const shop = await ask<Shop>(window, 'Shops', 'AddFileShop', '<b>反引号</b>', 'CNY', 'Asia/Shanghai');
  const path = program.file('评价.csv', ['评价ID,订单编号,商品名称,评价星级,评价内容,评价时间,商家回复', `9900000000000001,8800000000000001,${cell},1,${cell},2026-11-03 09:00:00,${cell}`].join('\n'));
  const look = await ask<SheetLook>(window, 'Shops', 'LookFile', path, '');
  expect(look.kind).toBe('reviews');
  const run = await ask<SheetRun>(window, 'Shops', 'RunImport', { path, sheet: look.sheet, shopId: shop.id, mapping: { ...look.mapping, kind: look.kind }, save: false });
  expect(run).toMatchObject({ added: 1, bad: 0 });
  const found = await ask<ReviewPage>(window, 'Reviews', 'List', { text: '难看', limit: 5 });
  expect(found.items.map((r) => r.text)).toEqual([trap]);

  await goTo(window, '/reviews?q=难看');
  await expect(window.getByRole('grid', { name: zh('reviews:title') }).getByText(trap).first()).toBeVisible();
  await goTo(window, `/reviews?review=${encodeURIComponent(found.items[0]?.id ?? '')}`);
  await expect(window.getByRole('dialog').getByText(trap).first()).toBeVisible();
  await goTo(window, '/shops');
  await expect(window.getByText('<b>反引号</b>').first()).toBeVisible();
  expect(await window.evaluate(() => [(globalThis as { caught?: number }).caught, document.querySelectorAll('img[src="x"]').length])).toEqual([undefined, 0]);
});
