import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Button, Modal, Spin } from 'antd';
import { useTranslation } from '@/i18n';
import type { VerifyReport } from '@/bridge';
import { CopyId, ErrorState } from '@/design';
import { useSay } from '@/i18n/words';
import type { AppError } from '@/lib/appError';
import { bytesText } from '@/lib/bytes';
import s from './evidence.module.css';

interface Props {
  name: string; // what is being verified; "" = closed
  busy: boolean;
  report: VerifyReport | undefined;
  error: AppError | null;
  onClose: () => void;
}

/** VerifyResult says in one glance whether bytes are what they were, and names what is not. */
export function VerifyResult({ name, busy, report, error, onClose }: Props) {
  const { t } = useTranslation('evidence');
  return (
    <Modal
      open={name !== ''}
      onCancel={onClose}
      title={name}
      width={600}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('verify.close')}
        </Button>
      }
    >
      {busy && (
        <p role="status">
          <Spin size="small" /> {t('verify.running')}
        </p>
      )}
      {!busy && error && <ErrorState error={error} />}
      {!busy && report && <Verdict report={report} />}
    </Modal>
  );
}

function Verdict({ report }: { report: VerifyReport }) {
  const say = useSay('evidence');
  const { t } = useTranslation('evidence');
  const { t: st } = useTranslation('stamps');
  const damaged = report.damaged ?? [];
  return (
    <div role="status">
      <div className={report.ok ? `${s.verdict} ${s.good}` : `${s.verdict} ${s.bad}`}>
        {report.ok ? <CheckCircleFilled /> : <CloseCircleFilled />}
        <div>
          <b>{t(report.ok ? 'verify.okTitle' : 'verify.badTitle')}</b>
          <div>
            {say('verify.kind', report.kind)} ·{' '}
            {report.ok
              ? t('verify.okText', { n: report.checked, size: bytesText(report.bytes) })
              : t('verify.badText', { n: report.checked, bad: damaged.length })}
          </div>
        </div>
      </div>
      {damaged.length > 0 && (
        <table className={s.damage}>
          <thead>
            <tr>
              <th>{t('verify.item')}</th>
              <th>{t('verify.problem')}</th>
            </tr>
          </thead>
          <tbody>
            {damaged.slice(0, 200).map((d) => (
              <tr key={d.item + d.what}>
                <td className={s.mono}>{d.item}</td>
                <td>{say('verify.what', d.what)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {report.stamps > 0 && <p className={s.quiet}>{st('held', { n: report.stamps })}</p>}
      {report.head && (
        <p className={s.quiet}>
          {t('verify.head')} <CopyId id={report.head} />
        </p>
      )}
    </div>
  );
}
