import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import config from '../playwright.config';
import type { AfterSalePage, BenchSample, OrderDetail, PackRecord } from '../src/bridge/types';
import { ask, en, freeze, goTo, zh } from './steps';
import { expect, test } from './program';

// Chromium's own camera: a green picture with a moving pie and a clock, recorded by the same MediaRecorder as any other.
const launch = config.use?.launchOptions;
test.use({ launchOptions: { ...launch, args: [...(launch?.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'] } });
test.afterEach(({ window }) => freeze(window, false));

/** A scanner: keys 5 ms apart and Enter, whatever has the focus. */
async function scan(page: Page, code: string): Promise<void> {
  const line = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  for (const [i, key] of [...code, 'Enter'].entries()) {
    const base = { key, timestamp: start + i * 0.005, windowsVirtualKeyCode: key === 'Enter' ? 13 : key.charCodeAt(0) };
    await line.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key === 'Enter' ? '\r' : key, ...base });
    await line.send('Input.dispatchKeyEvent', { type: 'keyUp', ...base });
  }
  await line.detach();
}

async function enter(page: Page): Promise<void> {
  await freeze(page, true); // the platform's second look is another test's
  await page.evaluate(() => (globalThis.location.hash = '#/packing'));
  await expect(page.getByRole('heading', { level: 1, name: zh('packing:title') })).toBeVisible();
}

const samples = (page: Page, effect: string) => ask<BenchSample[]>(page, 'Packing', 'Samples').then((all) => all.filter((s) => s.effect === effect).map((s) => s.code));
const recent = (page: Page) => ask<PackRecord[]>(page, 'Packing', 'Recent', 0);

async function tickAll(page: Page): Promise<void> {
  for (;;) {
    const open = page.getByRole('list', { name: zh('packing:items') }).getByRole('button', { pressed: false });
    const n = await open.count();
    if (n === 0) return;
    const label = await open.first().getAttribute('aria-label');
    const before = await page.locator('.bench-count').allTextContents();
    await open.first().click();
    await expect.poll(() => page.locator('.bench-count').allTextContents(), `after ${label ?? ''}`).not.toEqual(before);
  }
}

test('a scan films its parcel, the pedal takes a photo, the next scan closes: film, photo and record are on the order', async ({ window }) => {
  await enter(window);
  const [first, second] = await samples(window, 'packs');
  if (!first || !second) throw new Error('no two parcels wait');
  const video = window.locator('video');
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.videoWidth)).toBeGreaterThan(0);
  await scan(window, first);
  await expect(window.getByText(zh('packing:rec.on'))).toBeVisible();
  await expect.poll(async () => (await recent(window)).length).toBe(1);
  const [record] = await recent(window);
  if (!record) throw new Error('no record');
  await tickAll(window);
  await window.keyboard.press('Space');
  await expect(window.getByText(zh('packing:photos', { n: 1 }))).toBeVisible();
  await expect.poll(() => ask<PackRecord[]>(window, 'Packing', 'Recent', 0).then((l) => l[0]?.photos.length)).toBe(1);
  await window.waitForTimeout(1500); // so that the film has more than one piece

  await scan(window, second);
  const kept = async () => (await recent(window)).find((r) => r.id === record.id);
  await expect.poll(async () => [(await kept())?.state, (await kept())?.stops.map((s) => s.kind)]).toEqual(['done', []]);
  await expect.poll(async () => (await kept())?.clips.length).toBe(1);
  const order = await ask<OrderDetail>(window, 'Orders', 'Get', record.orderId);
  expect(order.evidence.map((e) => [e.item.kind, e.item.source, e.item.incomplete]).sort()).toEqual([['packing_photo', 'bench', false], ['packing_video', 'bench', false]]);
  const film = order.evidence.find((e) => e.item.kind === 'packing_video');
  expect(film?.item.mediaType).toMatch(/^video\/(webm|mp4)$/);
  expect(film?.item.durationMs).toBeGreaterThan(1000);

  // It plays, in the same window, to its end.
  const played = await window.evaluate(async (id) => {
    const v = document.createElement('video');
    v.muted = true;
    v.src = `/media/${id}`;
    await v.play();
    await new Promise((done) => v.addEventListener('ended', done, { once: true }));
    return [v.currentTime, v.videoWidth];
  }, film?.item.id ?? '');
  expect(played[0]).toBeGreaterThan(1);
  expect(played[1]).toBeGreaterThan(0);

  await tickAll(window);
  await window.keyboard.press('Escape');
  await expect(window).toHaveURL(/#\/today/);
  await expect.poll(async () => (await recent(window)).filter((r) => r.state === 'open').length).toBe(0);
  await window.evaluate((id) => (globalThis.location.hash = `#/orders/${encodeURIComponent(id)}`), record.orderId);
  const panel = window.getByRole('region', { name: zh('packing:records.title') });
  await expect(panel).toContainText(zh('enums:packStates.done'));
  await expect(panel).toContainText(zh('packing:records.clips', { n: 1 }));
});

test('a refunded order stops red and is passed by a named reason only', async ({ window }) => {
  await enter(window);
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'closed', types: ['refund_only_unshipped'], statuses: ['succeeded'], limit: 20 });
  const row = page.items.find((r) => r.orderRemoteId !== '');
  if (!row) throw new Error('no refunded order');
  await scan(window, row.orderRemoteId);
  const stop = window.getByRole('alert', { name: zh('packing:stop.title') });
  await expect(stop).toContainText(zh('enums:packStopKinds.refunded'));
  await expect(window.getByText(zh('packing:rec.on')), 'the check never delays the film').toBeVisible();
  await window.keyboard.press('F2');
  await expect(stop).toHaveCount(0);
  await expect.poll(async () => (await recent(window))[0]?.stops.map((s) => [s.kind, s.reason])).toEqual([['refunded', 'owner_decided']]);
  await window.keyboard.press('F8');
  await expect(window.getByRole('heading', { name: zh('packing:ready.title') })).toBeVisible();
  await expect.poll(async () => (await recent(window))[0]?.state).toBe('aside');

  await scan(window, '@@not-a-number');
  await expect(stop).toContainText(zh('enums:packStopKinds.unreadable'));
  await expect(window.getByText(zh('packing:rec.off'))).toBeVisible();
});

test('a parcel that was scanned before the camera opened is filmed from when it opens', async ({ window }) => {
  await window.evaluate(() => {
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    const opened = new Promise<void>((openCamera) => Object.assign(globalThis, { openCamera }));
    media.getUserMedia = (ask) => opened.then(() => real(ask));
  });
  await enter(window);
  const [code] = await samples(window, 'stops');
  await scan(window, code ?? '');
  await expect(window.getByRole('alert', { name: zh('packing:stop.title') })).toBeVisible();
  await expect(window.getByText(zh('packing:rec.off'))).toBeVisible();
  await window.evaluate(() => (globalThis as unknown as { openCamera: () => void }).openCamera());
  await expect(window.getByText(zh('packing:rec.on'))).toBeVisible();
  await window.waitForTimeout(1500); // a piece of film
  await window.keyboard.press('F8');
  await expect.poll(async () => (await recent(window))[0]?.clips.length).toBe(1);
});

test('a return is received only once it is counted and photographed', async ({ window }) => {
  await enter(window);
  const [code] = await samples(window, 'unboxes');
  if (!code) throw new Error('nothing came back');
  await expect.poll(() => window.locator('video').evaluate((v: HTMLVideoElement) => v.videoWidth)).toBeGreaterThan(0);
  await scan(window, code);
  const received = window.getByRole('button', { name: zh('packing:back.received') });
  await expect(received).toBeDisabled();
  await window.getByRole('button', { name: `${zh('packing:back.more')} ${zh('packing:back.good')}` }).click();
  await expect(window.getByRole('group', { name: zh('packing:back.good') }).locator('output')).toHaveText('1');
  await expect(received).toBeDisabled();
  await window.keyboard.press('Space');
  await expect(received).toBeEnabled();
  await received.click();
  await expect(window).toHaveURL(/after-sales\//);
});

for (const [name, why, script] of [
  ['no camera door at all', 'unsupported', () => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })],
  ['a camera that was refused', 'denied', () => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError')))],
  ['no camera plugged in', 'missing', () => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotFoundError')))],
] as const) {
  test(`packing goes on with ${name}, and the screen says so`, async ({ window, program }) => {
    await window.addInitScript(script);
    await window.goto(program.url);
    await enter(window);
    await expect(window.getByText(zh(`packing:cam.${why}`))).toBeVisible();
    const [code] = await samples(window, 'stops');
    if (!code) throw new Error('nothing to stop');
    await scan(window, code);
    await expect(window.getByRole('alert', { name: zh('packing:stop.title') })).toBeVisible();
    await expect(window.getByText(zh('packing:rec.off'))).toBeVisible();
    await window.keyboard.press('F8');
    await expect(window.getByRole('heading', { name: zh('packing:ready.title') })).toBeVisible();
  });
}

for (const language of ['zh-CN', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`nobody is kept out of the bench, ${language} ${theme}`, async ({ window }) => {
      const before = await ask<object>(window, 'Settings', 'Get');
      await ask(window, 'Settings', 'Put', { ...before, language, theme });
      try {
        const say = language === 'en' ? en : zh;
        await freeze(window, true);
        await window.evaluate(() => (globalThis.location.hash = '#/packing'));
        await expect(window.getByRole('heading', { level: 1, name: say('packing:title') })).toBeVisible();
        const check = async (state: string) => {
          const result = await new AxeBuilder({ page: window }).setLegacyMode(true).analyze();
          const bad = result.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
          expect(bad.map((v) => `${state} ${v.id}: ${v.nodes[0]?.target.join(' ') ?? ''}`)).toEqual([]);
        };
        await check('ready');
        await window.getByRole('button', { name: say('packing:ready.try') }).click();
        const list = window.getByRole('list', { name: say('packing:ready.trying') });
        await list.getByRole('button').filter({ hasText: say('enums:benchEffects.stops') }).first().click();
        await expect(window.getByRole('alert', { name: say('packing:stop.title') })).toBeVisible();
        await check('stopped');
        await window.keyboard.press('F8');
        await expect(window.getByRole('heading', { name: say('packing:ready.title') })).toBeVisible();
      } finally {
        await ask(window, 'Settings', 'Put', before);
      }
    });
  }
}

test('the evidence screen says whose parcels were filmed, and lists the valuable ones that were not', async ({ window }) => {
  await goTo(window, '/evidence?tab=packing');
  const table = window.getByRole('table', { name: zh('packing:coverage.title', { days: 30 }) });
  await expect(table.getByRole('row', { name: new RegExp(zh('packing:coverage.noPacker')) })).toContainText(/%/);
  await window.locator('.ant-segmented-item').filter({ hasText: zh('packing:coverage.day') }).click();
  await expect(table.getByRole('rowheader').first()).toHaveText(/^\d{4}-\d\d-\d\d$/);
  const gap = window.getByRole('listitem').filter({ has: window.locator('a.ad-mono') }).first();
  const number = await gap.getByRole('link').textContent();
  await gap.getByRole('link').click();
  await expect(window.getByRole('heading', { level: 1 })).toContainText(number ?? 'none');
});
