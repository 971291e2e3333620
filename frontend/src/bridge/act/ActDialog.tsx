import { Button, Input, Modal, Select, Spin } from 'antd';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { api } from '../api';
import { useAct, useApi } from '../queries';
import type { EvidenceRow } from '../types';
import { ProofChoice } from './ProofChoice';
import { RefusalCoach, grave, useAdvice } from './RefusalCoach';
import { useReceipt } from './useReceipt';
import { ErrorState, errorText, useLook } from '@/design';
import { useTranslation, wordOf } from '@/i18n';
import { useScan } from '@/lib/hotkeys';
import { moneyText } from '@/lib/money';
import './act.css';

/** ActKind is a write that a person can ask for here. */
export type ActKind = 'agree' | 'refuse' | 'agree_refund' | 'confirm_receipt' | 'reship' | 'submit_evidence' | 'remark' | 'reply_review' | 'ship';

interface Props {
  kind: ActKind;
  ids: string[]; // cases, an order (ship) or a review (reply_review)
  shopId: string; // "" when they are of several shops: then nothing is asked that only one platform knows
  goodsBack?: boolean; // agreeing sends the buyer a return address
  evidence?: EvidenceRow[]; // what can go along as proof
  about?: ReactNode; // what the act is about, above the form
  onClose: (done: boolean) => void;
}

const topics = ['acts', 'after_sales', 'orders', 'reviews', 'status'] as const;
const waybills: ActKind[] = ['ship', 'reship'];

/** reasonText says a reason of the outbox or a missing step in words. */
export const reasonText = (code: string) => wordOf(`common:error.reasons.${code}`, wordOf(`platforms:needs.${code}`, wordOf(`enums:codes.${code}`, code)));

/** ActDialog shows what an act would do in yuan and in number, asks what the platform asks for, queues it, and gives a receipt with a way back. */
export function ActDialog({ kind, ids, shopId, goodsBack = false, evidence = [], about, onClose }: Props) {
  const { t } = useTranslation();
  const { lang } = useLook();
  const receipt = useReceipt();
  const ok = useRef<HTMLButtonElement>(null);
  const [code, setCode] = useState<string>();
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [address, setAddress] = useState<string>();
  const [waybill, setWaybill] = useState('');
  const [carrier, setCarrier] = useState('');
  const [proofs, setProofs] = useState<string[]>([]);
  const [accepted, setAccepted] = useState(false);
  const typedReason = useDeferredValue(text);

  const able = useApi('shops', ['acts', shopId], () => api.afterSales.actAbilities(shopId), { enabled: shopId !== '' }).data?.find((a) => a.kind === kind);
  const asks = (what: string) => (able?.asks ?? []).includes(what);
  const ships = waybills.includes(kind);
  const asksAddress = kind === 'agree' && goodsBack && asks('address_id');
  const asksNote = ['remark', 'refuse', 'reply_review', 'submit_evidence'].includes(kind) || asks('note');
  const needsNote = (kind === 'remark' || kind === 'reply_review' || asks('note')) && note.trim() === '';
  const proofMax = able?.proofs.max ?? 0;
  const asksProofs = proofMax > 0 && ['refuse', 'submit_evidence'].includes(kind);

  const reasons = useApi('after_sales', ['refuseReasons', ids[0]], () => api.afterSales.refuseReasons(ids[0] ?? ''), { enabled: kind === 'refuse', keep: false });
  const addresses = useApi('shops', ['addresses', shopId], () => api.afterSales.returnAddresses(shopId), { enabled: asksAddress, keep: false });
  const carriers = useApi('shops', ['carriers', shopId], () => api.afterSales.carriers(shopId), { enabled: ships && asks('carrier_code'), keep: false });
  const list = reasons.data ?? [];
  const chosen = list.find((r) => r.code === code);
  const addressId = address ?? addresses.data?.find((a) => a.usual)?.id ?? '';
  const reason = chosen?.text ?? typedReason;
  const request = { ids, kind, reason, reasonCode: code ?? '', note, addressId: asksAddress ? addressId : '', waybill: waybill.trim(), carrierCode: carrier.trim(), evidenceIds: proofs };

  const needsReason = kind === 'refuse' && !chosen && (text.trim() === '' || asks('reason_code'));
  const needsWaybill = ships && (waybill.trim() === '' || (asks('carrier_code') && carrier.trim() === ''));
  const needsProofs = asks('proofs') && proofs.length === 0;
  const advice = useAdvice({ ids, reason, note, evidenceIds: proofs, attachable: asksProofs }, kind === 'refuse');
  // Nobody refuses past a rule without having seen it.
  const unread = kind === 'refuse' && !advice.error && (!advice.known || (grave(advice.list) && !accepted));
  const incomplete = needsReason || needsNote || needsWaybill || needsProofs || unread;
  // Asked with a dash where a person has not written yet: what it would do is shown from the start, what is missing is said by the form.
  const probe = { ...request, note: note || '-', reason: reason || '-', reasonCode: request.reasonCode || '-', waybill: request.waybill || '-', carrierCode: request.carrierCode || '-' };
  const preview = useApi('acts', ['preview', kind, ids, code ?? '', addressId, proofs], () => api.afterSales.previewAct(probe), { also: ['after_sales', 'orders', 'reviews', 'status', 'shops'] });
  const queue = useAct(() => api.afterSales.queueAct({ ...request, ids: preview.data?.writable ?? [] }), [...topics]);

  const p = preview.data;
  const blocked = Object.entries(p?.blocked ?? {}).filter(([, why]) => !(why === 'no_proofs' && needsProofs));
  const writable = p?.writable ?? [];
  const ready = writable.length > 0;
  // The answer to "what would this do" comes after the dialog: then one Enter is enough.
  const simple = !asksNote && !ships && !asksAddress;
  const focusOk = useCallback(() => {
    if (simple) ok.current?.focus();
  }, [simple]);
  useEffect(() => {
    if (ready) focusOk();
  }, [ready, focusOk]);
  useScan((scanned) => setWaybill(scanned), ships);
  const send = () => {
    if (!ready || incomplete) return;
    queue.mutate(undefined, {
      onSuccess: (acts) => {
        receipt(acts);
        onClose(true);
      },
    });
  };
  const money = p?.total.currency ? moneyText(p.total, lang) : '';

  return (
    <Modal
      open title={t(`acts:title.${kind}`)} width={520} onCancel={() => onClose(false)} closable={false} afterOpenChange={(shown) => { if (shown) focusOk(); }}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t('common.cancel')}</Button>
          <Button ref={ok} type="primary" loading={queue.isPending} disabled={!ready || incomplete} onClick={send}>{t(`acts:confirm.${kind}`)}</Button>
        </>
      }
    >
      <div className="ad-col act-dialog">
        {about}
        {kind === 'refuse' && (
          <>
            <label className="ad-col act-field">
              <span>{t('acts:reason')}</span>
              {reasons.isPending ? (
                <span className="ad-quiet">{t('acts:loadingReasons')}…</span>
              ) : list.length > 0 ? (
                <Select value={code ?? null} onChange={(v: string | null) => setCode(v ?? undefined)} placeholder={t('acts:reasonHint')} aria-label={t('acts:reason')} options={list.map((r) => ({ value: r.code, label: r.text }))} />
              ) : asks('reason_code') ? (
                <span role="alert">{t('acts:noReasons', { why: errorText(reasons.error) })} <Button size="small" onClick={() => void reasons.refetch()}>{t('error.retry')}</Button></span>
              ) : (
                <Input value={text} onChange={(e) => setText(e.target.value)} placeholder={t('acts:ownReason')} aria-label={t('acts:reasonText')} />
              )}
            </label>
            {chosen?.evidenceNeed && (
              <p className={evidence.length > 0 ? 'ad-dim' : 'ad-strong'}>{t('acts:evidenceNeed', { words: chosen.evidenceWords })} · {t('aftersales:evidence.count', { n: evidence.length })}</p>
            )}
          </>
        )}
        {asksAddress && (
          <label className="ad-col act-field">
            <span>{t('acts:address')}</span>
            {addresses.isPending ? (
              <span className="ad-quiet">{t('acts:loadingList')}…</span>
            ) : (addresses.data ?? []).length > 0 ? (
              <Select value={addressId || null} onChange={(v: string | null) => setAddress(v ?? '')} placeholder={t('acts:addressUsual')} aria-label={t('acts:address')} options={(addresses.data ?? []).map((a) => ({ value: a.id, label: a.usual ? t('acts:addressMark', { label: a.label }) : a.label }))} />
            ) : (
              <span className="ad-dim">{t('acts:addressUsual')}</span>
            )}
          </label>
        )}
        {ships && (
          <>
            <label className="ad-col act-field">
              <span>{t('acts:waybill')}</span>
              <Input className="ad-mono" autoFocus value={waybill} onChange={(e) => setWaybill(e.target.value)} placeholder={t('acts:waybillHint')} aria-label={t('acts:waybill')} />
            </label>
            {asks('carrier_code') && (
              <label className="ad-col act-field">
                <span>{t('acts:carrier')}</span>
                {carriers.isPending ? (
                  <span className="ad-quiet">{t('acts:loadingList')}…</span>
                ) : (carriers.data ?? []).length > 0 ? (
                  <Select showSearch={{ optionFilterProp: 'label' }} value={carrier || null} onChange={(v: string | null) => setCarrier(v ?? '')} placeholder={t('acts:carrierHint')} aria-label={t('acts:carrier')} options={(carriers.data ?? []).map((c) => ({ value: c.code, label: `${c.name} ${c.code}` }))} />
                ) : (
                  <Input value={carrier} onChange={(e) => setCarrier(e.target.value)} placeholder={t('acts:carrierOwn')} aria-label={t('acts:carrier')} />
                )}
              </label>
            )}
          </>
        )}
        {asksNote && (
          <label className="ad-col act-field">
            <span>{t(kind === 'reply_review' ? 'acts:reply' : kind === 'submit_evidence' ? 'acts:statement' : 'acts:note')}</span>
            <Input.TextArea
              autoFocus={kind === 'remark' || kind === 'reply_review'} rows={3} maxLength={500} showCount value={note} onChange={(e) => setNote(e.target.value)}
              aria-label={t(kind === 'reply_review' ? 'acts:reply' : kind === 'submit_evidence' ? 'acts:statement' : 'acts:note')} placeholder={t(kind === 'reply_review' ? 'acts:replyHint' : 'acts:noteHint')}
            />
          </label>
        )}
        {asksProofs && able && <ProofChoice rows={evidence} limit={able.proofs} value={proofs} onChange={setProofs} />}
        {kind === 'submit_evidence' && able && proofMax === 0 && <p className="ad-dim">{t('acts:textOnly')}</p>}
        {kind === 'refuse' && <RefusalCoach list={advice.list} error={advice.error} accepted={accepted} onAccept={setAccepted} />}
        <div className="act-will" role="status">
          {preview.isPending ? (
            <span><Spin size="small" /> {t('acts:checking')}…</span>
          ) : preview.error ? (
            <ErrorState error={preview.error} retry={() => void preview.refetch()} />
          ) : p && writable.length === 0 && needsProofs && blocked.length === 0 ? (
            <strong>{t('acts:chooseProofs')}</strong>
          ) : p && writable.length === 0 ? (
            <strong>{t('acts:nothing')}</strong>
          ) : (
            p && <strong>{t(`acts:will.${kind}`, { n: writable.length, money: money || '—' })}</strong>
          )}
          {p?.dryRun && <p className="ad-dim">{t('acts:dry')}</p>}
          {p?.offline && <p className="ad-dim">{t('acts:offline')}</p>}
          {p && !p.dryRun && !p.offline && writable.length > 0 && <p className="ad-quiet">{t('acts:sendAfter')}</p>}
        </div>
        {blocked.length > 0 && (
          <details open={writable.length === 0}>
            <summary>{t('acts:blocked', { n: blocked.length })}</summary>
            <ul className="act-blocked">{blocked.slice(0, 50).map(([id, c]) => <li key={id}><span className="ad-mono">{id.split('.').slice(1).join('.')}</span> <span className="ad-dim">{reasonText(c)}</span></li>)}</ul>
          </details>
        )}
        {queue.error && <ErrorState error={queue.error} />}
      </div>
    </Modal>
  );
}
