import { Button, Drawer } from 'antd';
import { Link } from 'react-router';
import type { Act } from '@/bridge';
import { ShopOf } from '@/bridge/ShopOf';
import { actResult, hasMoney } from '@/bridge/act';
import { CopyId, Instant, LongText, Money, StatusTag } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';
import { subjectOf } from './subject';

/** ReceiptDrawer is everything that is known of one write: what was asked, what the person saw, what the platform said. */
export function ReceiptDrawer({ act: a, onUndo, busy, onClose }: { act: Act | undefined; onUndo: (a: Act) => void; busy: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const about = a ? subjectOf(a) : undefined;
  const proofs = a?.proofs ?? [];
  const seen = a?.params?.seen_status ?? '';
  return (
    <Drawer open={a !== undefined} onClose={onClose} size={480} title={t('acts:outbox.detail.title')} destroyOnHidden>
      {a && about && (
        <div className="ad-col">
          <div className="ad-row">
            <strong>{label('actKinds', a.kind)}</strong>
            <StatusTag kind="actStates" value={a.state} />
            <span className="ad-grow" />
            {a.state === 'queued' && <Button size="small" disabled={busy} onClick={() => onUndo(a)}>{t('acts:undo')}</Button>}
          </div>
          <dl className="ad-facts">
            <dt>{t('acts:outbox.detail.about')}</dt><dd>{label('subjectKinds', about.kind)} <Link className="ad-mono" to={about.to}>{about.id}</Link></dd>
            <dt>{t('acts:outbox.detail.shop')}</dt><dd><ShopOf id={a.shopId} long /></dd>
            {hasMoney(a.kind) && a.amount.currency && <><dt>{t('acts:outbox.detail.amount')}</dt><dd><Money value={a.amount} /></dd></>}
            {actResult(a) && <><dt>{t('acts:outbox.detail.why')}</dt><dd>{actResult(a)}</dd></>}
            {a.receipt && <><dt>{t('acts:outbox.detail.receipt')}</dt><dd><CopyId id={a.receipt} /></dd></>}
            {a.reason && <><dt>{t('acts:outbox.detail.reason')}</dt><dd>{a.reason}</dd></>}
            {a.note && <><dt>{t('acts:outbox.detail.note')}</dt><dd><LongText text={a.note} /></dd></>}
            {a.waybill && <><dt>{t('acts:outbox.detail.waybill')}</dt><dd><CopyId id={a.waybill} /></dd></>}
            {a.carrierCode && <><dt>{t('acts:outbox.detail.carrier')}</dt><dd className="ad-mono">{a.carrierCode}</dd></>}
            {a.addressId && <><dt>{t('acts:outbox.detail.address')}</dt><dd><CopyId id={a.addressId} /></dd></>}
            {proofs.length > 0 && <><dt>{t('acts:outbox.detail.proofs')}</dt><dd>{proofs.map((p, i) => <Link key={p.evidenceId} to={`/evidence?file=${encodeURIComponent(p.evidenceId)}`}>{i > 0 && ' · '}{i + 1}</Link>)}</dd></>}
            {seen && <><dt>{t('acts:outbox.detail.seen')}</dt><dd>{label(a.kind === 'ship' ? 'orderStatuses' : 'caseStatuses', seen)}</dd></>}
            <dt>{t('acts:outbox.detail.queued')}</dt><dd><Instant at={a.queuedAt} absolute /></dd>
            {a.sentAt > 0 && <><dt>{t('acts:outbox.detail.sent')}</dt><dd><Instant at={a.sentAt} absolute /></dd></>}
            {a.endedAt > 0 && <><dt>{t('acts:outbox.detail.ended')}</dt><dd><Instant at={a.endedAt} absolute /></dd></>}
            <dt>{t('acts:outbox.detail.by')}</dt><dd>{operatorText(a.by)}</dd>
            {a.tries > 0 && <><dt>{t('acts:outbox.detail.tries')}</dt><dd className="ad-num">{a.tries}</dd></>}
            <dt>{t('acts:outbox.detail.id')}</dt><dd><CopyId id={a.id} clip /></dd>
          </dl>
        </div>
      )}
    </Drawer>
  );
}
