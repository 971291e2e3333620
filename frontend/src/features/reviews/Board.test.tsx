import { configure, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Review } from '@/bridge';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';
import { proofOk, walk } from './board';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const dialogButton = (dialog: HTMLElement) => within(dialog).getByText('移动').closest('button') as HTMLButtonElement;

async function board(change?: (reviews: Review[]) => void) {
  const { fake, user } = open('/reviews?tab=board');
  change?.(fake.data.reviews);
  await screen.findByLabelText('发现');
  await waitFor(() => expect(document.querySelector('[data-card]')).not.toBeNull());
  return { user, fake };
}
const card = (id: string) => document.querySelector<HTMLElement>(`[data-card="${id}"]`);

describe('recovery board', () => {
  it('moves a card with Shift and an arrow, asking for an owner first', async () => {
    const { user, fake } = await board();
    const first = fake.data.reviews.find((r) => r.step === 'detected' && r.owner === '') as Review;
    card(first.id)?.focus();
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    const dialog = await screen.findByRole('dialog');
    const owner = within(dialog).getByLabelText(/负责人/);
    await user.clear(owner);
    expect(dialogButton(dialog)).toBeDisabled();
    await user.type(owner, '小林');
    await user.click(dialogButton(dialog));
    await waitFor(() => expect(fake.data.reviews.find((r) => r.id === first.id)).toMatchObject({ step: 'owner', owner: '小林' }));
    await waitFor(() => expect(within(screen.getByLabelText('有人负责')).getAllByRole('article').length).toBeGreaterThan(3));
  });

  it('never lets a tick count as won back: a proof must be in the data', async () => {
    const { user, fake } = await board((all) => {
      const r = all.find((x) => x.step === 'cause') as Review;
      Object.assign(r, { step: 'remedy', owner: '小林', firstRating: r.rating, followAt: 0 });
    });
    const r = fake.data.reviews.find((x) => x.step === 'remedy') as Review;
    await waitFor(() => expect(card(r.id)).not.toBeNull());
    card(r.id)?.focus();
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/买家改了星级/).closest('label')?.querySelector('input')).toBeDisabled();
    expect(within(dialog).getByText(/买家写了追评/).closest('label')?.querySelector('input')).toBeDisabled();
    await user.click(dialogButton(dialog));
    await waitFor(() => expect(fake.data.reviews.find((x) => x.id === r.id)).toMatchObject({ step: 'outcome', proof: '' }));
    expect(await screen.findByText('未挽回')).toBeInTheDocument();
    expect(screen.getByText(/有证据的挽回 0 \/ 已结束 1/)).toBeInTheDocument();
  });

  it('keeps the dialog and says why when the move is refused', async () => {
    const { user, fake } = await board();
    const first = fake.data.reviews.find((r) => r.step === 'contacted') as Review;
    fake.fail('Reviews.MoveRecovery', 'conflict');
    card(first.id)?.focus();
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    const dialog = await screen.findByRole('dialog');
    const owner = within(dialog).getByLabelText(/负责人/);
    if ((owner as HTMLInputElement).value === '') await user.type(owner, '小林');
    await user.click(dialogButton(dialog));
    expect(await within(dialog).findByText('它在此期间被改动了。')).toBeInTheDocument();
    expect(fake.data.reviews.find((r) => r.id === first.id)?.step).toBe('contacted');
  });

  it('says on hover by which dated mapping a review is bad', async () => {
    const { user, fake } = open('/reviews');
    const bad = fake.data.reviews.find((r) => r.band === 'negative') as Review;
    const stars = (await screen.findAllByLabelText(`${bad.rating} 星`))[0];
    await user.hover(stars?.parentElement as HTMLElement);
    const tip = await screen.findByRole('tooltip');
    for (const words of ['1–2 星差评 · 3 星中评 · 4–5 星好评', '2020-01-01 起生效', 'doudian-review-bands', 'Douyin shop API']) expect(tip).toHaveTextContent(words);
  });

  it('walks past empty columns and stops at the edges', () => {
    expect(walk({ column: 0, row: 2 }, 'ArrowRight', [3, 0, 2])).toEqual({ column: 2, row: 1 });
    expect(walk({ column: 0, row: 0 }, 'ArrowLeft', [3, 1])).toEqual({ column: 0, row: 0 });
    expect(walk({ column: 0, row: 2 }, 'ArrowDown', [3])).toEqual({ column: 0, row: 2 });
  });

  it('accepts a changed rating only when it rose', () => {
    const base = { firstRating: 1, rating: 5, followAt: 0 } as Review;
    expect(proofOk('rating_changed', base)).toBe(true);
    expect(proofOk('rating_changed', { ...base, rating: 1 })).toBe(false);
    expect(proofOk('follow_up', base)).toBe(false);
  });
});
