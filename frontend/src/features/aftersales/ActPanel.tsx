import { Button } from 'antd';
import { useShopActs } from '@/bridge';
import type { AfterSaleDetail } from '@/bridge';
import { ActLine, offersFor, reasonText, useUndo } from '@/bridge/act';
import type { ActKind, Offer } from '@/bridge/act';
import { Key, Money, Panel } from '@/design';
import { useLabel, useTranslation } from '@/i18n';

/** useOffers is which acts this case's shop has, and which of them it waits for now; `none` says that it has none at all. */
export function useOffers(d: AfterSaleDetail | undefined): { offers: Offer[]; none: boolean } {
  const acts = useShopActs(d?.case.shopId ?? '');
  const waits = (d?.acts ?? []).some((a) => a.state === 'queued' || a.state === 'sending');
  return { offers: d ? offersFor(d.case, acts ?? [], waits) : [], none: acts?.length === 0 };
}

/** mainAct is what a person most likely does next: never the remark, never a refusal. */
export function mainAct(offers: Offer[]): ActKind | null {
  return (offers.find((o) => o.why === '' && o.kind !== 'remark' && o.kind !== 'refuse')?.kind as ActKind | undefined) ?? null;
}

const keys: Record<string, string> = { refuse: 'f', remark: 'r' };
const withMoney = new Set<string>(['agree', 'agree_refund']);

/** ActPanel is what can be done now: one main act, the others beside it, what cannot be done and why, and what is under way. */
export function ActPanel({ d, offers, none, onAct }: { d: AfterSaleDetail; offers: Offer[]; none: boolean; onAct: (kind: ActKind) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const undo = useUndo();
  const s = d.case.status;
  const mine = d.case.arbitration === 'awaiting_merchant_evidence' || ['awaiting_merchant', 'awaiting_merchant_receipt', 'awaiting_merchant_ship', 'unknown'].includes(s);
  const acts = d.acts ?? [];
  const first = mainAct(offers);
  const others = offers.filter((o) => o.why === '' && o.kind !== first);
  const closed = offers.filter((o) => o.why !== '');
  const title = (kind: string) => (kind === 'remark' ? t('acts:title.remark') : t(`acts:confirm.${kind as ActKind}`));
  return (
    <Panel title={t('aftersales:detail.acts')} extra={<span className="ad-small ad-quiet">{mine ? t('aftersales:detail.ours') : t('aftersales:detail.theirs')}</span>}>
      <div className="ad-col">
        {first && (
          <Button type="primary" block size="large" onClick={() => onAct(first)}>
            {title(first)} {withMoney.has(first) && d.case.asked.currency && <Money value={d.case.asked} />} <Key>a</Key>
          </Button>
        )}
        {others.length > 0 && (
          <div className="case-acts">
            {others.map((o) => <Button key={o.kind} block onClick={() => onAct(o.kind as ActKind)}>{title(o.kind)} {keys[o.kind] && <Key>{keys[o.kind]}</Key>}</Button>)}
          </div>
        )}
        {none && <p className="ad-dim">{t('acts:none')}</p>}
        {closed.length > 0 && (
          <details>
            <summary className="ad-small ad-quiet">{t('acts:notNow', { n: closed.length })}</summary>
            <ul className="ad-small">{closed.map((o) => <li key={o.kind} className="act-not"><span>{label('actKinds', o.kind)}</span> <span className="ad-dim">{reasonText(o.why)}</span></li>)}</ul>
          </details>
        )}
        {acts.length > 0 && <ul>{acts.slice(0, 4).map((a) => <ActLine key={a.id} a={a} busy={undo.isPending} onUndo={() => undo.mutate(a.id)} />)}</ul>}
      </div>
    </Panel>
  );
}
