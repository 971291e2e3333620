import { act, configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakePhones } from '@/testing/fakePhones';
import { dialogOf, openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
afterEach(() => opened?.close());

// A window whose door for phones is in the test's hands.
function open(path: string) {
  const w = (opened = openWindow(path));
  const world = fakePhones(Date.now(), (...topics) => w.fake.emit('changed', topics));
  for (const [name, fn] of Object.entries(world.Phones)) w.fake.override(`Phones.${name}`, fn as never);
  return { ...w, door: world.door, tell: () => act(() => w.fake.emit('changed', ['phones'])) };
}
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

describe('phones', () => {
  it('is closed until a person opens it, says where, and the footer shows it from every screen', async () => {
    const { user, fake } = open('/settings?section=phones');
    expect(await screen.findByText(/没有任何设备能从局域网连到这台电脑/)).toBeInTheDocument();
    expect(screen.queryByText('手机入口开着')).toBeNull();
    await user.click(await button('打开入口'));
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Phones.Open')?.[1]).toEqual([{ address: '192.168.1.20', port: 47443, hours: 12 }]));
    expect(await screen.findByText('https://192.168.1.20:47443')).toBeInTheDocument();
    expect(screen.getByText('AB:CD:EF')).toBeInTheDocument();
    expect(await screen.findByText('手机入口开着')).toBeInTheDocument();
    await user.click(await button('关闭入口'));
    expect(await screen.findByText(/没有任何设备能从局域网连到这台电脑/)).toBeInTheDocument();
    expect(screen.queryByText('手机入口开着')).toBeNull();
  });

  it('says what to do while the key store is locked', async () => {
    const { user, fake } = open('/settings?section=phones');
    fake.fail('Phones.Open', 'unauthorized', { reason: 'locked' });
    await user.click(await button('打开入口'));
    expect(await screen.findByText(/先在窗口上方解锁/)).toBeInTheDocument();
  });

  it('pairs: a code and what the phone will say, until a phone comes in', async () => {
    const { user, fake, door, tell } = open('/settings?section=phones');
    await user.click(await button('打开入口'));
    await user.click(await button('配对手机'));
    const dialog = await dialogOf('用手机相机扫这个二维码');
    await waitFor(() => expect(dialog.querySelector('svg[role="img"], .ant-qrcode svg')).not.toBeNull());
    expect(within(dialog).getByText('AB:CD:EF')).toBeInTheDocument();
    expect(within(dialog).getByText(/高级/)).toBeInTheDocument();
    expect(fake.calls.some(([m]) => m === 'Phones.Pair')).toBe(true);
    door.phones.push({ id: 'p0000000000000000000001abc', name: '小李的手机', operator: '', pairedAt: Date.now(), seenAt: Date.now(), revokedAt: 0, files: 0, bytes: 0 });
    tell();
    expect(await screen.findByText('已配对：小李的手机')).toBeInTheDocument();
    await waitFor(() => expect(document.querySelector('.ant-qrcode')).toBeNull());
    expect(screen.getByText('可以连入')).toBeInTheDocument();
  });

  it('revokes after asking, and shows whom the door refused', async () => {
    const { user, fake, door, tell } = open('/settings?section=phones');
    door.phones.push({ id: 'p1', name: '旧手机', operator: '小王', pairedAt: 1, seenAt: 2, revokedAt: 0, files: 3, bytes: 5_000_000 });
    door.refusals.push({ reason: 'unpaired', count: 12, lastAt: Date.now() });
    tell();
    expect(await screen.findByText('没有配对')).toBeInTheDocument();
    await user.click(await button('取消配对'));
    expect(await screen.findByText(/已收到的文件不受影响/)).toBeInTheDocument();
    expect(fake.calls.some(([m]) => m === 'Phones.Revoke')).toBe(false);
    await user.click((await screen.findAllByText('取消配对')).at(-1)?.closest('button') as HTMLButtonElement);
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Phones.Revoke')?.[1]).toEqual(['p1']));
    expect(await screen.findByText('已取消')).toBeInTheDocument();
  });

  it('asks the phones from a case, or says how to get there', async () => {
    const first = openWindow('/today');
    const { id, orderId } = first.fake.data.cases[0] ?? { id: '', orderId: '' };
    first.close();
    const w = open(`/after-sales/${encodeURIComponent(id)}`);
    await w.user.click(await button('用手机拍'));
    expect(await screen.findByText('手机入口没有打开。')).toBeInTheDocument();
    expect(screen.getByText('去打开').closest('a')?.getAttribute('href')).toContain('/settings?section=phones');
    Object.assign(w.door, { open: true, url: 'https://192.168.1.20:47443', online: 2 });
    w.tell();
    await w.user.click(await button('用手机拍'));
    expect(await screen.findByText(/已发到 2 部手机/)).toBeInTheDocument();
    expect(w.fake.calls.filter(([m]) => m === 'Phones.Ask').at(-1)?.[1]).toEqual([orderId, id]);
    w.door.online = 0;
    await w.user.click(await button('用手机拍'));
    expect(await screen.findByText(/在手机上打开 https:\/\/192\.168\.1\.20:47443/)).toBeInTheDocument();
  });
});
