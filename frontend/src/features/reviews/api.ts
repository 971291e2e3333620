import type { ShopCard } from '@/bridge';

/** noReviewAPI reports whether a shop's platform offers no way to read reviews, so that files are the only door. */
export function noReviewAPI(card: ShopCard | undefined): boolean {
  if (!card || card.shop.platform === 'sheet') return false;
  return card.capabilities.some((c) => c.ability === 'reviews' && c.state === 'unsupported');
}
