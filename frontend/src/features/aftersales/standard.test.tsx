import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { AfterSale, RefusalAdvice } from '@/bridge';
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

describe('what the written standard asks for', () => {
  it('names what is missing, takes it with one button, and asks what only a person can see', async () => {
    const { w } = await openCase((x) => x.arbitration === 'awaiting_merchant_evidence');
    w.fake.data.evidence.length = 0;
    w.fake.override('Shell.PickFiles', () => ['/home/desk/打包.mp4']);
    w.fake.emit('changed', ['evidence']);
    const list = await screen.findByRole('list', { name: '举证清单' });
    await waitFor(() => expect(within(list).getAllByRole('img', { name: '缺' })).toHaveLength(2));
    expect(screen.getByText('2026-06-13 起施行')).toBeVisible();
    await w.user.click(within(list).getAllByRole('button', { name: /^添\s?加$/ })[0] as HTMLElement);
    await waitFor(() => expect(w.fake.calls.find(([m]) => m === 'Evidence.AddFiles')?.[1][0]).toMatchObject({ paths: ['/home/desk/打包.mp4'], kind: 'packing_video' }));
    expect(await screen.findByText('装的东西看得清吗？')).toBeVisible();
    await w.user.click(within(list).getByRole('button', { name: /^是$/ }));
    await waitFor(() => expect(w.fake.calls.find(([m]) => m === 'Standard.Answer')?.[1][0]).toMatchObject({ point: 'contents_visible', yes: true }));
    expect(await screen.findByText('是一镜到底、没有剪过吗？')).toBeVisible();
    await w.user.click(within(list).getByRole('button', { name: /^否$/ }));
    expect(await within(list).findByText('人工看过：不符合')).toBeVisible();
    expect(within(list).getByRole('img', { name: '有问题' })).toBeVisible();
  });

  it('says why a platform would turn a pack down before it is made, and makes it all the same when told to', async () => {
    const { w, c } = await openCase((x) => x.arbitration === 'awaiting_merchant_evidence');
    w.fake.override('Standard.Review', () => [{ reason: 'timely', fatal: true, proof: 'packing_film', point: 'taken_in_time', why: 'after_signing', evidenceId: 'e', name: '打包.mp4', params: { at: '1790000000000' } }]);
    await w.user.click(screen.getByRole('button', { name: /^生成证据包/ }));
    const dialog = await dialogOf('生成前先自查');
    expect(dialog).toHaveTextContent('拍在签收之后');
    expect(w.fake.calls.some(([m]) => m === 'Evidence.BuildPack')).toBe(false);
    await w.user.click(within(dialog).getByRole('button', { name: '仍然生成' }));
    await waitFor(() => expect(w.fake.calls.find(([m]) => m === 'Evidence.BuildPack')?.[1]).toEqual([c.id]));
  });

  it('shows clause, proof, fine and chance before a refusal, and lets nobody past a bad ground unread', async () => {
    const { w, c } = await openCase((x) => x.status === 'awaiting_merchant' && x.type === 'return_refund');
    const base: RefusalAdvice = {
      caseId: c.id, remoteId: c.remoteId, traps: [], unproven: false, scenario: 'missing_content', ruleId: 'r', since: '2026-06-13', source: 's', needed: ['packing_film'], weak: [], there: [],
      fine: { minor: 1190, currency: 'CNY' }, fineRule: 'f', fineSince: '2026-07-31', won: 9, ended: 12,
    };
    w.fake.override('Standard.AdviseRefusal', (() => [{ ...base, traps: [{ trap: 'holiday', words: '放假', needs: 'nothing', met: false, ruleId: 'doudian-refusal-holiday', source: 'Douyin 无故拒绝售后 · https://school.jinritemai.com', confidence: 'doc', effectiveFrom: '2026-07-31' }] }]) as never);
    await w.user.keyboard('f');
    const dialog = await dialogOf('拒绝售后');
    await w.user.click(await within(dialog).findByRole('combobox', { name: '拒绝理由' }));
    await w.user.click(await screen.findByText('买家未提供有效凭证'));
    const coach = within(dialog).getByRole('region', { name: '拒绝之前' });
    await waitFor(() => expect(coach).toHaveTextContent('以放假为由'));
    for (const text of ['平台视为无故拒绝', 'Douyin 无故拒绝售后', '打包视频', '¥11.90', '9 / 12 赢']) expect(coach).toHaveTextContent(text);
    const refuse = within(dialog).getByRole('button', { name: '拒绝' });
    expect(refuse).toBeDisabled();
    await w.user.click(within(coach).getByRole('checkbox', { name: '我看过了，仍然拒绝' }));
    await waitFor(() => expect(refuse).toBeEnabled());
  });
});

describe('fresh food', () => {
  it('says until when the buyer could show it and what the ladder pays, and notes what was agreed', async () => {
    const { w, c } = await openCase((x) => x.status === 'awaiting_merchant');
    w.fake.override('Standard.Checklist', (() => ({
      caseId: c.id, platform: 'doudian', scenario: 'fresh_goods', appeal: false, chosenBy: '小王', chosenAt: 1, noticeAt: 0, choices: ['fresh_goods'], appeals: [], ruleId: 'r', effectiveFrom: '2026-06-13', source: 's', confidence: 'doc',
      dueAt: 0, dueFrom: '', door: 'console', proofs: { max: 0, maxBytes: 0, mime: [] }, maxText: 0, maxTextBytes: 0, items: [], ready: true, missing: 0, weak: 0, open: 0,
    })) as never);
    w.fake.emit('changed', ['after_sales']);
    const part = await screen.findByRole('region', { name: '生鲜举证期和赔付' });
    expect(await within(part).findByText('在举证期内')).toBeVisible();
    await w.user.type(within(part).getByRole('spinbutton', { name: '坏几个' }), '3');
    await w.user.type(within(part).getByRole('spinbutton', { name: '共几个' }), '10');
    await waitFor(() => expect(part).toHaveTextContent('¥11.90'));
    await w.user.click(within(part).getByRole('button', { name: '和买家另有约定' }));
    await w.user.type(within(part).getByRole('spinbutton', { name: '约定赔付' }), '80');
    await w.user.click(within(part).getByRole('button', { name: /^确\s?定$/ }));
    await waitFor(() => expect(w.fake.calls.find(([m]) => m === 'Standard.Agree')?.[1][0]).toMatchObject({ orderId: c.orderId, points: 8000 }));
    expect(await within(part).findByText(/按订单约定/)).toBeVisible();
  });
});
