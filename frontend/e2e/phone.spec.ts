import AxeBuilder from '@axe-core/playwright';
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { AfterSaleDetail, AfterSalePage, EvidenceRow, PairingInvite, PhoneDoor, Settings } from '../src/bridge/types';
import { ask, en, goTo, photo, zh } from './steps';
import { expect, test } from './program';

test.describe.configure({ timeout: 180_000 }); // two browsers, the program and megabytes share the machine

/** What the phone's page says, from its own table. */
const said = (await import('../../backend/station/page/words.json', { with: { type: 'json' } })).default;

const faults: string[] = [];

/** A phone's browser that was told to go on in spite of the certificate. */
async function phoneContext(browser: Browser, locale = 'zh-CN'): Promise<BrowserContext> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 390, height: 844 }, locale, isMobile: true, hasTouch: true, deviceScaleFactor: 2, reducedMotion: 'reduce' });
  context.on('weberror', (e) => faults.push(e.error().message));
  return context;
}

async function openDoor(window: Page): Promise<PhoneDoor> {
  await goTo(window, '/settings?section=phones');
  await ask(window, 'Shell', 'Unlock', 'correct horse battery'); // where the system has a keychain this changes nothing
  await ask(window, 'Settings', 'Put', { ...(await ask<Settings>(window, 'Settings', 'Get')), phonePort: 0, phoneAddress: '127.0.0.1' });
  await window.getByRole('button', { name: zh('phones:open') }).click();
  await expect(window.getByRole('contentinfo').getByText(zh('phones:foot'))).toBeVisible();
  return ask<PhoneDoor>(window, 'Phones', 'State');
}

async function pairPhone(page: Page, window: Page, name: string): Promise<void> {
  const invite = await ask<PairingInvite>(window, 'Phones', 'Pair');
  await page.goto(invite.url);
  await page.getByLabel(said['zh-CN'].pair.name).fill(name);
  await page.getByRole('button', { name: said['zh-CN'].pair.go }).click();
  await expect(page.getByRole('heading', { level: 1, name: said['zh-CN'].home.title })).toBeVisible();
  expect(page.url()).not.toContain('pair=');
}

async function nobodyIsKeptOut(page: Page): Promise<void> {
  const result = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`)).toEqual([]);
}

const inCase = (window: Page, id: string) => ask<AfterSaleDetail>(window, 'AfterSales', 'Get', id).then((d) => d.evidence ?? []);
const someCase = (window: Page, n: number) => ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 10 }).then((p) => p.items[n]?.id ?? '');

test.afterEach(async ({ window }) => {
  await ask(window, 'Phones', 'Close');
  expect(faults.splice(0), "errors thrown in the phone's page").toEqual([]);
});

test('a phone pairs by its code, takes the case from the window, and its photos and a clip are there in spite of a dropped link', async ({ window, browser }) => {
  await openDoor(window);
  await window.getByRole('button', { name: zh('phones:pair') }).click();
  const dialog = window.getByRole('dialog', { name: zh('phones:pairTitle') });
  await expect(dialog.locator('.ant-qrcode svg')).toBeVisible();
  const context = await phoneContext(browser);
  const phone = await context.newPage();
  await pairPhone(phone, window, '小李的手机');
  await expect(dialog).toBeHidden();
  await expect(window.getByRole('table', { name: zh('phones:list') })).toContainText('小李的手机');
  await nobodyIsKeptOut(phone);

  const id = await someCase(window, 0);
  const before = (await inCase(window, id)).length;
  await goTo(window, `/after-sales/${encodeURIComponent(id)}`);
  await window.getByRole('button', { name: zh('phones:ask') }).click();
  await expect(window.getByText(zh('phones:asked', { n: 1 }))).toBeVisible();
  await expect(phone.getByLabel(said['zh-CN'].case.kind)).toBeVisible(); // the page opened the case by itself
  await nobodyIsKeptOut(phone);

  await phone.getByLabel(said['zh-CN'].case.kind).selectOption({ label: said['zh-CN'].kinds.return_unpack });
  const pictures = await Promise.all(['1', '2', '3'].map(async (n) => ({ name: `IMG_${n}.jpg`, mimeType: 'image/jpeg', buffer: await photo(window, `手机 ${n}`) })));
  await phone.locator('#gallery').setInputFiles(pictures);
  const lines = phone.locator('.file[data-state="done"]');
  await expect(lines).toHaveCount(3);
  await expect(window.locator('.case-thumbs img')).toHaveCount(Math.min(8, before + 3));

  // The link drops in the middle of a clip of three pieces, and comes back.
  let dropped = 0;
  await phone.route('**/api/uploads/*?at=*', async (route) => {
    if (!route.request().url().endsWith('at=0') && dropped++ < 2) await route.abort('connectionreset');
    else await route.continue();
  });
  const clip = Buffer.concat([Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'), randomBytes(2_300_000)]);
  await phone.locator('#clip').setInputFiles({ name: 'clip.webm', mimeType: 'video/webm', buffer: clip });
  await expect(phone.getByText(said['zh-CN'].files.waits)).toBeVisible();
  await expect(lines).toHaveCount(4);
  expect(dropped).toBeGreaterThan(1);

  const rows = await inCase(window, id);
  expect(rows).toHaveLength(before + 4);
  const mine = rows.filter((r: EvidenceRow) => r.item.source === 'phone');
  expect(mine).toHaveLength(4);
  expect(mine.every((r) => r.item.device.startsWith('小李的手机 #') && r.item.kind === 'return_unpack')).toBe(true);
  expect(mine.find((r) => r.item.name === 'clip.webm')?.item).toMatchObject({ size: clip.length, mediaType: 'video/webm' });
  await context.close();
});

test('an upload goes on after the page was closed, and a revoked phone is sent away at once', async ({ window, browser }) => {
  const door = await openDoor(window);
  const context = await phoneContext(browser);
  const phone = await context.newPage();
  await pairPhone(phone, window, '备用机');
  const id = await someCase(window, 1);
  const before = (await inCase(window, id)).length;
  await ask(window, 'Phones', 'Ask', '', id);
  await expect(phone.getByLabel(said['zh-CN'].case.kind)).toBeVisible();
  await phone.route('**/api/uploads/*?at=*', (route) => (route.request().url().endsWith('at=0') ? route.continue() : route.abort('connectionreset')));
  await phone.locator('#gallery').setInputFiles({ name: 'long.jpg', mimeType: 'image/jpeg', buffer: Buffer.concat([await photo(window, '长'), randomBytes(2_300_000)]) });
  await expect(phone.getByText(said['zh-CN'].files.waits)).toBeVisible();
  await phone.close();
  const again = await context.newPage();
  const sent: string[] = [];
  again.on('request', (r) => r.method() === 'PUT' && sent.push(r.url()));
  await again.goto(door.url);
  await expect(again.locator('.file[data-state="done"]')).toHaveCount(1);
  expect(sent.some((url) => url.endsWith('at=0'))).toBe(false); // what was confirmed is not sent again
  expect(await inCase(window, id)).toHaveLength(before + 1);

  await goTo(window, '/settings?section=phones');
  const line = window.getByRole('row').filter({ hasText: '备用机' });
  await line.getByRole('button', { name: zh('phones:revoke') }).click();
  await window.locator('.ant-popconfirm').getByRole('button', { name: zh('phones:revoke') }).click();
  await expect(line).toContainText(zh('phones:revoked'));
  await expect(again.getByText(said['zh-CN'].pair.revoked)).toBeVisible();
  await nobodyIsKeptOut(again);
  await context.close();
});

test('the page speaks English to an English phone, finds a parcel by its waybill, and refuses a stranger', async ({ window, browser }) => {
  const door = await openDoor(window);
  const context = await phoneContext(browser, 'en-US');
  const phone = await context.newPage();
  await phone.goto(door.url);
  await expect(phone.getByText(said.en.pair.none)).toBeVisible();
  const invite = await ask<PairingInvite>(window, 'Phones', 'Pair');
  await phone.goto(invite.url); // the code is scanned while the page is open
  await phone.getByRole('button', { name: said.en.pair.go }).click();
  await expect(phone.getByRole('heading', { level: 1, name: said.en.home.title })).toBeVisible();
  await expect(phone.locator('html')).toHaveAttribute('lang', 'en');
  await expect(phone.getByRole('heading', { name: said.en.home.awaited })).toBeVisible();
  await nobodyIsKeptOut(phone);
  const orders = await ask<{ items: { waybill: string; title: string }[] }>(window, 'Orders', 'List', { statuses: ['shipped'], limit: 1 });
  await phone.getByRole('searchbox').fill(orders.items[0]?.waybill ?? '');
  await phone.getByRole('button', { name: said.en.home.find }).click();
  await expect(phone.getByText(orders.items[0]?.title ?? '').first()).toBeVisible();
  await goTo(window, '/settings?section=phones');
  await expect(window.getByRole('table', { name: zh('phones:refused') })).toContainText(zh('enums:doorRefusals.unpaired'));
  expect(en('phones:ask')).not.toBe(zh('phones:ask'));
  await context.close();
});
