import type { OrderRow } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { Instant, Money } from '@/design';
import s from './evidence.module.css';

/** OrderLine is an order in two lines: what and whose, then its numbers. */
export function OrderLine({ order }: { order: OrderRow }) {
  return (
    <span className={s.order}>
      <span className={s.orderTop}>
        <ShopOf id={order.shopId} />
        <span className={s.clip}>{order.title}</span>
        <span className={s.quiet}>{order.spec}</span>
        <Money value={order.paid} />
      </span>
      <span className={s.orderUnder}>
        <span className={s.mono}>{order.remoteId}</span>
        {order.waybill && <span className={s.mono}>{order.waybill}</span>}
        <span>{[order.maskedName, order.province].filter(Boolean).join(' ')}</span>
        <Instant at={order.paidAt || order.createdAt} />
      </span>
    </span>
  );
}
