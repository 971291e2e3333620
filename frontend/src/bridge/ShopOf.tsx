import { ShopMark } from '@/design';
import { useShops } from './queries';

/** ShopOf is the mark of the shop with this id. */
export function ShopOf({ id, long }: { id: string; long?: boolean }) {
  return <ShopMark shop={useShops().get(id)} {...(long ? { long } : {})} />;
}

/** shopOfKey is the shop in a key "<shop>.<platform's id>". */
export const shopOfKey = (key: string) => key.slice(0, Math.max(0, key.indexOf('.')));
