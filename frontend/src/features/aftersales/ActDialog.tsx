import { App, Button, Input, Modal, Select, Spin } from 'antd';
import { useCallback, useDeferredValue, useEffect, useRef, useState } from 'react';
import { api, useAct, useApi } from '@/bridge';
import type { Act } from '@/bridge';
import { ErrorState, Money, useLook } from '@/design';
import { useTranslation, wordOf } from '@/i18n';
import { moneyText } from '@/lib/money';

type Kind = 'agree' | 'refuse' | 'agree_refund' | 'remark';

/** ActDialog shows what an act would do in yuan and cases, queues it, and gives a receipt with a way back. */
export function ActDialog({ kind: given, ids, onClose, proof }: { kind: string; ids: string[]; onClose: (done: boolean) => void; proof?: number }) {
  const kind = given as Kind;
  const { t } = useTranslation();
  const { lang } = useLook();
  const receipt = useReceipt();
  const ok = useRef<HTMLButtonElement>(null);
  const [code, setCode] = useState<string>();
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const asked = useDeferredValue(text);
  const reasons = useApi('after_sales', ['refuseReasons', ids[0]], () => api.afterSales.refuseReasons(ids[0] ?? ''), { enabled: kind === 'refuse', keep: false });
  const list = reasons.data ?? [];
  const chosen = list.find((r) => r.code === code);
  const reason = chosen?.text ?? asked;
  const request = { ids, kind, reason, reasonCode: code ?? '', note };
  const preview = useApi('acts', ['preview', kind, ids, code ?? ''], () => api.afterSales.previewAct({ ...request, note: note || '-', reason: reason || '-' }), { also: ['after_sales', 'status'] });
  const queue = useAct(() => api.afterSales.queueAct({ ...request, ids: preview.data?.writable ?? [] }), ['acts', 'after_sales', 'status']);
  const p = preview.data;
  const blocked = Object.entries(p?.blocked ?? {});
  const writable = p?.writable ?? [];
  const needsReason = kind === 'refuse' && !chosen && text.trim() === '';
  const needsNote = kind === 'remark' && note.trim() === '';
  const reasonText = (c: string) => wordOf(`common:error.reasons.${c}`, wordOf(`enums:codes.${c}`, c));
  // The answer to "what would this do" comes after the dialog: then one Enter is enough.
  const ready = writable.length > 0;
  const focusOk = useCallback(() => {
    if (kind === 'agree' || kind === 'agree_refund') ok.current?.focus();
  }, [kind]);
  useEffect(() => {
    if (ready) focusOk();
  }, [ready, focusOk]);
  const send = () => {
    if (writable.length === 0 || needsReason || needsNote) return;
    queue.mutate(undefined, {
      onSuccess: (acts) => {
        receipt(acts);
        onClose(true);
      },
    });
  };
  return (
    <Modal
      open title={t(`aftersales:act.title.${kind}`)} width={520} onCancel={() => onClose(false)} closable={false} afterOpenChange={(shown) => { if (shown) focusOk(); }}
      footer={
        <>
          <Button onClick={() => onClose(false)}>{t('common.cancel')}</Button>
          <Button ref={ok} type="primary" loading={queue.isPending} disabled={!ready || needsReason || needsNote} onClick={send}>{t(`aftersales:act.confirm.${kind}`)}</Button>
        </>
      }
    >
      <div className="ad-col act-dialog">
        {kind === 'refuse' && (
          <>
            <p className="ad-dim">{t('aftersales:act.coach')}</p>
            <label className="ad-col" style={{ gap: 4 }}>
              <span>{t('aftersales:act.reason')}</span>
              {reasons.isPending ? (
                <span className="ad-quiet">{t('aftersales:act.loadingReasons')}…</span>
              ) : list.length > 0 ? (
                <Select value={code ?? null} onChange={(v: string | null) => setCode(v ?? undefined)} placeholder={t('aftersales:act.reasonHint')} aria-label={t('aftersales:act.reason')} options={list.map((r) => ({ value: r.code, label: r.text }))} />
              ) : (
                <Input value={text} onChange={(e) => setText(e.target.value)} placeholder={t('aftersales:act.ownReason')} aria-label={t('aftersales:act.reasonText')} />
              )}
            </label>
            {chosen?.evidenceNeed && (
              <p className={proof ? 'ad-dim' : 'ad-strong'}>{t('aftersales:act.evidenceNeed', { words: chosen.evidenceWords })} · {t('aftersales:evidence.count', { n: proof ?? 0 })}</p>
            )}
          </>
        )}
        {(kind === 'remark' || kind === 'refuse') && (
          <label className="ad-col" style={{ gap: 4 }}>
            <span>{t('aftersales:act.note')}</span>
            <Input.TextArea autoFocus={kind === 'remark'} rows={3} maxLength={500} showCount value={note} onChange={(e) => setNote(e.target.value)} aria-label={t('aftersales:act.note')} placeholder={t('aftersales:act.noteHint')} />
          </label>
        )}
        <div className="act-will" role="status">
          {preview.isPending ? (
            <span><Spin size="small" /> {t('aftersales:act.checking')}…</span>
          ) : preview.error ? (
            <ErrorState error={preview.error} retry={() => void preview.refetch()} />
          ) : p && writable.length === 0 ? (
            <strong>{t('aftersales:act.nothing')}</strong>
          ) : (
            p && <strong>{t(`aftersales:act.will.${kind}`, { n: writable.length, money: moneyText(p.total, lang) })}</strong>
          )}
          {p?.dryRun && <p className="ad-dim">{t('aftersales:act.dry')}</p>}
          {p?.offline && <p className="ad-dim">{t('aftersales:act.offline')}</p>}
          {p && !p.dryRun && !p.offline && writable.length > 0 && <p className="ad-quiet">{t('aftersales:act.sendAfter')}</p>}
        </div>
        {blocked.length > 0 && (
          <details open={writable.length === 0}>
            <summary>{t('aftersales:act.blocked', { n: blocked.length })}</summary>
            <ul className="act-blocked">{blocked.slice(0, 50).map(([id, c]) => <li key={id}><span className="ad-mono">{id.split('.').slice(1).join('.')}</span> <span className="ad-dim">{reasonText(c)}</span></li>)}</ul>
          </details>
        )}
        {queue.error && <ErrorState error={queue.error} />}
      </div>
    </Modal>
  );
}

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
      key, placement: 'bottomRight', duration: 15, title: t('aftersales:act.receipt', { n: acts.length }),
      description: first && first.kind !== 'remark' ? <Money value={total} strong /> : null,
      actions: (
        <Button
          size="small"
          onClick={() => undo.mutate(acts.map((a) => a.id), {
            onSuccess: (missed) => notification.open({ key, placement: 'bottomRight', duration: 6, title: missed > 0 ? t('aftersales:act.undoMissed', { n: missed }) : t('aftersales:act.undone') }),
          })}
        >
          {t('aftersales:act.undo')}
        </Button>
      ),
    });
  };
}
