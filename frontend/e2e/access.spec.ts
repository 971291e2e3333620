import AxeBuilder from '@axe-core/playwright';
import type { AfterSalePage } from '../src/bridge/types';
import { ask, freeze, goTo, screens } from './steps';
import { expect, test } from './program';

test.afterEach(({ window }) => freeze(window, false));

for (const theme of ['light', 'dark'] as const) {
  test(`nobody is kept out of any screen, ${theme}`, async ({ window }) => {
    test.setTimeout(300_000); // a scan of every screen; a busy machine takes seconds for each
    await freeze(window, true);
    await ask(window, 'Settings', 'Put', { ...(await ask<object>(window, 'Settings', 'Get')), theme });
    await window.reload();
    await expect(window.locator('html')).toHaveAttribute('data-theme', theme);
    const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 1 });
    const found: string[] = [];
    for (const path of [...screens.map(([, p]) => p), `/after-sales/${encodeURIComponent(page.items[0]?.id ?? '')}`]) {
      await goTo(window, path);
      // The other theme changes nothing but colours.
      const axe = new AxeBuilder({ page: window }).setLegacyMode(true);
      const result = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
      for (const v of result.violations) {
        if (v.impact !== 'serious' && v.impact !== 'critical') continue;
        for (const node of v.nodes) found.push(`${path} ${v.id}: ${node.target.join(' ')} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`);
      }
    }
    expect(found).toEqual([]);
  });
}
