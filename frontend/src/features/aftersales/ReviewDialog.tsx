import { Button, Modal } from 'antd';
import { useFacts } from './StandardPart';
import type { Objection } from '@/bridge';
import { useLabel, useTranslation, wordOf } from '@/i18n';

/** ReviewDialog shows the grounds on which a platform would turn a pack down, before the pack is made. */
export function ReviewDialog({ list, onGo, onClose }: { list: Objection[]; onGo: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const facts = useFacts();
  const why = (o: Objection) => {
    if (!o.why) return `${label('proofPoints', o.point)} · ${t('standard:review.unasked')}`;
    const own = wordOf(`enums:objectionWhys.${o.why}`, '') || label('proofWhys', o.why);
    return o.point ? `${label('proofPoints', o.point)} · ${own}` : own;
  };
  return (
    <Modal
      open title={t('standard:review.title')} width={560} onCancel={onClose} closable={false}
      footer={<><Button onClick={onGo}>{t('standard:review.go')}</Button><Button type="primary" autoFocus onClick={onClose}>{t('standard:review.fix')}</Button></>}
    >
      <p className="ad-dim">{t('standard:review.intro')}</p>
      <ul className="std-objections">
        {list.map((o, i) => (
          <li key={`${o.evidenceId}${o.point}${o.why}${i}`} data-fatal={o.fatal}>
            <span className="std-reason">{label('objectionReasons', o.reason)}</span>
            <span className="ad-grow">
              <span className="ad-strong">{o.proof ? label('proofKinds', o.proof) : o.name}</span> {why(o)}
              {facts(o.params) && <span className="ad-quiet"> · {facts(o.params)}</span>}
              {o.proof && o.name && <span className="ad-quiet ad-small"> {o.name}</span>}
            </span>
            <span className="ad-small ad-quiet">{o.fatal ? t('standard:review.fatal') : t('standard:review.doubt')}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
