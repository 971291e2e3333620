import type { AfterSaleDetail, AfterSalePage, CheckReceipt, HostContact, RuleEntry } from '../src/bridge/types';
import { ask, freeze, goTo, zh } from './steps';
import { expect, test } from './program';

test.afterEach(({ window }) => freeze(window, false));

test('a case says in which broadcast it was sold, and every line of its history when, and by whom it is known', async ({ window }) => {
  await freeze(window, true);
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 200 });
  let shown = '';
  for (const row of page.items) {
    const d = await ask<AfterSaleDetail>(window, 'AfterSales', 'Get', row.id);
    for (const line of d.order?.lines ?? []) {
      if (!line.live.roomId) continue;
      // Whatever carries the ids has its session, and the session its host and room.
      const session = d.sessions.find((s) => s.id === line.live.sessionId);
      expect([session?.roomId, session?.hostName !== '', line.live.channel !== ''], row.id).toEqual([line.live.roomId, true, true]);
      shown ||= row.id;
    }
  }
  expect(shown).not.toBe('');
  const d = await ask<AfterSaleDetail>(window, 'AfterSales', 'Get', shown);
  const live = d.order?.lines.find((l) => l.live.roomId)?.live;
  const session = d.sessions.find((s) => s.id === live?.sessionId);
  if (!live || !session) throw new Error('no broadcast');
  await goTo(window, `/after-sales/${encodeURIComponent(shown)}`);
  const facts = window.getByRole('region', { name: zh('aftersales:detail.facts') });
  for (const words of [live.hostName || session.hostName, session.title, live.roomId, zh(`enums:channels.${live.channel}` as 'enums:channels.unknown')]) await expect(facts).toContainText(words);

  const times = window.getByRole('region', { name: zh('aftersales:detail.timeline') }).locator('li:has(time)');
  expect(await times.count()).toBeGreaterThan(3);
  for (const line of await times.evaluateAll((all) => all.map((li) => [li.querySelector('time')?.title ?? '', li.querySelector('.ad-tl-src')?.textContent ?? '']))) {
    expect(line[0]).toMatch(new RegExp(`^${zh('time.shop')}: \\d{4}-\\d\\d-\\d\\d [\\d:]{8} .+\\n${zh('time.local')}: \\d{4}-\\d\\d-\\d\\d [\\d:]{8} .+$`));
    expect(line[1]).not.toBe('');
  }
  // The case fits its screen: the facts need no scrolling, the parcel is in sight.
  expect(await facts.evaluate((el) => el.scrollHeight - el.clientHeight)).toBeLessThanOrEqual(0);
});

test('a review says on hover by which dated rule it is bad', async ({ window }) => {
  await goTo(window, '/reviews');
  const rule = (await ask<RuleEntry[]>(window, 'Settings', 'Rules')).find((r) => r.id === 'doudian-review-bands');
  if (!rule) throw new Error('no rule');
  await window.getByRole('grid', { name: zh('reviews:title') }).getByRole('img', { name: /星/ }).first().hover();
  const tip = window.getByRole('tooltip');
  await expect(tip).toContainText(zh('reviews:bandRule.negative', { n: `1–${rule.values.negative_max ?? ''}` }));
  await expect(tip).toContainText(zh('reviews:bandRule.from', { from: rule.effectiveFrom }));
  await expect(tip).toContainText(rule.id);
});

test('a check that ran shows its receipts', async ({ window }) => {
  await goTo(window, '/logistics?tab=checks');
  const name = zh('logistics:checks.no_pickup');
  const line = window.getByRole('row').filter({ hasText: name }).first();
  await line.getByRole('button', { name: zh('logistics:check.run') }).click();
  await expect(window.getByText(/看过 \d+/).first()).toBeVisible();
  await line.getByRole('button', { name: zh('logistics:check.receipts') }).click();
  const receipts = window.getByRole('table', { name: zh('logistics:check.receiptsOf', { name }) });
  const kept = await ask<CheckReceipt[]>(window, 'Logistics', 'Receipts', 'no_pickup');
  await expect(receipts.getByRole('row')).toHaveCount(kept.length + 1);
  const [newest] = kept;
  if (!newest) throw new Error('no receipt');
  for (const n of [newest.examined, newest.found]) await expect(receipts.getByRole('row').nth(1)).toContainText(String(n));
});

test('the network page names every host, and the switch stops all of it', async ({ window }) => {
  await goTo(window, '/settings?section=network');
  await window.getByRole('switch', { name: zh('settings:network.offline') }).click();
  await expect(window.getByRole('contentinfo').getByRole('status')).toHaveText(zh('footer.offline'));
  const hosts = async () => (await ask<HostContact[]>(window, 'Settings', 'Hosts')).sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
  const before = await hosts();
  const said = await ask(window, 'Shops', 'SyncNow', 's1').then(() => 'sent', (e: unknown) => String(e));
  expect(said).toContain('offline');
  const after = await hosts();
  expect(after.map((h) => [h.host, h.requests])).toEqual(before.map((h) => [h.host, h.requests]));
  expect(after.every((h) => h.host.startsWith('127.0.0.1')), 'the demo leaves this machine for nowhere').toBe(true);
  const lines = window.getByRole('table').getByRole('row');
  await expect(lines).toHaveCount(after.length + 1);
  for (const h of after) await expect(lines.filter({ hasText: h.host }).filter({ hasText: h.requests.toLocaleString() }).first()).toBeVisible();
});

test('five megabytes of a stranger cost what their first lines cost', async ({ window }) => {
  await freeze(window, true);
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 3 });
  await window.evaluate(() => {
    const area = globalThis.window['go']?.app.AfterSales;
    const get = area?.Get;
    if (!area || !get) throw new Error('no case');
    area.Get = async (...args) => {
      const d = (await get(...args)) as AfterSaleDetail;
      return { ...d, case: { ...d.case, buyerRemark: '尺码偏小，<b>主播</b>说能穿。'.repeat(150_000) } };
    };
  });
  await goTo(window, `/after-sales/${encodeURIComponent(page.items[0]?.id ?? '')}`);
  await expect(window.getByText('尺码偏小，<b>主播</b>说能穿。').first()).toBeVisible();
  expect(await window.evaluate(() => document.body.innerText.length)).toBeLessThan(20_000);
  await window.keyboard.press('n');
  await expect(window).toHaveURL(new RegExp(page.items[1]?.id ?? 'none'));
});
