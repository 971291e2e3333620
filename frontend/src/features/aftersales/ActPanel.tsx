import { Button } from 'antd';
import { ActLine } from './OutboxDrawer';
import { api, useAct } from '@/bridge';
import type { AfterSaleDetail } from '@/bridge';
import { Key, Money, Panel } from '@/design';
import { useTranslation } from '@/i18n';

/** ActPanel is what can be done now: one main act, the others beside it, and what is under way. */
export function ActPanel({ d, onAct }: { d: AfterSaleDetail; onAct: (kind: string) => void }) {
  const { t } = useTranslation();
  const undo = useAct((id: string) => api.afterSales.undoAct(id), ['acts', 'after_sales', 'status']);
  const s = d.case.status;
  const receipt = s === 'awaiting_merchant_receipt';
  const decide = s === 'awaiting_merchant' || receipt || s === 'merchant_refused';
  const mine = d.case.arbitration === 'awaiting_merchant_evidence' || ['awaiting_merchant', 'awaiting_merchant_receipt', 'awaiting_merchant_ship', 'unknown'].includes(s);
  const acts = d.acts ?? [];
  return (
    <Panel title={t('aftersales:detail.acts')} extra={<span className="ad-small ad-quiet">{mine ? t('aftersales:detail.ours') : t('aftersales:detail.theirs')}</span>}>
      <div className="ad-col">
        {decide && (
          <Button type="primary" block size="large" onClick={() => onAct(receipt ? 'agree_refund' : 'agree')}>
            {receipt ? t('aftersales:act.confirm.agree_refund') : t('aftersales:act.confirm.agree')} {d.case.asked.currency && <Money value={d.case.asked} />} <Key>a</Key>
          </Button>
        )}
        <div className="ad-row">
          {decide && <Button block onClick={() => onAct('refuse')}>{t('aftersales:act.confirm.refuse')} <Key>f</Key></Button>}
          <Button block onClick={() => onAct('remark')}>{t('aftersales:act.title.remark')} <Key>r</Key></Button>
        </div>
        {acts.length > 0 && <ul>{acts.slice(0, 4).map((a) => <ActLine key={a.id} a={a} busy={undo.isPending} onUndo={() => undo.mutate(a.id)} />)}</ul>}
      </div>
    </Panel>
  );
}
