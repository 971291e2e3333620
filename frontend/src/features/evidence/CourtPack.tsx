import { App, Button, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import { remoteOf } from './grouping';
import { useCourtPack } from './queries';

const purposes = ['lawsuit', 'arbitration', 'notary', 'police'] as const;

/** CourtPack makes the edition that masks nothing: for a purpose, and after a second yes. Go logs both before it writes. */
export function CourtPack({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('stamps');
  const { message } = App.useApp();
  const id = useId();
  const build = useCourtPack();
  const [purpose, setPurpose] = useState('');
  const [sure, setSure] = useState(false);
  const make = () =>
    build.mutate({ afterSaleId: caseId, purpose: purpose.trim(), confirmed: true }, {
      onSuccess: () => {
        void message.success(t('court.done'));
        onClose();
      },
    });
  return (
    <Modal
      open
      title={sure ? t('court.sureTitle') : t('court.title')}
      onCancel={onClose}
      footer={
        sure
          ? [<Button key="back" onClick={() => setSure(false)}>{t('court.back')}</Button>, <Button key="yes" type="primary" danger loading={build.isPending} onClick={make}>{t('court.confirm')}</Button>]
          : [<Button key="next" type="primary" disabled={purpose.trim() === ''} onClick={() => setSure(true)}>{t('court.next')}</Button>]
      }
    >
      {sure ? <p>{t('court.sure', { id: remoteOf(caseId), purpose: purpose.trim() })}</p> : (
        <div className="ad-col">
          <p>{t('court.what')}</p>
          <label htmlFor={id} className="ad-strong">{t('court.purpose')}</label>
          <Input id={id} value={purpose} maxLength={200} onChange={(e) => setPurpose(e.target.value)} />
          <div className="ad-row ad-wrap">
            {purposes.map((p) => <Button key={p} size="small" onClick={() => setPurpose(t(`court.purposes.${p}`))}>{t(`court.purposes.${p}`)}</Button>)}
          </div>
          <span className="ad-quiet ad-small">{t('court.purposeHow')}</span>
        </div>
      )}
      <p className="ad-quiet">{t('court.logged')}</p>
      {build.error && <ErrorState error={build.error} />}
    </Modal>
  );
}
