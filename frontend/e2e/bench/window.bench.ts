import type { Page } from '@playwright/test';
import type { AfterSaleDetail, AfterSalePage } from '../../src/bridge/types';
import { ask, freeze, goTo, rowsOf, zh } from '../steps';
import { expect, test } from '../program';

const million = 1_000_000;
const wanted = { fps: 55, longTask: 100 };

/** Prints figures as Go's benchmarks do; one named "…_of_…" is a share of its limit, more than 1 is over. */
function report(name: string, ...figures: [number, string][]) {
  console.log(`BenchmarkWindow/${name} 1 ${figures.map(([n, unit]) => `${n.toFixed(2)} ${unit}`).join(' ')}`);
}

/** Notes every task that held the page for more than 50 ms from now on. */
async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { longTasks: seen });
    new PerformanceObserver((list) => seen.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' });
  });
  return () => page.evaluate(() => Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks));
}

/** Frames per second while a list is scrolled for some seconds, `step` pixels each frame. */
function scroll(page: Page, step: number, ms: number): Promise<{ fps: number; blank: number; empty: number }> {
  return page.evaluate(
    async ([step, ms]) => {
      const el = document.querySelector('.ad-table-scroll');
      if (!el) throw new Error('no list');
      let frames = 0;
      let blank = 0;
      const start = performance.now();
      let now = start;
      while (now - start < ms) {
        el.scrollTop = (el.scrollTop + step) % (el.scrollHeight - el.clientHeight);
        now = await new Promise<number>((done) => requestAnimationFrame(done));
        frames++;
        const { top, bottom } = el.getBoundingClientRect();
        const middle = document.elementFromPoint(el.getBoundingClientRect().left + 300, (top + bottom) / 2);
        if (!middle?.closest('[role="row"]')) blank++;
      }
      // What this machine gives when nothing is asked of it.
      let idle = 0;
      const rest = performance.now();
      for (now = rest; now - rest < 1000; idle++) now = await new Promise<number>((done) => requestAnimationFrame(done));
      return { fps: (frames * 1000) / (now - 1000 - start || 1), blank, empty: (idle * 1000) / (now - rest) };
    },
    [step, ms] as const,
  );
}

test('a list of a million rows scrolls', async ({ window }) => {
  await freeze(window, true);
  await window.evaluate(async (n) => {
    const area = globalThis.window['go']?.app.AfterSales;
    const list = area?.List;
    if (!area || !list) throw new Error('no list');
    const real = (await list({ view: 'all', limit: 200 })) as AfterSalePage;
    area.List = () => Promise.resolve({ items: Array.from({ length: n }, (_, i) => ({ ...real.items[i % real.items.length], id: `s1.${i}` })), next: '' });
  }, million);
  await goTo(window, '/after-sales?view=all');
  const list = window.getByRole('grid', { name: zh('aftersales:title') });
  await expect(list).toHaveAttribute('aria-rowcount', String(million + 1), { timeout: 60_000 });
  await expect(rowsOf(list).first()).toBeVisible();
  for (const [name, step] of [['120_px_a_frame', 120], ['900_px_a_frame', 900], ['200000_px_a_frame', 200_000]] as const) {
    const got = await scroll(window, step, 5000);
    report(`scroll_${name}`, [got.fps, 'fps'], [got.empty, 'idle_fps'], [got.blank, 'frames_without_a_row'], [wanted.fps / got.fps, `frame_of_${wanted.fps}fps`]);
  }
  await window.keyboard.press('End');
  await expect(rowsOf(list).last()).toHaveAttribute('data-key', `s1.${million - 1}`);
});

test('five megabytes of text do not hold the page', async ({ window }) => {
  await freeze(window, true);
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 3 });
  const longest = await watchTasks(window);
  await window.evaluate(() => {
    setTimeout(() => { for (const end = performance.now() + 120; performance.now() < end;); }, 0);
  });
  await expect.poll(longest, 'the ruler itself').toBeGreaterThan(100);
  await window.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
  const openCase = async (nth: number, bytes: number) => {
    await window.evaluate(async (bytes) => {
      const area = globalThis.window['go']?.app.AfterSales;
      const get = area?.Get;
      if (!area || !get) throw new Error('no case');
      const words = '尺码偏小，腰围勒得慌，<b>主播</b>说160斤以内都能穿。';
      area.Get = async (...args) => {
        const d = (await get(...args)) as AfterSaleDetail;
        return bytes === 0 ? d : { ...d, case: { ...d.case, buyerRemark: words.repeat(Math.ceil(bytes / new Blob([words]).size)) } };
      };
    }, bytes);
    await goTo(window, `/after-sales/${encodeURIComponent(page.items[nth]?.id ?? '')}`);
    if (bytes > 0) await expect(window.getByText('尺码偏小，腰围勒得慌，<b>主播</b>说160斤').first()).toBeVisible();
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    const ms = await longest();
    await window.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
    await goTo(window, '/today');
    await window.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
    return ms;
  };
  await openCase(0, 0); // the screen's own code is read
  const plain = await openCase(1, 0);
  const heavy = await openCase(2, 5 << 20);
  report('case_with_5MB_remark', [heavy, 'longest_task_ms'], [plain, 'without_it_ms'], [heavy / wanted.longTask, `task_of_${wanted.longTask}ms`]);
});
