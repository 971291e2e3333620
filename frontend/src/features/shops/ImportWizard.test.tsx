import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SheetPlan, SheetRun } from '@/bridge';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;
const rowOf = (text: string | RegExp) => screen.getByText(text).closest('tr') as HTMLElement;

async function toMapping() {
  const { fake, user } = open('/shops?import=1');
  await user.click(await button(/选择文件/));
  await screen.findByText('orders.csv');
  return { user, fake };
}

describe('import wizard', () => {
  it('shows encoding, sample and how sure each column is', async () => {
    await toMapping();
    expect(screen.getByText('GB18030')).toBeInTheDocument();
    const order = rowOf('订单号');
    expect(within(order).getByText('表头吻合')).toBeInTheDocument();
    const status = rowOf('状态');
    expect(within(status).getByText('猜的，请确认')).toBeInTheDocument();
  });

  it('does not go on while a required field has no column, and says which', async () => {
    const { user } = await toMapping();
    const row = rowOf('订单号');
    await user.hover(row);
    const clear = row.querySelector('.ant-select-clear');
    expect(clear).not.toBeNull();
    await user.click(clear as Element);
    expect(await screen.findByText(/还有必填字段没有指定：订单号/)).toBeInTheDocument();
    expect(await button('下一步')).toBeDisabled();
  });

  it('imports by the confirmed plan and hands back the bad rows with their file', async () => {
    const { user, fake } = await toMapping();
    const plans: SheetPlan[] = [];
    fake.override('Shops.RunImport', (plan: SheetPlan): SheetRun => {
      plans.push(plan);
      return { id: 'i', shopId: plan.shopId, kind: 'orders', name: 'orders.csv', fileHash: '', startedAt: 1, endedAt: 2, rows: 5, added: 3, changed: 0, same: 0, bad: 2, badPath: '/data/orders.bad.csv', code: '', sample: [{ row: 4, field: 'paid', code: 'invalid', why: 'bad_amount' }, { row: 5, field: 'order_id', code: 'invalid', why: 'id_rounded' }] };
    });
    await user.click(await button('下一步'));
    await user.click(await screen.findByText(/保存这次对列/));
    expect(await button('导入')).toBeDisabled();
    await user.type(screen.getByLabelText('名称'), '日常订单');
    await user.click(await button('导入'));
    expect(await screen.findByText('导入完成')).toBeInTheDocument();
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatchObject({ save: true, mapping: { name: '日常订单', kind: 'orders', columns: { order_id: '主订单编号' } } });
    expect(screen.getByText('金额看不懂')).toBeInTheDocument();
    expect(screen.getByText(/被 Excel 改成了科学计数/)).toBeInTheDocument();
    await user.click(await button('打开坏行文件'));
    expect(fake.opened).toContain('/data/orders.bad.csv');
  });

  it('keeps the step and says what is safe when the file cannot be read', async () => {
    const { fake, user } = open('/shops?import=1');
    fake.fail('Shops.LookFile', 'unsupported', { reason: 'encrypted' });
    await user.click(await button(/选择文件/));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('读不了这个文件')).toBeInTheDocument();
    expect(within(alert).getByText('文件已加密。')).toBeInTheDocument();
  });

  it('takes a dropped file while it is open', async () => {
    const { fake } = open('/shops?import=1');
    await button(/选择文件/);
    fake.drop(['/home/desk/新订单.csv']);
    await waitFor(() => expect(fake.calls.some(([m, a]) => m === 'Shops.LookFile' && a[0] === '/home/desk/新订单.csv')).toBe(true));
    expect(fake.calls.some(([m]) => m === 'Evidence.AddFiles')).toBe(false);
  });
});
