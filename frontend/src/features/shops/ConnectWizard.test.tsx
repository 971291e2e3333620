import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

async function fillKeys() {
  const { fake, user } = open('/shops?connect=1');
  await user.click(await button(/抖店（抖音电商）/));
  for (const [label, text] of [[/应用 Key/, '6839996111742895628'], [/应用 Secret/, 'wrong-secret'], [/店铺 ID/, '44631']] as const) {
    await user.click(await screen.findByLabelText(label));
    await user.paste(text);
  }
  return { user, fake };
}

describe('connect wizard', () => {
  it('names the key that is wrong, says that nothing was kept, and gives a code', async () => {
    const { user, fake } = await fillKeys();
    fake.fail('Shops.Test', 'unauthorized', { reason: 'bad_secret' });
    await user.click(await button('测试连接'));
    const alert = (await screen.findByText('没有连上')).closest('[role="alert"]') as HTMLElement;
    expect(within(alert).getByText(/应用 Secret 不对：签名没有通过/)).toBeInTheDocument();
    expect(within(alert).getByText(/没有保存任何密钥/)).toBeInTheDocument();
    expect(within(alert).getByText('unauthorized reason=bad_secret')).toBeInTheDocument();
    expect(alert).not.toHaveTextContent('wrong-secret');
    expect(screen.getByText('请改这一项')).toBeInTheDocument();
    expect(fake.calls.some(([m]) => m === 'Shops.Connect')).toBe(false);
  });

  it('connects only what was tested: changing a key asks for a new test', async () => {
    const { user, fake } = await fillKeys();
    await user.click(await button('测试连接'));
    expect(await screen.findByText('已连上“云上衣橱旗舰店”')).toBeInTheDocument();
    await user.type(screen.getByLabelText(/店铺 ID/), '9');
    expect(screen.queryByText('已连上“云上衣橱旗舰店”')).not.toBeInTheDocument();
    await user.click(await button('测试连接'));
    await user.click(await button('连接并开始同步'));
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Shops.Connect')?.[1][0]).toMatchObject({ platform: 'doudian', credentials: { shop_id: '446319' } }));
  });

  it('refuses letters where only digits belong, before anything is sent', async () => {
    const { user, fake } = await fillKeys();
    await user.type(screen.getByLabelText(/店铺 ID/), 'abc');
    expect(await screen.findByText('这里应该只有数字')).toBeInTheDocument();
    expect(await button('测试连接')).toBeDisabled();
    expect(fake.calls.some(([m]) => m === 'Shops.Test')).toBe(false);
  });
});
