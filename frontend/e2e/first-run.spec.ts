import { ask, rowsOf, zh } from './steps';
import { expect, test } from './program';

test.use({ shop: 'none' });
test.describe.configure({ mode: 'serial' });

test('a fresh folder offers three ways, and each leads where it says', async ({ window }) => {
  const way = (name: string) => window.getByRole('button', { name });
  for (const [choice, then] of [
    [zh('firstrun:connect.action'), zh('shops:connect')],
    [zh('firstrun:import.action'), zh('shops:importer.title')],
  ] as const) {
    await expect(window.getByRole('heading', { level: 1, name: zh('firstrun:title') })).toBeVisible();
    await expect(way(zh('firstrun:demo.action'))).toBeVisible();
    await way(choice).click();
    await expect(window.getByRole('dialog').filter({ hasText: then })).toBeVisible();
    // As if it had not been asked yet.
    await ask(window, 'Settings', 'Put', { ...(await ask<object>(window, 'Settings', 'Get')), firstRunDone: false });
    await window.goto('about:blank');
    await window.goBack();
  }
});

test('the demo shop opens with numbers, a queue and its banner', async ({ window }) => {
  test.setTimeout(120_000);
  await window.getByRole('button', { name: zh('firstrun:demo.action') }).click();
  await expect(window.getByRole('button', { name: zh('firstrun:demo.busy') })).toBeDisabled();
  await expect(window.getByRole('heading', { level: 1, name: zh('today:title') })).toBeVisible({ timeout: 60_000 });
  const banner = window.getByRole('note').filter({ hasText: zh('demo.banner') });
  await expect(banner).toBeVisible();

  // The numbers fill while the shop is pulled; the share of quick answers comes last, with the details of the cases.
  const numbers = window.getByRole('region', { name: zh('today:numbers.label') });
  for (const name of ['favourable', 'returns', 'answered'] as const) await expect(numbers.getByRole('link', { name: zh(`today:numbers.${name}`) })).toContainText(/\d\s?%/, { timeout: 80_000 });
  await expect(numbers.getByRole('link', { name: zh('today:numbers.risk') })).toContainText(/¥[\d,]*[1-9]/);
  const queue = window.getByRole('grid', { name: zh('today:queue.title') });
  expect(await rowsOf(queue).count()).toBeGreaterThan(5);
  await expect(window.getByRole('contentinfo', { name: zh('footer.label') })).toContainText(zh('footer.asOf'));

  // The first thing to do leads to its page.
  await rowsOf(queue).first().getByRole('button').last().click();
  await expect(window).not.toHaveURL(/today/);
  await banner.getByRole('button').click();
  await expect(window.getByRole('dialog').filter({ hasText: zh('shops:connect') })).toBeVisible();
});
