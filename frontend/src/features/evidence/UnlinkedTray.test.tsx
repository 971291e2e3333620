import { configure, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

describe('unlinked tray', () => {
  it('links the best guess with one key and takes it back with one click', async () => {
    const { fake, user } = open('/evidence?tab=unlinked');
    const file = fake.data.evidence.find((e) => e.links.length === 0);
    const order = fake.data.orderRows[0];
    if (!file || !order) throw new Error('the fake has no unlinked file');
    expect((await screen.findAllByText(file.item.name)).length).toBeGreaterThan(0);
    expect((await screen.findAllByText('拍摄时间接近打包')).length).toBe(3);
    await user.keyboard('1');
    await waitFor(() => expect(file.links.map((l) => l.orderId)).toEqual([order.id]));
    await user.click(await button('撤销'));
    await waitFor(() => expect(file.links).toHaveLength(0));
  });

  it('finds an order by id when no guess is right', async () => {
    const { fake, user } = open('/evidence?tab=unlinked');
    fake.override('Evidence.Guess', () => []);
    const file = fake.data.evidence.find((e) => e.links.length === 0);
    const order = fake.data.orderRows[5];
    if (!file || !order) throw new Error('the fake is too small');
    expect(await screen.findByText(/没有把握的猜测/)).toBeInTheDocument();
    await user.click(screen.getByLabelText(/订单号、运单号或 SKU/));
    await user.paste(order.remoteId);
    await user.click(await button(order.remoteId));
    await waitFor(() => expect(file.links.map((l) => l.orderId)).toEqual([order.id]));
  });

  it('says so when nothing waits', async () => {
    const { fake } = open('/evidence?tab=unlinked');
    fake.override('Evidence.List', () => ({ items: [], next: '' }));
    expect(await screen.findByText('没有未关联的文件')).toBeInTheDocument();
  });
});

describe('verify', () => {
  it('verifies a dropped pack instead of adding it, and names the damaged item', async () => {
    const { fake } = open('/evidence');
    await screen.findByText('校验');
    fake.override('Evidence.VerifyPath', () => ({ kind: 'pack', ok: false, checked: 9, bytes: 10, damaged: [{ item: 'exhibits/03.jpg', what: 'changed' }], head: '' }));
    fake.drop(['/home/desk/case.zip']);
    expect(await screen.findByText('发现损坏')).toBeInTheDocument();
    expect(screen.getByText('exhibits/03.jpg')).toBeInTheDocument();
    expect(screen.getByText('内容被改动')).toBeInTheDocument();
    expect(fake.calls.some(([m]) => m === 'Evidence.AddFiles')).toBe(false);
  });

  it('gives a receipt for dropped pictures with what was refused and why', async () => {
    const { fake } = open('/evidence');
    await screen.findByText('校验');
    fake.drop(['/home/desk/a.jpg', '/home/desk/setup.exe']);
    expect(await screen.findByText('收到 2 个文件')).toBeInTheDocument();
    expect(screen.getByText('新增 1')).toBeInTheDocument();
    expect(screen.getByText('拒收 1')).toBeInTheDocument();
    expect(screen.getByText('setup.exe')).toBeInTheDocument();
    expect(screen.getByText('不接受这种文件。')).toBeInTheDocument();
  });
});
