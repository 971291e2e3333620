import { App } from 'antd';
import { useNavigate } from 'react-router';
import type { Command } from './Palette';
import { usePrefs, useSetPrefs } from './prefs';
import { api, useAct, useShops, useStatus } from '@/bridge';
import { errorText } from '@/design';
import { useTranslation } from '@/i18n';

/** useCommands are the acts that belong to no screen: the offline switch, a sync of all shops, files, language and theme. */
export function useCommands({ help }: { help: () => void }): Command[] {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const shops = useShops();
  const status = useStatus();
  const prefs = usePrefs();
  const setPrefs = useSetPrefs();
  const offline = useAct((on: boolean) => api.shell.setOffline(on), ['status', 'settings', 'shell']);
  const sync = useAct(async () => {
    const live = [...shops.values()].filter((s) => s.platform !== 'sheet' && s.state !== 'paused');
    for (const s of live) await api.shops.syncNow(s.id);
    return live.length;
  }, ['shops', 'sync', 'status']);
  const say = (e: unknown) => void message.error(errorText(e));
  return [
    { id: 'sync', title: t('commands.sync'), keys: 'g y', run: () => sync.mutate(undefined, { onSuccess: (n) => void message.success(t('commands.synced', { n })), onError: say }) },
    { id: 'files', title: t('commands.files'), keys: 'g f', run: () => void navigate('/evidence?add=1') },
    { id: 'offline', title: status?.offline ? t('footer.goOnline') : t('footer.goOffline'), keys: 'g x', run: () => offline.mutate(!status?.offline, { onError: say }) },
    { id: 'language', title: prefs.language === 'en' ? '简体中文' : 'English', keys: '', run: () => setPrefs({ language: prefs.language === 'en' ? 'zh-CN' : 'en' }) },
    { id: 'light', title: t('footer.themeLight'), keys: '', run: () => setPrefs({ theme: 'light' }) },
    { id: 'dark', title: t('footer.themeDark'), keys: '', run: () => setPrefs({ theme: 'dark' }) },
    { id: 'help', title: t('help.title'), keys: '?', run: help },
  ];
}
