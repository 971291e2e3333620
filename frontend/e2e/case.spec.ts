import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AfterSalePage, AfterSaleRow, EvidencePack, VerifyReport } from '../src/bridge/types';
import { answerPicker, ask, goTo, photo, rowsOf, zh } from './steps';
import { expect, test } from './program';

test('from the inbox by keyboard to a sealed pack of a case', async ({ window, program }) => {
  await goTo(window, '/today');
  await window.keyboard.press('g');
  await window.keyboard.press('a');
  const inbox = window.getByRole('grid', { name: zh('aftersales:title'), exact: true });
  await expect.poll(() => rowsOf(inbox).count()).toBeGreaterThan(8);

  // The first due stands on top; cases without a clock stand last.
  const shown = await rowsOf(inbox).evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset.key ?? ''));
  const page = await ask<AfterSalePage>(window, 'AfterSales', 'List', { view: 'open', limit: 200 });
  const due = new Map(page.items.map((r: AfterSaleRow) => [r.id, r.dueAt || Infinity]));
  const clocks = shown.map((id) => due.get(id) ?? NaN);
  expect(clocks).toEqual([...clocks].sort((a, b) => a - b));

  await window.keyboard.press('j');
  const active = inbox.locator('[data-active="true"]');
  await expect(active).toHaveAttribute('data-key', shown[0] ?? '');
  await window.keyboard.press('j');
  await expect(active).toHaveAttribute('data-key', shown[1] ?? '');
  await window.keyboard.press('Enter');
  const id = shown[1] ?? '';
  await expect(window).toHaveURL(new RegExp(`after-sales/${id}`));
  await expect(window.getByText(id.split('.')[1] ?? '').first()).toBeVisible();
  await expect(window.getByRole('region', { name: zh('aftersales:detail.timeline') }).getByRole('listitem').first()).toBeVisible();

  // Two photos for this case, picked where a person picks them.
  const evidence = window.getByRole('region', { name: new RegExp(`^${zh('aftersales:detail.evidence')}`) });
  const thumbs = evidence.locator('.case-thumbs img');
  const before = await thumbs.count();
  await answerPicker(window, program.file('开箱 1.jpg', await photo(window, '1')), program.file('开箱 2.jpg', await photo(window, '2')));
  await evidence.getByRole('button', { name: zh('aftersales:evidence.drop') }).click();
  await expect(window.getByText(zh('aftersales:evidence.added', { n: 2 }))).toBeVisible();
  await expect(thumbs).toHaveCount(before + 2);
  await expect.poll(() => thumbs.last().evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);

  await evidence.getByRole('button', { name: zh('aftersales:pack.build') }).click();
  await window.getByRole('dialog').getByRole('button', { name: zh('standard:review.go') }).click(); // a film is missing, and a platform would say so
  await expect(window.getByText(zh('aftersales:pack.built'))).toBeVisible();
  await expect(evidence.getByRole('button', { name: 'PDF' })).toBeVisible();
  await expect(evidence.getByRole('button', { name: 'ZIP' })).toBeVisible();
  const [pack] = await ask<EvidencePack[]>(window, 'Evidence', 'Packs', id);
  if (!pack) throw new Error('no pack');
  expect(pack.exhibits).toBeGreaterThanOrEqual(before + 2);
  expect(readFileSync(pack.pdfPath).subarray(0, 5).toString()).toBe('%PDF-');
  expect(readFileSync(pack.zipPath).subarray(0, 2).toString()).toBe('PK');
  expect(statSync(pack.pdfPath).size + statSync(pack.zipPath).size).toBe(pack.bytes);

  // The sealed pack says that it is whole, and a changed copy says that it is not.
  await goTo(window, '/evidence?tab=packs');
  const line = window.getByRole('row').filter({ hasText: id.split('.')[1] ?? '' }).first();
  await line.getByRole('button', { name: zh('evidence:packs.verify') }).click();
  const verdict = window.getByRole('dialog');
  await expect(verdict.getByText(zh('evidence:verify.okTitle'))).toBeVisible();
  await verdict.getByRole('button', { name: zh('evidence:verify.close') }).click();
  await expect(line).toContainText(zh('evidence:packs.states.ok'));

  const copy = program.file('copy.zip', '');
  copyFileSync(pack.zipPath, copy);
  const bytes = readFileSync(copy);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  writeFileSync(copy, bytes);
  expect((await ask<VerifyReport>(window, 'Evidence', 'VerifyPath', copy)).ok).toBe(false);
});
