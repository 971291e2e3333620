import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';
import { minutesOf, weekHours } from './calendar';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

describe('settings', () => {
  it('restores a backup in two clicks and says how to come back', async () => {
    const { fake, user } = open('/settings?section=storage');
    await user.click(await button('恢复到这份'));
    expect(await screen.findByText(/现在的数据会先自动备份/)).toBeInTheDocument();
    await user.click(await button('先备份现在，再恢复'));
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Settings.Restore')?.[1]).toEqual(['b1']));
  });

  it('does not keep malformed hours', async () => {
    const { fake, user } = open('/settings?section=calendar');
    const box = await screen.findByLabelText('周一 时间');
    await user.clear(box);
    await user.click(box);
    await user.paste('18:00-09:00');
    expect(await button('保存')).toBeDisabled();
    await user.clear(box);
    expect(await button('保存')).toBeDisabled();
    await user.click(box);
    await user.paste('09：00-18：00');
    await user.click(await button('保存'));
    await waitFor(() => expect(fake.data.settings.calendar.week.mon).toBe('09:00-18:00'));
  });

  it('keeps a merchant correction of a rule, and its original can come back', async () => {
    const { fake, user } = open('/settings?section=rules');
    const row = (await screen.findByText('doudian.logistics.2026-08-10')).closest('tr') as HTMLElement;
    await user.click(within(row).getByText('改成我的值'));
    const box = screen.getByLabelText(/新值/);
    await user.clear(box);
    await user.type(box, '36{Enter}');
    await waitFor(() => expect(fake.data.settings.ruleOverrides).toEqual({ 'doudian.logistics.2026-08-10.pickup_hours': '36' }));
  });

  it('counts working minutes and refuses overlap', () => {
    expect(minutesOf('09:00-12:00,13:30-18:00')).toBe(450);
    expect(minutesOf('')).toBe(0);
    expect(minutesOf('09:00-24:00')).toBe(900);
    for (const bad of ['9-12', '12:00-09:00', '09:00-12:00,11:00-13:00', '25:00-26:00']) expect(minutesOf(bad), bad).toBeNull();
    expect(weekHours({ mon: '09:00-12:00', tue: '09:00-09:30' })).toBe(3.5);
  });
});
