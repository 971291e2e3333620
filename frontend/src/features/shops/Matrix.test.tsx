import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ShopCard } from '@/bridge';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true });
let w: Window | undefined;
afterEach(() => w?.close());
const row = async (name: string, table = 0) => {
  const tables = await screen.findAllByRole('table');
  return within(tables[table] as HTMLElement).getByRole('rowheader', { name }).closest('tr') as HTMLElement;
};
const setting = (pushPort = 0) => {
  w = openWindow('/shops?tab=matrix', { settings: { pushPort } });
  const { fake } = w;
  const list = (confirmed: boolean): ShopCard[] =>
    fake.data.shops.slice(0, 1).map((shop) => ({
      shop: { ...shop, demo: false }, quotas: [], unmapped: 0, problems: 0, counts: {},
      capabilities: [
        { ability: 'orders', state: 'enabled', needs: '', proof: 'simulator' },
        { ability: 'traces', state: confirmed ? 'enabled' : 'disabled', needs: confirmed ? '' : 'unconfirmed', proof: 'fixture' },
        { ability: 'live', state: 'unsupported', needs: 'no_live_fields', proof: '' },
        { ability: 'push', state: 'disabled', needs: 'needs_public_address', proof: 'fixture' },
      ],
      acts: [
        { kind: 'ship', state: 'enabled', needs: '', replay: 'refused', asks: ['waybill', 'carrier_code'], proofs: { max: 0, maxBytes: 0, mime: [] } },
        { kind: 'reply_review', state: 'disabled', needs: 'unconfirmed', replay: 'unsafe', asks: ['note'], proofs: { max: 0, maxBytes: 0, mime: [] } },
      ],
    }));
  let confirmed = false;
  fake.override('Shops.List', () => list(confirmed));
  fake.override('Shops.Confirm', () => {
    confirmed = true;
    return fake.data.shops[0];
  });
  return w;
};

describe('the capability matrix', () => {
  it('shows what works on what ground, and the one reason where it cannot', async () => {
    setting();
    expect(await row('订单')).toHaveTextContent('依据：模拟平台');
    const live = await row('直播归因');
    expect(live).toHaveTextContent('平台不提供');
    expect(live).toHaveTextContent('订单里没有直播信息');
    expect(live).not.toHaveTextContent('依据');
    const ship = await row('发货', 1);
    expect(ship).toHaveTextContent('要填：运单号、快递公司');
    expect(ship).toHaveTextContent('重发会被拒');
  });

  it('tries a doubtful ability when asked, and shows it as working afterwards', async () => {
    const { user, fake } = setting();
    const traces = await row('物流轨迹');
    expect(traces).toHaveTextContent('公开资料有疑点');
    fake.fail('Shops.Confirm', 'unsupported', { reason: 'not_as_expected' });
    await user.click(within(traces).getByRole('button', { name: '现在试一次' }));
    expect(await screen.findByText('没有确认：平台的回答和公开文档不一样，这一项保持关闭。')).toBeInTheDocument();
    await user.click(within(await row('物流轨迹')).getByRole('button', { name: '现在试一次' }));
    await waitFor(async () => expect(await row('物流轨迹')).toHaveTextContent('可用'));
    expect(fake.calls.filter(([m]) => m === 'Shops.Confirm').map(([, a]) => a)).toEqual([['s1', 'traces'], ['s1', 'traces']]);
  });

  it('confirms an act by its own name', async () => {
    const { user, fake } = setting();
    await user.click(within(await row('回复评价', 1)).getByRole('button', { name: '现在试一次' }));
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Shops.Confirm')?.[1]).toEqual(['s1', 'reply_review']));
  });

  it('gives the address for deliveries while the door is open, else the way to open it', async () => {
    setting(8765);
    expect(await row('消息推送')).toHaveTextContent('http://127.0.0.1:8765/push/s1');
    w?.close();
    w?.unmount();
    setting();
    expect(within(await row('消息推送')).getByRole('link', { name: '打开推送入口' })).toHaveAttribute('href', '/settings?section=network');
  });
});
