import { App, Button, Popconfirm, Select, Skeleton } from 'antd';
import { useState } from 'react';
import type { PhoneDoor } from '@/bridge';
import { CopyId, EmptyState, ErrorState, Instant } from '@/design';
import { useLabel, useTranslation } from '@/i18n';
import { bytesText } from '@/lib/bytes';
import { Field, useKeep } from './Field';
import { NumberBox } from './NumberBox';
import { PairPhone } from './PairPhone';
import { useCloseDoor, useOpenDoor, usePhoneDoor, useRevokePhone } from './queries';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

/** Phones opens the door for phones, pairs them, and shows who came and who was refused. */
export function Phones(p: SectionProps) {
  const { t } = useTranslation('phones');
  const door = usePhoneDoor();
  return (
    <div>
      <p className="ad-quiet">{t('intro')}</p>
      {door.error && <ErrorState error={door.error} retry={() => void door.refetch()} />}
      {door.isPending && !door.error && <Skeleton active />}
      {door.data && (
        <>
          {door.data.open ? <OpenDoor door={door.data} /> : <ClosedDoor door={door.data} {...p} />}
          <List door={door.data} />
          <Refusals door={door.data} />
        </>
      )}
    </div>
  );
}

const isLoopback = (address: string) => address.startsWith('127.');

function ClosedDoor({ door, settings, save }: { door: PhoneDoor } & SectionProps) {
  const { t } = useTranslation('phones');
  const { keep } = useKeep(save);
  const open = useOpenDoor();
  const last = settings.phoneAddress;
  const [picked, setPicked] = useState('');
  const address = picked || (door.addresses.includes(last) ? last : (door.addresses[0] ?? ''));
  return (
    <>
      <Field label={t('door')} how={t('closed')}>
        <Button type="primary" loading={open.isPending} onClick={() => open.mutate({ address, port: settings.phonePort, hours: settings.phoneHours })}>{t('open')}</Button>
      </Field>
      {open.error && <ErrorState error={open.error} title={open.error.code === 'unauthorized' ? t('locked') : undefined} />}
      <Field label={t('address')} how={door.addresses.every(isLoopback) ? t('noAddress') : t('addressHow')}>
        <Select aria-label={t('address')} value={address} style={{ width: 360 }} onChange={setPicked} options={door.addresses.map((a) => ({ value: a, label: isLoopback(a) ? `${a} · ${t('loopback')}` : a }))} />
      </Field>
      <Field label={t('port')} how={t('portHow')}>
        <NumberBox label={t('port')} value={settings.phonePort} unit="" min={0} max={65535} onKeep={(phonePort) => void keep({ phonePort })} />
      </Field>
      <Field label={t('hours')} how={t('hoursHow')}>
        <NumberBox label={t('hours')} value={settings.phoneHours} unit={t('hoursUnit')} min={0} max={24} onKeep={(phoneHours) => void keep({ phoneHours })} />
      </Field>
    </>
  );
}

function OpenDoor({ door }: { door: PhoneDoor }) {
  const { t } = useTranslation('phones');
  const close = useCloseDoor();
  const [pairing, setPairing] = useState(false);
  return (
    <>
      <Field label={t('door')} how={<>{t('openNow')} {t('online', { n: door.online })}</>}>
        <span className="ad-row">
          <Button type="primary" onClick={() => setPairing(true)}>{t('pair')}</Button>
          <Button loading={close.isPending} onClick={() => close.mutate(undefined)}>{t('close')}</Button>
        </span>
      </Field>
      {close.error && <ErrorState error={close.error} />}
      <Field label={t('openedAt')}><CopyId id={door.url} /></Field>
      <Field label={t('fingerprint')} how={t('fingerprintHow')}><span className={`ad-mono ${s.print}`}>{door.fingerprint}</span></Field>
      <Field label={t('closesAt')}>{door.closesAt > 0 ? <Instant at={door.closesAt} absolute /> : <span>{t('withWindow')}</span>}</Field>
      {pairing && <PairPhone door={door} onClose={() => setPairing(false)} />}
    </>
  );
}

function List({ door }: { door: PhoneDoor }) {
  const { t } = useTranslation('phones');
  const { message } = App.useApp();
  const revoke = useRevokePhone();
  return (
    <>
      <h3 className={s.group}>{t('list')}</h3>
      {revoke.error && <ErrorState error={revoke.error} />}
      {door.phones.length === 0 ? <EmptyState title={t('none')} text={t('noneText')} /> : (
        <table className={s.table} aria-label={t('list')}>
          <thead>
            <tr><th>{t('columns.name')}</th><th>{t('columns.operator')}</th><th>{t('columns.paired')}</th><th>{t('columns.seen')}</th><th className={s.right}>{t('columns.files')}</th><th>{t('columns.state')}</th><th aria-label={t('revoke')} /></tr>
          </thead>
          <tbody>
            {door.phones.map((p) => (
              <tr key={p.id}>
                <td>{p.name} <span className="ad-mono ad-quiet">#{p.id.slice(-4)}</span></td>
                <td>{p.operator || <span className="ad-quiet">{t('desk')}</span>}</td>
                <td><Instant at={p.pairedAt} /></td>
                <td><Instant at={p.seenAt} /></td>
                <td className={s.right}>{p.files.toLocaleString()}{p.files > 0 && <span className="ad-quiet"> · {bytesText(p.bytes)}</span>}</td>
                <td>{p.revokedAt > 0 ? <span className="ad-quiet">{t('revoked')}</span> : t('active')}</td>
                <td className={s.acts}>
                  {p.revokedAt === 0 && (
                    <Popconfirm title={t('revokeSure', { name: p.name })} okText={t('revoke')} onConfirm={() => revoke.mutate(p.id, { onSuccess: () => void message.success(t('revokedNow')) })}>
                      <Button size="small" loading={revoke.isPending && revoke.variables === p.id}>{t('revoke')}</Button>
                    </Popconfirm>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Refusals({ door }: { door: PhoneDoor }) {
  const { t } = useTranslation('phones');
  const label = useLabel();
  return (
    <>
      <h3 className={s.group}>{t('refused')} <span className="ad-small ad-quiet">{t('refusedHow')}</span></h3>
      {door.refusals.length === 0 ? <p className="ad-quiet">{t('refusedNone')}</p> : (
        <table className={s.table} aria-label={t('refused')}>
          <thead><tr><th>{t('reason')}</th><th className={s.right}>{t('count')}</th><th>{t('last')}</th></tr></thead>
          <tbody>
            {door.refusals.map((r) => (
              <tr key={r.reason}><td>{label('doorRefusals', r.reason)}</td><td className={s.right}>{r.count.toLocaleString()}</td><td><Instant at={r.lastAt} /></td></tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
