import { App, Button, Modal, QRCode, Skeleton } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, useAct } from '@/bridge';
import type { PhoneDoor } from '@/bridge';
import { CopyId, ErrorState } from '@/design';
import { useTranslation } from '@/i18n';
import s from './settings.module.css';

/** PairPhone shows the code that lets one phone in, and what the phone is going to say about the certificate. */
export function PairPhone({ door, onClose }: { door: PhoneDoor; onClose: () => void }) {
  const { t } = useTranslation('phones');
  const { message } = App.useApp();
  const [round, setRound] = useState(0);
  const invite = useAct(() => api.phones.pair());
  const { mutate } = invite;
  useEffect(() => mutate(undefined), [mutate, round]); // each code replaces the one before
  const left = useSecondsUntil(invite.data?.expiresAt ?? 0);
  // Who was there when the dialog opened; a phone that is paired later closes it.
  const before = useRef(new Map(door.phones.map((p) => [p.id, p.pairedAt])));
  const came = door.phones.find((p) => p.revokedAt === 0 && before.current.get(p.id) !== p.pairedAt);
  useEffect(() => {
    if (!came) return;
    void message.success(t('paired', { name: came.name }));
    onClose();
  }, [came, message, onClose, t]);
  const over = invite.data !== undefined && left <= 0;
  return (
    <Modal open footer={null} width={720} title={t('pairTitle')} onCancel={onClose} destroyOnHidden>
      <div className={s.pair}>
        <div className={s.pairCode}>
          {invite.error && <ErrorState error={invite.error} retry={() => setRound(round + 1)} />}
          {!invite.data && !invite.error && <Skeleton.Node active style={{ width: 240, height: 240 }} />}
          {invite.data && <QRCode value={invite.data.url} type="svg" size={240} bordered={false} color="#000" bgColor="#fff" status={over ? 'expired' : 'active'} onRefresh={() => setRound(round + 1)} statusRender={() => <Button type="primary" onClick={() => setRound(round + 1)}>{t('pairAgain')}</Button>} />}
          {invite.data && <p className="ad-small ad-num" role="timer">{over ? t('pairGone') : t('pairOnce', { left })}</p>}
          {invite.data && !over && <CopyId id={invite.data.url} show={t('copy')} />}
        </div>
        <div className={s.pairHow}>
          <h3>{t('warnTitle')}</h3>
          <p>{t('warnWhy')}</p>
          <ul>
            <li>{t('warnIphone')}</li>
            <li>{t('warnAndroid')}</li>
          </ul>
          <p>{t('warnCompare')}</p>
          <p className={`ad-mono ${s.print}`}>{door.fingerprint}</p>
          <p className="ad-strong">{t('warnStop')}</p>
        </div>
      </div>
    </Modal>
  );
}

/** useSecondsUntil counts down to a moment, once a second; 0 when it has passed or is not known. */
function useSecondsUntil(at: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((at - now) / 1000));
}
