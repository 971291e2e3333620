import { CloudOutlined, DisconnectOutlined, MobileOutlined, SyncOutlined, WarningOutlined } from '@ant-design/icons';
import { Dropdown, Tooltip } from 'antd';
import { Link } from 'react-router';
import { usePrefs, useSetPrefs } from './prefs';
import { api, useAct, useApi, useStatus } from '@/bridge';
import { Instant } from '@/design';
import { languages, useLabel, useTranslation } from '@/i18n';

/** Footer says whether the data is fresh and whether anything waits; offline is a state here, not an error. */
export function Footer({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const prefs = usePrefs();
  const setPrefs = useSetPrefs();
  const s = useStatus();
  const door = useApi('phones', ['door'], api.phones.state).data;
  const offline = useAct((on: boolean) => api.shell.setOffline(on), ['status', 'settings', 'shell']);
  const pulling = s?.pulling ?? [];

  let state = <span className="ad-row app-foot-item"><CloudOutlined aria-hidden />{t('footer.healthy')}</span>;
  if (!s) state = <span className="app-foot-item" />;
  else if (s.offline) state = <Tooltip title={t('footer.offlineHint')}><span className="ad-row app-foot-item ad-strong"><DisconnectOutlined aria-hidden />{t('footer.offline')}</span></Tooltip>;
  else if (s.importing) state = <span className="ad-row app-foot-item"><SyncOutlined spin aria-hidden />{t('footer.importing', { name: s.importing })}</span>;
  else if (pulling.length > 0) state = <span className="ad-row app-foot-item"><SyncOutlined spin aria-hidden />{t('footer.pulling', { n: pulling.length })}</span>;
  else if (s.noReach) state = <Tooltip title={t('footer.noReachHint')}><span className="ad-row app-foot-item ad-strong"><DisconnectOutlined aria-hidden />{t('footer.noReach')}</span></Tooltip>;
  else if (s.lastError) state = <span className="ad-row app-foot-item"><WarningOutlined aria-hidden />{t('footer.fault', { code: label('codes', s.lastError) })}</span>;

  return (
    <footer className="app-footer" aria-label={t('footer.label')}>
      <span role="status">{state}</span>
      <span className="app-foot-item ad-quiet">{s && s.lastPull > 0 ? <>{t('footer.asOf')} <Instant at={s.lastPull} /></> : s ? t('footer.never') : ''}</span>
      {s && s.notSent > 0 && (
        <Tooltip title={t('footer.notSentHint')}>
          <Link className="app-foot-item app-notsent" to="/outbox?state=queued,sending">{t('footer.notSent', { n: s.notSent })}</Link>
        </Tooltip>
      )}
      {door?.open && (
        <Link className="ad-row app-foot-item ad-strong" to="/settings?section=phones"><MobileOutlined aria-hidden />{t('phones:foot')}</Link>
      )}
      <span className="ad-grow" />
      {s && (
        <button type="button" className="ad-plain app-foot-item" disabled={offline.isPending} onClick={() => offline.mutate(!s.offline)}>
          {s.offline ? t('footer.goOnline') : t('footer.goOffline')}
        </button>
      )}
      <button type="button" className="ad-plain app-foot-item" onClick={onHelp}>{t('footer.help')}</button>
      <Dropdown
        trigger={['click']} placement="topRight"
        menu={{
          selectedKeys: [prefs.theme],
          items: [{ key: 'system', label: t('footer.themeSystem') }, { key: 'light', label: t('footer.themeLight') }, { key: 'dark', label: t('footer.themeDark') }],
          onClick: ({ key }) => setPrefs({ theme: key }),
        }}
      >
        <button type="button" className="ad-plain app-foot-item">{t('footer.theme')}</button>
      </Dropdown>
      <Dropdown
        trigger={['click']} placement="topRight"
        menu={{ selectedKeys: [prefs.language], items: Object.entries(languages).map(([key, name]) => ({ key, label: name })), onClick: ({ key }) => setPrefs({ language: key }) }}
      >
        <button type="button" className="ad-plain app-foot-item" aria-label={`${t('footer.language')} ${prefs.language === 'en' ? 'English' : '中文'}`}>{prefs.language === 'en' ? 'English' : '中文'}</button>
      </Dropdown>
    </footer>
  );
}
