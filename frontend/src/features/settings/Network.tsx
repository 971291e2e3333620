import { App, Skeleton, Switch } from 'antd';
import { EmptyState, ErrorState, errorText, Instant } from '@/design';
import { useTranslation } from '@/i18n';
import { useSay } from '@/i18n/words';
import { Field, useKeep } from './Field';
import { NumberBox } from './NumberBox';
import { useHosts, useSetOffline, useStatus } from './queries';
import type { SectionProps } from './SettingsPage';
import s from './settings.module.css';

const isLocal = (host: string) => /^(127\.|localhost|\[?::1)/.test(host);

/** Network lists every host that was ever contacted, and holds the switch that stops all of it. */
export function Network({ settings, save }: SectionProps) {
  const { t } = useTranslation('settings');
  const say = useSay('settings');
  const { message } = App.useApp();
  const hosts = useHosts();
  const status = useStatus();
  const set = useSetOffline();
  const { keep } = useKeep(save);
  const offline = status.data?.offline ?? settings.offline;
  return (
    <div>
      <p className="ad-quiet">{t('network.intro')}</p>
      <Field label={t('network.offline')} how={t(offline ? 'network.offlineOn' : 'network.offlineOff')}>
        <Switch aria-label={t('network.offline')} checked={offline} loading={set.isPending} onChange={(on) => void set.mutateAsync(on).catch((e: unknown) => message.error(errorText(e)))} />
      </Field>
      <Field label={t('network.push')} how={<>{t('network.pushHow')}{settings.pushPort > 0 && <> <span className="ad-mono">{t('network.pushAt', { at: `http://127.0.0.1:${settings.pushPort}/push/` })}</span></>}</>}>
        <NumberBox label={t('network.pushPort')} value={settings.pushPort} unit="" min={0} max={65535} onKeep={(pushPort) => void keep({ pushPort })} />
      </Field>
      {hosts.error && <ErrorState error={hosts.error} retry={() => void hosts.refetch()} />}
      {hosts.isPending && !hosts.error && <Skeleton active />}
      {hosts.data?.length === 0 && <EmptyState title={t('network.empty')} text={t('network.emptyText')} />}
      {hosts.data && hosts.data.length > 0 && (
        <table className={s.table}>
          <thead>
            <tr>
              <th>{t('network.host')}</th>
              <th>{t('network.purpose')}</th>
              <th className={s.right}>{t('network.requests')}</th>
              <th className={s.right}>{t('network.blocked')}</th>
              <th>{t('network.first')}</th>
              <th>{t('network.last')}</th>
            </tr>
          </thead>
          <tbody>
            {[...hosts.data].sort((a, b) => a.host.localeCompare(b.host) || a.purpose.localeCompare(b.purpose)).map((h) => (
              <tr key={`${h.host} ${h.purpose}`}>
                <td>
                  <span className="ad-mono">{h.host}</span> {isLocal(h.host) && <span className="ad-quiet">{t('network.local')}</span>}
                </td>
                <td>{say('network.purposes', h.purpose)}</td>
                <td className={s.right}>{h.requests.toLocaleString()}</td>
                <td className={s.right}>{h.blocked.toLocaleString()}</td>
                <td><Instant at={h.firstAt} /></td>
                <td><Instant at={h.lastAt} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
