import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';
import { codeOf } from './connect';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

async function fill(keys: readonly (readonly [RegExp, string])[]) {
  if (!opened) throw new Error('no window');
  for (const [label, text] of keys) {
    const box = await screen.findByLabelText(label);
    await opened.user.clear(box);
    await opened.user.click(box);
    await opened.user.paste(text);
  }
}

async function fillKeys() {
  const { fake, user } = open('/shops?connect=1');
  await user.click(await button(/抖店（抖音电商）/));
  await fill([[/应用 Key/, '6839996111742895628'], [/应用 Secret/, 'wrong-secret'], [/店铺 ID/, '44631']]);
  return { user, fake };
}

describe('connect wizard', () => {
  it('offers every platform, in groups, and says of each key where it is found', async () => {
    const { user } = open('/shops?connect=1');
    await screen.findByText('抖店（抖音电商）');
    for (const [group, names] of [['国内平台', ['抖店（抖音电商）', '快手小店（快手电商）', '淘宝/天猫', '拼多多', '京东（POP 店铺）', '微信小店（视频号）', '小红书（千帆）']], ['海外平台', ['TikTok Shop', 'Shopify']], ['自建商城', ['WooCommerce', 'Medusa']]] as const) {
      const part = screen.getByText(group).closest('section') as HTMLElement;
      expect(within(part).getAllByRole('button').map((b) => b.querySelector('b')?.textContent)).toEqual(names);
    }
    await user.click(await button('微信小店（视频号）'));
    expect(await screen.findByLabelText('AppID（小店 ID）')).toBeInTheDocument();
    expect(screen.getByText('微信小店后台 → 服务市场 → 经营工具 → 自研，以 wx 开头')).toBeInTheDocument();
    expect(screen.getByText('只会连接：api.wechat.example')).toBeInTheDocument();
  });

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

  it('opens the consent page and takes the code out of the pasted address; a code is spent once', async () => {
    const { user, fake } = open('/shops?connect=kuaishou');
    const opens = await button('打开授权页');
    expect(opens).toBeDisabled();
    expect(screen.getByText(/^还差：应用 Key/)).toBeInTheDocument();
    await fill([[/应用 Key/, 'ks700000000000000001'], [/应用 Secret/, 'secret'], [/签名密钥/, 'sign'], [/回调地址/, 'https://example.com/callback']]);
    await user.click(opens);
    await screen.findByText(/授权页已在浏览器里打开/);
    expect(fake.opened).toEqual(['https://platform.example/authorize']);
    expect(fake.calls.find(([m]) => m === 'Shops.AuthorizeURL')?.[1][0]).toMatchObject({ platform: 'kuaishou', credentials: { redirect_uri: 'https://example.com/callback' } });
    expect(await button(/^测试连接/)).toBeDisabled();
    await fill([[/授权后的地址/, 'https://example.com/callback?error=access_denied']]);
    expect(await screen.findByText(/平台说授权被拒绝/)).toBeInTheDocument();
    await fill([[/授权后的地址/, 'https://example.com/callback?state=x&code=C0DE']]);
    expect(await screen.findByText('已从地址里取出授权码')).toBeInTheDocument();
    fake.fail('Shops.Connect', 'unauthorized', { reason: 'not_authorised' });
    await user.click(await button('测试并连接'));
    expect(await screen.findByText(/授权码已经用过、过期/)).toBeInTheDocument();
    expect(fake.calls.some(([m]) => m === 'Shops.Test')).toBe(false);
    expect(fake.calls.find(([m]) => m === 'Shops.Connect')?.[1][0]).toMatchObject({ credentials: { auth_code: 'C0DE', sign_secret: 'sign' } });
  });

  it('takes the address apart as browsers write it, and leaves Shopify’s signed one whole', () => {
    expect(codeOf('jd', ' abc ')).toEqual({ code: 'abc', problem: '', found: false });
    expect(codeOf('jd', 'https://e.com/cb?code=a%2Bb&state=1#x')).toEqual({ code: 'a+b', problem: '', found: true });
    expect(codeOf('tiktok', 'https://e.com/cb?code=null&error=auth_denied').problem).toBe('denied');
    expect(codeOf('jd', 'https://e.com/cb').problem).toBe('noCode');
    const signed = 'https://e.com/cb?code=a&hmac=b&shop=c.myshopify.com';
    expect(codeOf('shopify', signed).code).toBe(signed);
  });
});
