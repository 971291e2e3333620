import type { Page } from '@playwright/test';
import i18next, { zh as words } from '../src/i18n';
import type { AfterSalePage } from '../src/bridge/types';
import { ask, en, freeze, goTo, screens, settled, zh } from './steps';
import { expect, test } from './program';

test.afterEach(async ({ window }) => {
  await ask(window, 'Settings', 'Put', { ...(await ask<object>(window, 'Settings', 'Get')), language: 'zh-CN', theme: 'system', offline: false });
});

/** Everything a person can read on the page or hear of it: texts, names, hints. */
function readAll(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const out = new Set<string>();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      if (n instanceof Element) {
        for (const name of ['aria-label', 'title', 'placeholder', 'alt']) out.add(n.getAttribute(name)?.trim() ?? '');
      } else if (!n.parentElement?.closest('script, style, noscript')) out.add(n.textContent?.trim() ?? '');
    }
    out.delete('');
    return [...out];
  });
}

const leaves = (o: object): string[] => Object.values(o).flatMap((v) => (typeof v === 'string' ? [v] : v && typeof v === 'object' ? leaves(v as object) : []));

/** The Chinese words of the window as patterns; one that English shares ("{{n}}") or that is a name of the language says nothing. */
function chinesePatterns(): RegExp[] {
  const texts = Object.entries(words)
    .filter(([ns]) => ns !== 'enums') // a platform's own words in the data are often the same as ours
    .flatMap(([, o]) => leaves(o))
    .filter((w) => (w.match(/\p{Script=Han}/gu) ?? []).length >= 2);
  return [...new Set(texts)].map((w) => new RegExp(`^${w.split(/\{\{\w+\}\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's'));
}

test('English and the dark theme come at once, on every screen', async ({ window }) => {
  await freeze(window, true);
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 1 });
  const rail = window.getByRole('navigation', { name: zh('nav.label') });
  await expect(rail).toContainText(zh('nav.aftersales'));

  await window.getByRole('button', { name: zh('footer.language') }).click();
  await window.getByRole('menuitem', { name: 'English' }).click();
  await expect(window.getByRole('heading', { level: 1, name: en('today:title') })).toBeVisible();
  await expect(window.locator('html')).toHaveAttribute('lang', 'en');
  await window.getByRole('button', { name: en('footer.theme'), exact: true }).click();
  await window.getByRole('menuitem', { name: en('footer.themeDark') }).click();
  await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await window.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.every((c) => Number(c) < 60))).toBe(true);

  const patterns = chinesePatterns();
  const keys = new RegExp(`^((${Object.keys(words).join('|')}):)?[a-z][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)+$`);
  const known = (text: string) => Object.keys(words).some((ns) => i18next.exists(`${ns}:${text.replace(/^\w+:/, '')}`)) || /^\w+:\w+\./.test(text);
  // What the platform wrote may be the same word as one of ours.
  const remote = new Set(leaves(await ask<object>(window, 'AfterSales', 'Get', page.items[0]?.id)));
  const odd: string[] = [];
  for (const path of [...screens.map(([, p]) => p), `/after-sales/${encodeURIComponent(page.items[0]?.id ?? '')}`, '/evidence?tab=packs', '/reviews?tab=board', '/shops?tab=matrix', '/trends?metric=return_rate_by_order&by=size']) {
    await goTo(window, path);
    for (const text of await readAll(window)) {
      if (text === '中文' || text === '简体中文' || remote.has(text)) continue;
      if (patterns.some((p) => p.test(text))) odd.push(`${path}: ${text.slice(0, 60)}`);
      if (keys.test(text) && known(text)) odd.push(`${path}: key ${text}`);
    }
  }
  expect([...new Set(odd)]).toEqual([]);

  // It is remembered: the next start paints dark and English from the first moment.
  await window.reload();
  await settled(window);
  await expect(window.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(window.getByRole('navigation', { name: en('nav.label') })).toContainText(en('nav.aftersales'));
});
