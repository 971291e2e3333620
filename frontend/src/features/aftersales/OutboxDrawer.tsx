import { App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, useAct, usePages, useStatus } from '@/bridge';
import type { Act } from '@/bridge';
import { CopyId, EmptyState, ErrorState, FilterChips, Instant, LongText, Money, StatusTag, errorText } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { AppError } from '@/lib/appError';
import './aftersales.css';

/** OutboxDrawer lists every write and where it stands; what is not sent can be taken back. */
export function OutboxDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} size={560} title={<>{t('aftersales:outbox.title')} <span className="ad-quiet ad-small" style={{ fontWeight: 400 }}>{t('aftersales:outbox.sub')}</span></>} destroyOnHidden>
      {open && <Outbox onLeave={onClose} />}
    </Drawer>
  );
}

function Outbox({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const status = useStatus();
  const [view, setView] = useState('all');
  const states = view === 'waiting' ? ['queued', 'sending'] : view === 'failed' ? ['failed', 'skipped'] : [];
  const pages = usePages('acts', ['outbox', view], (cursor) => api.afterSales.outbox({ states, cursor, limit: 100 }));
  const send = useAct(() => api.afterSales.sendNow(), ['acts', 'after_sales', 'status']);
  const undo = useAct((id: string) => api.afterSales.undoAct(id), ['acts', 'after_sales', 'status']);
  return (
    <div className="ad-col">
      <div className="ad-row">
        <FilterChips
          label={t('aftersales:outbox.view')} value={[view]} onChange={(v) => setView(v[0] ?? 'all')}
          chips={[{ id: 'all', label: t('aftersales:outbox.all') }, { id: 'waiting', label: t('aftersales:outbox.waiting'), count: status?.notSent }, { id: 'failed', label: t('enums:actStates.failed') }]}
        />
        <span className="ad-grow" />
        <Button
          type="primary" disabled={!status || status.notSent === 0 || status.offline} loading={send.isPending}
          onClick={() => send.mutate(undefined, { onSuccess: (n) => void message.info(t('aftersales:outbox.sent', { n })) })}
        >
          {t('aftersales:outbox.sendNow')}
        </Button>
      </div>
      {(send.error ?? undo.error) && <ErrorState error={send.error ?? undo.error} />}
      {pages.error ? (
        <ErrorState error={pages.error} retry={pages.retry} />
      ) : pages.rows.length === 0 && !pages.loading ? (
        <EmptyState title={t('aftersales:outbox.empty')} text={t('aftersales:outbox.emptyText')} />
      ) : (
        <ul>
          {pages.rows.map((a) => (
            <ActLine
              key={a.id} a={a} busy={undo.isPending} onUndo={() => undo.mutate(a.id)}
              onOpen={() => { onLeave(); void navigate(`/after-sales/${encodeURIComponent(a.afterSaleId)}`); }}
            />
          ))}
        </ul>
      )}
      {pages.hasMore && <Button onClick={pages.loadMore} loading={pages.loadingMore}>{t('list.loadMore')}</Button>}
    </div>
  );
}

/** ActLine is one write: what, how much, where it stands, and why not. */
export function ActLine({ a, onUndo, onOpen, busy }: { a: Act; onUndo: () => void; onOpen?: () => void; busy: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <li className="act-line">
      <div className="ad-row">
        <span className="ad-strong">{label('actKinds', a.kind)}</span>
        {a.kind !== 'remark' && a.amount.currency && <Money value={a.amount} />}
        <span className="ad-grow" />
        <StatusTag kind="actStates" value={a.state} />
        {a.state === 'queued' && <Button size="small" disabled={busy} onClick={onUndo}>{t('aftersales:outbox.undo')}</Button>}
      </div>
      <div className="ad-row ad-small ad-quiet">
        {onOpen && <button type="button" className="ad-plain ad-linkish ad-mono" onClick={onOpen}>{a.afterSaleId.split('.').slice(1).join('.')}</button>}
        <Instant at={a.endedAt || a.queuedAt} />
        {a.by && <span>{t('aftersales:outbox.by', { by: a.by })}</span>}
        {a.tries > 1 && <span>{t('aftersales:outbox.tries', { n: a.tries })}</span>}
        {a.receipt && <CopyId id={a.receipt} clip />}
      </div>
      {(a.reason || a.note) && <div className="ad-dim ad-small"><LongText text={[a.reason, a.note].filter(Boolean).join(' · ')} first={120} /></div>}
      {a.code && <div className="ad-dim ad-small">{errorText(new AppError(a.code, a.params ?? {}))}</div>}
    </li>
  );
}
