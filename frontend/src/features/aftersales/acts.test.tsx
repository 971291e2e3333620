import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ActAbility, AfterSale } from '@/bridge';
import { fitsProof, notNow, offersFor } from '@/bridge/act';
import { dialogOf, openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

let w: Window | undefined;
afterEach(() => {
  w?.close();
  w = undefined;
});

async function openCase(find: (c: AfterSale) => boolean) {
  w = openWindow('/today');
  const c = w.fake.data.cases.find(find);
  if (!c) throw new Error('no such case');
  w.close();
  w.unmount();
  w = openWindow(`/after-sales/${c.id}`);
  await screen.findByText(c.remoteId);
  return { w, c };
}
const panel = () => screen.findByRole('region', { name: '处理' });

describe('what can be done about a case', () => {
  it('offers what the shop has and the case waits for, and says why the rest is not', async () => {
    const { c } = await openCase((x) => x.status === 'awaiting_merchant_receipt' && x.type === 'return_refund');
    const part = await panel();
    expect(await within(part).findByRole('button', { name: /^收货并退款/ })).toBeEnabled();
    expect(within(part).queryByRole('button', { name: /^提交举证/ })).not.toBeInTheDocument();
    await w?.user.click(within(part).getByText(/^现在不能/));
    expect(within(part).getByText('平台没有要求举证。')).toBeVisible();
    expect(within(part).getByText('货已经退回来了。')).toBeVisible();
    expect(c.goodsBack).toBe(true);
  });

  it('sends the buyer to the address that the platform has as preset, or to another one', async () => {
    const { w, c } = await openCase((x) => x.status === 'awaiting_merchant' && x.type === 'return_refund');
    w.fake.override('AfterSales.ReturnAddresses', () => [{ id: '5001', label: '浙江 杭州 *** 仓', usual: true }, { id: '5002', label: '广东 广州 *** 仓', usual: false }]);
    await w.user.click(await within(await panel()).findByRole('button', { name: /^同意/ }));
    const dialog = await dialogOf('同意售后');
    await waitFor(() => expect(within(dialog).getByText('浙江 杭州 *** 仓（默认）')).toBeVisible(), { timeout: 10_000 });
    await w.user.click(within(dialog).getByRole('combobox', { name: '退货地址' }));
    await w.user.click(await screen.findByText('广东 广州 *** 仓'));
    await waitFor(() => expect(within(dialog).getByRole('button', { name: '同意' })).toBeEnabled());
    await w.user.click(within(dialog).getByRole('button', { name: '同意' }));
    await waitFor(() => expect(w.fake.data.acts[0]).toMatchObject({ kind: 'agree', afterSaleId: c.id, addressId: '5002' }));
  });

  it('takes proof from the evidence of the case, within what the platform takes', async () => {
    const { w } = await openCase((x) => x.arbitration === 'awaiting_merchant_evidence');
    const get = w.fake.data;
    const order = get.cases.find((x) => x.arbitration === 'awaiting_merchant_evidence')?.orderId ?? '';
    const row = (id: string, size: number, mediaType: string) => ({ item: { ...(get.evidence[0]?.item as never as object), id, size, mediaType, name: `${id}.bin`, kind: 'packing_photo' }, links: [{ evidenceId: id, orderId: order, afterSaleId: '', waybill: '', method: 'manual', by: '', at: 1 }] });
    get.evidence.length = 0;
    get.evidence.push(row('e1', 1000, 'image/jpeg') as never, row('e2', 9_000_000, 'image/jpeg') as never, row('e3', 1000, 'video/mp4') as never);
    w.fake.emit('changed', ['evidence']);
    await w.user.click(await within(await panel()).findByRole('button', { name: /^提交举证/ }));
    const dialog = await dialogOf('平台要求附上凭证：请至少选一件');
    expect(dialog).toHaveTextContent('最多 2 个文件');
    expect(await within(dialog).findByRole('checkbox', { name: '打包照片 e2.bin' })).toBeDisabled();
    expect(dialog).toHaveTextContent('有文件比平台允许的大。');
    expect(dialog).toHaveTextContent('有文件的格式平台不接受。');
    await w.user.click(within(dialog).getByRole('checkbox', { name: '打包照片 e1.bin' }));
    await within(dialog).findByText(/将为 1 单提交举证/);
    expect(within(dialog).getByRole('button', { name: '提交举证' })).toBeDisabled(); // the statement is still missing
    await w.user.type(within(dialog).getByRole('textbox', { name: '举证说明' }), '打包视频可见商品完好');
    await w.user.click(within(dialog).getByRole('button', { name: '提交举证' }));
    await waitFor(() => expect(w.fake.data.acts[0]).toMatchObject({ kind: 'submit_evidence', proofs: [{ evidenceId: 'e1', ref: '' }], note: '打包视频可见商品完好' }));
  });
});

describe('acts on orders and reviews', () => {
  it('ships an order: a scan fills the waybill, the courier comes from the platform’s list, and the receipt stays on the page', async () => {
    w = openWindow('/today');
    const { data } = w.fake;
    const o = data.orders.find((x) => x.status === 'to_ship' && !data.rows.some((c) => c.orderId === x.id));
    if (!o) throw new Error('no such order');
    w.close();
    w.unmount();
    w = openWindow(`/orders/${o.id}`);
    const fake = w.fake;
    await w.user.click(await screen.findByRole('button', { name: '发货' }));
    const dialog = await dialogOf('将给 1 张订单发货');
    const box = within(dialog).getByRole('textbox', { name: '运单号' });
    box.focus();
    act(() => {
      for (const key of [...'YT8800123400001', 'Enter']) box.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    });
    await waitFor(() => expect(box).toHaveValue('YT8800123400001'));
    expect(within(dialog).getByRole('button', { name: '发货' })).toBeDisabled();
    await w.user.click(await within(dialog).findByRole('combobox', { name: '快递公司' }));
    await w.user.click(await screen.findByText('圆通速递 yuantong'));
    await w.user.click(within(dialog).getByRole('button', { name: '发货' }));
    await waitFor(() => expect(fake.data.acts[0]).toMatchObject({ kind: 'ship', orderId: o.id, waybill: 'YT8800123400001', carrierCode: 'yuantong' }));
    expect(await screen.findByText('已放入发件箱 1 条')).toBeVisible();
    const parcels = screen.getByRole('region', { name: '包裹' });
    await w.user.click(await within(parcels).findByRole('button', { name: '撤回' }));
    await waitFor(() => expect(fake.data.acts[0]?.state).toBe('undone'));
  });

  it('replies to a review while its window is open, offline said plainly', async () => {
    w = openWindow('/today');
    const v = w.fake.data.reviews.find((x) => x.repliedAt === 0 && x.replyBy > (w?.fake.data.now ?? 0));
    if (!v) throw new Error('no such review');
    w.close();
    w.unmount();
    w = openWindow(`/reviews?review=${v.id}`);
    const fake = w.fake;
    fake.data.status = { ...fake.data.status, offline: true };
    await w.user.click(await screen.findByText(/^回\s?复$/));
    const dialog = await dialogOf('将公开回复 1 条评价');
    expect(dialog).toHaveTextContent('现在离线');
    expect(dialog).toHaveTextContent('还能回复');
    const send = within(dialog).getByText(/^回\s?复$/).closest('button') as HTMLButtonElement;
    expect(send).toBeDisabled();
    await w.user.type(within(dialog).getByRole('textbox', { name: '回复内容' }), '抱歉，已为您补寄');
    await w.user.click(send);
    await waitFor(() => expect(fake.data.acts[0]).toMatchObject({ kind: 'reply_review', reviewId: v.id, note: '抱歉，已为您补寄' }));
  });
});

describe('offers', () => {
  const able = (kind: string, needs = ''): ActAbility => ({ kind, state: needs ? 'disabled' : 'enabled', needs, replay: 'refused', asks: [], proofs: { max: 0, maxBytes: 0, mime: [] } });
  it('follow the state of a case', () => {
    const c = { type: 'return_refund', status: 'awaiting_merchant', arbitration: 'none' };
    expect(notNow('agree', c)).toBe('');
    expect(notNow('agree_refund', c)).toBe('goods_not_back');
    expect(notNow('agree', { ...c, status: 'merchant_refused' })).toBe('not_our_turn');
    expect(notNow('agree', { ...c, status: 'unknown' })).toBe('unknown_status');
    expect(notNow('refuse', { ...c, status: 'closed' })).toBe('closed');
    expect(notNow('remark', { ...c, status: 'closed' })).toBe('');
    expect(notNow('reship', { ...c, type: 'exchange', status: 'awaiting_merchant_receipt' })).toBe('');
    expect(notNow('submit_evidence', { ...c, arbitration: 'in_progress' })).toBe('');
  });
  it('a closed write switch hinders nothing, a missing permission does, and one act at a time', () => {
    const c = { type: 'return_refund', status: 'awaiting_merchant', arbitration: 'none' };
    expect(offersFor(c, [able('agree', 'writes_off'), able('refuse', 'no_permission')], false)).toEqual([{ kind: 'agree', why: '' }, { kind: 'refuse', why: 'no_permission' }]);
    expect(offersFor(c, [able('agree')], true)).toEqual([{ kind: 'agree', why: 'already_queued' }]);
  });
  it('knows which file fits', () => {
    const limit = { max: 1, maxBytes: 10, mime: ['image/png'] };
    expect(fitsProof(limit, { size: 11, mediaType: 'image/png' })).toBe('proof_too_large');
    expect(fitsProof(limit, { size: 10, mediaType: 'image/jpeg' })).toBe('proof_wrong_type');
    expect(fitsProof({ ...limit, mime: [], maxBytes: 0 }, { size: 11, mediaType: 'video/mp4' })).toBe('');
  });
});
