import { Button } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../api';
import { useAct, useApi } from '../queries';
import type { Act } from '../types';
import { hasMoney } from './offer';
import { CopyId, ErrorState, Instant, LongText, Money, StatusTag, errorText } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';
import { AppError } from '@/lib/appError';
import './act.css';

/** useUndo takes back what is not sent yet. */
export const useUndo = () => useAct((id: string) => api.afterSales.undoAct(id), ['acts', 'after_sales', 'orders', 'reviews', 'status']);

/** actResult says in words why an act stands where it stands, "" when there is nothing to say. */
export function actResult(a: Act): string {
  const reason = a.params?.reason ?? '';
  if (a.code) return errorText(new AppError(a.code, a.params ?? {}));
  return reason ? errorText(new AppError('', { reason })) : '';
}

/** ActLine is one write: what, how much, where it stands, and why not. */
export function ActLine({ a, onUndo, busy, about }: { a: Act; onUndo: () => void; busy: boolean; about?: ReactNode }) {
  const { t } = useTranslation();
  const label = useLabel();
  const why = actResult(a);
  return (
    <li className="act-line">
      <div className="ad-row">
        <span className="ad-strong">{label('actKinds', a.kind)}</span>
        {hasMoney(a.kind) && a.amount.currency && <Money value={a.amount} />}
        <span className="ad-grow" />
        <StatusTag kind="actStates" value={a.state} />
        {a.state === 'queued' && <Button size="small" disabled={busy} onClick={onUndo}>{t('acts:undo')}</Button>}
      </div>
      <div className="ad-row ad-wrap ad-small ad-quiet">
        {about}
        <Instant at={a.endedAt || a.queuedAt} />
        <span>{t('acts:outbox.by', { by: operatorText(a.by) })}</span>
        {a.waybill && <CopyId id={a.waybill} />}
        {(a.proofs ?? []).length > 0 && <span>{t('acts:outbox.proofs', { n: a.proofs.length })}</span>}
        {a.tries > 1 && <span>{t('acts:outbox.tries', { n: a.tries })}</span>}
        {a.receipt && <span title={t('acts:outbox.receipt')}><CopyId id={a.receipt} clip /></span>}
      </div>
      {(a.reason || a.note) && <div className="ad-dim ad-small"><LongText text={[a.reason, a.note].filter(Boolean).join(' · ')} first={120} /></div>}
      {why && <div className="ad-dim ad-small">{why}</div>}
    </li>
  );
}

/** ActsOf lists the writes about one order or one review, newest first. A review without a known order is looked for among its shop's latest. */
export function ActsOf({ orderId, shopId, keep }: { orderId: string; shopId: string; keep: (a: Act) => boolean }) {
  const undo = useUndo();
  const acts = useApi('acts', ['of', orderId, shopId], () => api.afterSales.outbox(orderId ? { orderId, limit: 50 } : { shopIds: [shopId], limit: 200 }), { keep: false });
  const rows = (acts.data?.items ?? []).filter(keep);
  if (acts.error) return <ErrorState error={acts.error} retry={() => void acts.refetch()} />;
  if (rows.length === 0) return null;
  return <ul>{rows.slice(0, 4).map((a) => <ActLine key={a.id} a={a} busy={undo.isPending} onUndo={() => undo.mutate(a.id)} />)}</ul>;
}
