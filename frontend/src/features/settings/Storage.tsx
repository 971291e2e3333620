import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { App, Button, Skeleton, Tag } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '@/bridge';
import type { Backup } from '@/bridge';
import { EmptyState, ErrorState, errorText, Instant, useLook } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { bytesText } from '@/lib/bytes';
import { absoluteText } from '@/lib/time';
import { Field, useKeep } from './Field';
import { NumberBox } from './NumberBox';
import { useBackupNow, useBackups, useRestore, useStorage, useVerifyBackup } from './queries';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

/** drillText says how long a restore drill took. */
export function drillText(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Storage is what the data folder holds, and the backups that were proven to restore. */
export function Storage({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const { keep } = useKeep(save);
  const storage = useStorage();
  const backups = useBackups();
  const backup = useBackupNow();
  const list = backups.data ?? [];
  const drilled = list.find((b) => b.checkAt > 0);
  const low = storage.data && storage.data.freeBytes > 0 && storage.data.freeBytes < settings.reserveBytes;
  const now = () => void backup.mutateAsync(undefined).then(() => message.success(t('storage.done')), () => undefined);

  return (
    <div>
      {storage.error && <ErrorState error={storage.error} retry={() => void storage.refetch()} />}
      {storage.data && (
        <>
          <dl className={s.tally}>
            <Figure name={t('storage.data')} value={bytesText(storage.data.dataBytes)} />
            <Figure name={t('storage.evidence')} value={bytesText(storage.data.evidenceBytes)} under={t('storage.evidenceFiles', { n: storage.data.evidenceFiles.toLocaleString() })} />
            <Figure name={t('storage.backups')} value={bytesText(storage.data.backupBytes)} />
            <Figure name={t('storage.free')} value={bytesText(storage.data.freeBytes)} under={low ? t('storage.low') : ''} />
          </dl>
          <Field label={t('storage.folder')}>
            <span className="ad-row">
              <span className="ad-mono ad-clip" title={storage.data.folder}>{storage.data.folder}</span>
            </span>
          </Field>
        </>
      )}
      <Field label={t('storage.drill')} how={settings.backupFolder === '' ? <>{t('storage.sameDisk')} <Link to="/settings?section=folders">{t('sections.folders')}</Link></> : t('storage.note')}>
        {!drilled ? (
          <span>{t('storage.drillNever')}</span>
        ) : drilled.ok ? (
          <span className={s.good}>
            <CheckCircleFilled /> <Instant at={drilled.checkAt} /> <span className="ad-quiet ad-num">{drillText(drilled.drillMs)}</span>
          </span>
        ) : (
          <span>
            <CloseCircleFilled /> <Instant at={drilled.checkAt} /> {t('storage.bad')}
          </span>
        )}
      </Field>
      <Field label={t('storage.keep')}>
        <NumberBox min={1} max={365} unit={t('storage.keepUnit')} label={t('storage.keep')} value={settings.backupKeep} onKeep={(v) => void keep({ backupKeep: v })} />
      </Field>
      <div className={s.tools}>
        <h3 className={s.group}>{t('storage.list')}</h3>
        <span className={s.push} />
        <Button type="primary" loading={backup.isPending} onClick={now}>{backup.isPending ? t('storage.backing') : t('storage.now')}</Button>
      </div>
      {backup.error && <ErrorState error={backup.error} retry={now} />}
      {backups.error && <ErrorState error={backups.error} retry={() => void backups.refetch()} />}
      {backups.isPending && !backups.error && <Skeleton active />}
      {backups.data && list.length === 0 && <EmptyState title={t('storage.empty')} text={t('storage.emptyText')} />}
      {list.length > 0 && (
        <table className={s.table}>
          <thead>
            <tr>
              <th>{t('storage.at')}</th>
              <th>{t('storage.reason')}</th>
              <th>{t('storage.holds')}</th>
              <th className={s.right}>{t('storage.size')}</th>
              <th>{t('storage.checked')}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {list.map((b) => (
              <BackupRow key={b.id} backup={b} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Figure({ name, value, under }: { name: string; value: string; under?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
      {under && <dd className={s.under}>{under}</dd>}
    </div>
  );
}

/** BackupRow restores in two clicks: the button, then the question that says what will be seen and how to come back. */
function BackupRow({ backup }: { backup: Backup }) {
  const { t } = useTranslation('settings');
  const say = useSay('settings');
  const { lang, zone } = useLook();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const verify = useVerifyBackup();
  const restore = useRestore();
  const [asked, setAsked] = useState(false);
  const n = (v: number) => v.toLocaleString();

  const check = () =>
    void verify.mutateAsync(backup.id).then(
      (b) => void (b.ok ? message.success(t('storage.verified')) : message.error(t('storage.verifyBad'))),
      (e: unknown) => void message.error(errorText(e)),
    );
  const ask = () => {
    setAsked(true);
    modal.confirm({
      title: t('storage.restoreTitle', { at: absoluteText(backup.at, lang, zone) }),
      content: t('storage.restoreText', { orders: n(backup.orders), cases: n(backup.cases) }),
      okText: t('storage.restoreOk'),
      cancelText: t('storage.restoreCancel'),
      width: 480,
      afterClose: () => setAsked(false),
      onOk: () =>
        restore.mutateAsync(backup.id).then(
          () => {
            void client.invalidateQueries();
            void message.success(t('storage.restored'), 10);
          },
          (e: unknown) => void message.error(errorText(e), 10),
        ),
    });
  };
  return (
    <tr>
      <td>
        <Instant at={backup.at} />
        {backup.external && <Tag className={s.tag}>{t('storage.external')}</Tag>}
      </td>
      <td>{say('storage.reasons', backup.reason)}</td>
      <td className="ad-num">{t('storage.holdsText', { orders: n(backup.orders), cases: n(backup.cases), evidence: n(backup.evidence) })}</td>
      <td className={s.right}>{bytesText(backup.bytes)}</td>
      <td>
        {backup.ok ? (
          <span className={s.good}>
            <CheckCircleFilled /> {t('storage.ok')}
          </span>
        ) : (
          <span>
            <CloseCircleFilled /> {t('storage.bad')}
          </span>
        )}{' '}
        <Instant at={backup.checkAt} />
      </td>
      <td className={s.acts}>
        <Button size="small" type="text" loading={verify.isPending} onClick={check}>{verify.isPending ? t('storage.verifying') : t('storage.verify')}</Button>
        <Button size="small" loading={restore.isPending} disabled={!backup.ok || asked} onClick={ask}>{restore.isPending ? t('storage.restoring') : t('storage.restore')}</Button>
        {backup.path && <Button size="small" type="text" onClick={() => void api.shell.openPath(backup.path).catch((e: unknown) => message.error(errorText(e)))}>{t('storage.open')}</Button>}
      </td>
    </tr>
  );
}
