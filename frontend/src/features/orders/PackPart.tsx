import type { PackRecord } from '@/bridge';
import { Instant, StatusTag } from '@/design';
import { operatorText, useLabel, useTranslation } from '@/i18n';

/** PackPart is what the packing bench did with an order: who, when, what was stopped and why it went on. */
export function PackPart({ records }: { records: PackRecord[] }) {
  const { t } = useTranslation('packing');
  const label = useLabel();
  if (records.length === 0) return <p className="ad-quiet">{t('records.none')}</p>;
  return (
    <ul className="ad-goods">
      {records.map((r) => {
        const facts = [
          r.station, r.clips.length > 0 && t('records.clips', { n: r.clips.length }), r.photos.length > 0 && t('photos', { n: r.photos.length }),
          r.counted && t('records.counts', { good: r.good, bad: r.bad, missing: r.missing }),
        ].filter(Boolean);
        return (
          <li key={r.id}>
            <div className="ad-row">
              <span className="ad-strong">{label('packModes', r.mode)}</span>
              <span className="ad-mono ad-clip ad-grow">{r.waybill}</span>
              <StatusTag kind="packStates" value={r.state} />
            </div>
            <div className="ad-row ad-small ad-quiet"><Instant at={r.closedAt || r.startedAt} /><span>{operatorText(r.packer)}</span></div>
            {facts.length > 0 && <div className="ad-small ad-quiet">{facts.join(' · ')}</div>}
            {r.stops.map((s) => (
              <div key={s.id} className="ad-small">
                {s.reason ? t('records.past', { kind: label('packStopKinds', s.kind), reason: label('packReasons', s.reason), by: operatorText(s.by) }) : label('packStopKinds', s.kind)}
              </div>
            ))}
          </li>
        );
      })}
    </ul>
  );
}
