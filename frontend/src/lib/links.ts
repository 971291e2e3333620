/** linkTo is where a thing of the trade is shown; "" when it has no page. */
export function linkTo(subject: string, id: string, orderId = ''): string {
  const e = encodeURIComponent(id);
  switch (subject) {
    case 'order':
      return `/orders/${e}`;
    case 'after_sale':
      return `/after-sales/${e}`;
    case 'parcel':
      return `/logistics?tab=parcels&parcel=${e}`;
    case 'review':
      return `/reviews?review=${e}`;
    case 'evidence':
      return `/evidence?file=${e}`;
    case 'shop':
      return `/shops?shop=${e}`;
    case 'system':
      return '/settings';
    default:
      return orderId ? `/orders/${encodeURIComponent(orderId)}` : '';
  }
}
