import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

describe('time stamps', () => {
  it('sends nothing until an authority is added, and says what is sent', async () => {
    const { fake, user } = open('/settings?section=stamps');
    expect(await screen.findByText('还没有时间戳机构')).toBeInTheDocument();
    expect(screen.getByText(/只发出一个 SHA-256 指纹和一个随机数/)).toBeInTheDocument();
    await user.click(await button('添加机构'));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('保存').closest('button')).toBeDisabled();
    await user.click(within(dialog).getByLabelText('名称'));
    await user.paste('甲机构');
    await user.click(within(dialog).getByLabelText('接入地址'));
    await user.paste('https://tsa.example/tsr');
    expect(within(dialog).queryByLabelText('密码')).toBeNull();
    await user.click(within(dialog).getByLabelText('账号'));
    await user.paste('desk');
    await user.click(within(dialog).getByLabelText('密码'));
    await user.paste('secret');
    await user.click(within(dialog).getByText('保存'));
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Stamps.Put')?.[1]).toEqual([{ id: '', name: '甲机构', url: 'https://tsa.example/tsr', user: 'desk', root: '' }, 'secret']));
    const row = (await screen.findByText('甲机构')).closest('tr') as HTMLElement;
    expect(row).toHaveTextContent('还没有');
    await user.click(within(row).getByText('立即盖一次'));
    await waitFor(() => expect(row).toHaveTextContent('已保存，未核对')); // no root was pinned
    expect(fake.calls.some(([m]) => m === 'Stamps.StampNow')).toBe(true);
  });
});
