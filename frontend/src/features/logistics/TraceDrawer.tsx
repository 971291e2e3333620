import { Drawer, Skeleton } from 'antd';
import { Link } from 'react-router';
import type { Parcel, ParcelDetail } from '@/bridge';
import { CopyId, EmptyState, ErrorState, Instant, StatusTag, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { spanText } from '@/lib/time';
import { useParcel } from './queries';
import s from './logistics.module.css';

/** TraceDrawer is one parcel's way: its milestones in one line, then every scan, newest first, with who reported it. */
export function TraceDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('logistics');
  const parcel = useParcel(id);
  return (
    <Drawer open={id !== ''} onClose={onClose} size={520} title={t('trace.title')} destroyOnHidden>
      {parcel.error && <ErrorState error={parcel.error} retry={() => void parcel.refetch()} />}
      {parcel.isPending && id !== '' && !parcel.error && <Skeleton active />}
      {parcel.data && <Body detail={parcel.data} />}
    </Drawer>
  );
}

function Body({ detail }: { detail: ParcelDetail }) {
  const { t } = useTranslation('logistics');
  const say = useSay('logistics');
  const { parcel } = detail;
  const traces = [...(detail.traces ?? [])].reverse();
  return (
    <div className={s.trace}>
      <div className="ad-row ad-wrap">
        <CopyId id={parcel.waybill} />
        <span className="ad-dim">{parcel.carrierName}</span>
        <StatusTag kind="trackStates" value={parcel.state} />
      </div>
      <Milestones parcel={parcel} />
      <div className="ad-row ad-wrap">
        <Link to={`/orders/${encodeURIComponent(parcel.orderId)}`}>{t('trace.openOrder')}</Link>
        {parcel.afterSaleId && <Link to={`/after-sales/${encodeURIComponent(parcel.afterSaleId)}`}>{t('trace.openCase')}</Link>}
        <span className="ad-quiet">
          {t('trace.checkedAt')} <Instant at={parcel.traceCheckedAt} />
        </span>
      </div>
      {traces.length === 0 ? (
        <EmptyState title={t('trace.none')} text={t('trace.noneText')} />
      ) : (
        <ol className={s.scans}>
          {traces.map((e, i) => (
            <li key={`${e.at}-${i}`} data-first={i === 0}>
              <div className="ad-row">
                <StatusTag kind="trackStates" value={e.state} raw={e.rawCode} />
                <Instant at={e.at} />
                <span className="ad-quiet ad-small">{say('trace.reporter', e.reporter)}</span>
              </div>
              <div className="ad-text">{e.text}</div>
              {e.site && <div className="ad-quiet ad-small">{e.site}</div>}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Milestones({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation('logistics');
  const { lang } = useLook();
  const stops: [string, number][] = [
    [t('trace.uploaded'), parcel.uploadedAt],
    [t('trace.picked'), parcel.pickedAt],
    [t('trace.hub'), parcel.hubAt],
    [t('trace.delivery'), parcel.deliveryAt],
    [t('trace.signed'), parcel.signedAt],
  ];
  return (
    <ol className={s.stops}>
      {stops.map(([name, at], i) => {
        const before = stops[i - 1]?.[1] ?? 0;
        return (
          <li key={name} data-done={at > 0}>
            <span>{name}</span>
            <Instant at={at} />
            <span className="ad-quiet ad-small">{at > 0 && before > 0 && at > before ? `+${spanText(at - before, lang)}` : ''}</span>
          </li>
        );
      })}
    </ol>
  );
}
