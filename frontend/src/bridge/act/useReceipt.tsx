import { App, Button } from 'antd';
import { api } from '../api';
import { useAct } from '../queries';
import type { Act } from '../types';
import { Money } from '@/design';
import { useTranslation } from '@/i18n';

/** useReceipt shows what was queued, with the way back while it is not sent. */
export function useReceipt(): (acts: Act[]) => void {
  const { t } = useTranslation();
  const { notification } = App.useApp();
  const undo = useAct(async (ids: string[]) => {
    const done = await Promise.allSettled(ids.map((id) => api.afterSales.undoAct(id)));
    return done.filter((d) => d.status === 'rejected').length;
  }, ['acts', 'after_sales', 'status']);
  return (acts) => {
    const key = `act-${acts[0]?.id ?? ''}`;
    const first = acts[0];
    const currency = first?.amount.currency ?? '';
    const total = { minor: acts.reduce((n, a) => n + (a.amount.currency === currency ? a.amount.minor : 0), 0), currency };
    notification.open({
      key, placement: 'bottomRight', duration: 15, title: t('acts:receipt', { n: acts.length }),
      description: first && currency && ['agree', 'agree_refund', 'refuse'].includes(first.kind) ? <Money value={total} strong /> : null,
      actions: (
        <Button
          size="small"
          onClick={() => undo.mutate(acts.map((a) => a.id), {
            onSuccess: (missed) => notification.open({ key, placement: 'bottomRight', duration: 6, title: missed > 0 ? t('acts:undoMissed', { n: missed }) : t('acts:undone') }),
          })}
        >
          {t('acts:undo')}
        </Button>
      ),
    });
  };
}
