import { api, useAct, useApi, usePages } from '@/bridge';
import type { ReviewQuery } from '@/bridge';
import type { Step } from './board';

export const useReviews = (q: Partial<ReviewQuery>) =>
  usePages('reviews', ['list', q], (cursor) => api.reviews.list({ ...q, cursor, limit: 80 }));

/** COLUMN is how many cards one column of the board shows. */
export const COLUMN = 50;

/** useColumn reads one step of the board. */
export const useColumn = (step: Step, q: Partial<ReviewQuery>) =>
  useApi('reviews', ['column', step, q], () => api.reviews.list({ ...q, steps: [step], limit: COLUMN }));

export const useReviewCounts = (q: Partial<ReviewQuery>) => useApi('reviews', ['counts', q], () => api.reviews.counts(q));

export const useReview = (id: string) =>
  useApi('reviews', ['get', id], async () => {
    const d = await api.reviews.get(id);
    return { ...d, cases: d.cases ?? [], promises: d.promises ?? [], moves: d.moves ?? [] };
  }, { enabled: id !== '', keep: false, also: ['orders', 'after_sales', 'sessions'] });

export interface MoveRequest {
  reviewId: string;
  step: string;
  owner: string;
  note: string;
  proof: string | null; // null leaves the stored proof alone
}

/** useMove records the proof first: an outcome without its proof is never seen, not even for a moment. */
export const useMove = () =>
  useAct(async (m: MoveRequest) => {
    if (m.proof !== null) await api.reviews.setProof(m.reviewId, m.proof);
    return api.reviews.moveRecovery({ reviewId: m.reviewId, step: m.step, owner: m.owner, note: m.note, at: 0 });
  }, ['reviews']);

/** useRules reads the dated rule book, which the bands come from. */
export const useRules = () => useApi('settings', ['rules'], api.settings.rules);

/** useShopCards tells which shops have no review API. */
export const useShopCards = () => useApi('shops', ['list'], api.shops.list);
