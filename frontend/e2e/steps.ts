import type { Locator, Page } from '@playwright/test';
import i18next from '../src/i18n';
import { expect } from './program';

/** The words of the window, from its own tables, so that a reworded button breaks no test. */
export const zh = i18next.getFixedT('zh-CN');
export const en = i18next.getFixedT('en');

/** Calls a bound method of the running program, past the screens: to prepare a state or to check one. */
export function ask<T>(page: Page, area: string, method: string, ...args: unknown[]): Promise<T> {
  return page.evaluate(
    async ([area, method, args]) => {
      const fn = globalThis.window['go']?.app[area]?.[method];
      if (!fn) throw new Error(`no ${area}.${method}`);
      return (await fn(...args)) as never;
    },
    [area, method, args] as const,
  );
}

/** The system's own file dialogs cannot be driven; this answers for them. Everything after the answer is real. */
export async function answerPicker(page: Page, ...paths: string[]): Promise<void> {
  await page.evaluate((paths) => {
    const shell = globalThis.window['go']?.app.Shell;
    if (!shell) throw new Error('no shell');
    shell.PickFile = () => Promise.resolve(paths[0] ?? '');
    shell.PickFiles = () => Promise.resolve(paths);
  }, paths);
}

/** The screens by their address, with the word for each. */
export const screens = [
  ['today', '/today'], ['aftersales', '/after-sales'], ['orders', '/orders'], ['evidence', '/evidence'], ['reviews', '/reviews'],
  ['logistics', '/logistics'], ['outbox', '/outbox'], ['trends', '/trends'], ['shops', '/shops'], ['settings', '/settings'],
] as const;

/** Goes to an address of the window without loading it anew, and waits until nothing is being read. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((p) => {
    globalThis.location.hash = `#${p}`;
  }, path);
  await expect(page.locator(`nav a[aria-current="page"][href="#/${path.split(/[/?]/)[1] ?? ''}"]`)).toBeVisible();
  await settled(page);
}

/** Waits until the screen has its heading and nothing on it is still being read. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('#content [aria-busy="true"], #content .ant-skeleton, #content .ad-skeleton')).toHaveCount(0);
}

/** The rows in sight of a long list, without its head. */
export function rowsOf(table: Locator): Locator {
  return table.locator('[role="row"][data-key]');
}

/** A photo as a phone would make one: a JPEG with the words drawn into it. */
export async function photo(page: Page, words: string): Promise<Buffer> {
  const base64 = await page.evaluate((words) => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    pen.fillStyle = '#b08d5a';
    pen.fillRect(0, 0, 640, 480);
    pen.fillStyle = '#fff';
    pen.font = '28px sans-serif';
    pen.fillText(words, 40, 240);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
  }, words);
  return Buffer.from(base64, 'base64');
}

/** Turns the offline switch by its API: what is on the screen then stays as it is, since nothing is pulled. */
export async function freeze(page: Page, on: boolean): Promise<void> {
  await ask(page, 'Shell', 'SetOffline', on);
  await expect.poll(() => ask<{ offline: boolean; pulling: string[] | null }>(page, 'Shell', 'Status').then((s) => s.offline === on && (!on || (s.pulling ?? []).length === 0))).toBe(true);
}
