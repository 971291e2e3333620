import { Button } from 'antd';
import { useState } from 'react';
import { useShopActs } from '@/bridge';
import type { Order } from '@/bridge';
import { ActDialog, ActsOf, lackingAct, reasonText } from '@/bridge/act';
import { useTranslation } from '@/i18n';

const waits = ['to_ship', 'partly_shipped'];

/** ShipPart sends the order's parcel number to its platform, and shows what became of it. */
export function ShipPart({ order }: { order: Order }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const acts = useShopActs(order.shopId);
  const why = acts ? lackingAct('ship', acts) : '';
  return (
    <>
      {waits.includes(order.status) && acts && (
        <div className="order-ship">
          <Button type="primary" block disabled={why !== ''} onClick={() => setOpen(true)}>{t('acts:confirm.ship')}</Button>
          {why !== '' && <p className="ad-small ad-quiet">{reasonText(why)}</p>}
        </div>
      )}
      <ActsOf orderId={order.id} shopId={order.shopId} keep={(a) => a.kind === 'ship'} />
      {open && <ActDialog kind="ship" ids={[order.id]} shopId={order.shopId} onClose={() => setOpen(false)} />}
    </>
  );
}
