import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

let w: Window | undefined;
afterEach(() => {
  w?.close();
  w = undefined;
});

describe('what the past says about proof', () => {
  it('counts wins with and without an exhibit, and what was lost by silence', async () => {
    w = openWindow('/evidence?tab=wins');
    const row = (await screen.findByText('有称重照片')).closest('tr') as HTMLElement;
    expect(within(row).getByText('赢 9 / 12')).toBeVisible();
    expect(within(row).getByText('赢 3 / 11', { exact: false })).toBeVisible();
    expect(screen.getByText('其中 2 单因为逾期未举证而输')).toBeVisible();
    expect(screen.getByText('¥258.00')).toBeVisible();
  });

  it('lists returns that are only taste with the matched words, copies a text that fits the form, and submits nothing', async () => {
    w = openWindow('/evidence?tab=taste');
    const row = (await screen.findByText('颜色不喜欢，穿着显胖')).closest('tr') as HTMLElement;
    expect(within(row).getByText('不喜欢、显胖')).toBeVisible();
    const calls = w.fake.calls.length;
    await w.user.click(within(row).getByRole('button', { name: '复制报备文字' }));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toContain('不喜欢、显胖'));
    const copied = await navigator.clipboard.readText();
    expect([...copied].length).toBeLessThanOrEqual(100);
    expect(w.fake.calls.slice(calls).every(([m]) => !/Queue|Send|Act/.test(m))).toBe(true);
  });
});
