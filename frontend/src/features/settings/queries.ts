import { api, useAct, useApi, usePages } from '@/bridge';

export const useRules = () => useApi('settings', ['rules'], api.settings.rules);
export const useBackups = () => useApi('settings', ['backups'], api.settings.backups);
export const useStorage = () => useApi('settings', ['storage'], api.settings.storage, { also: ['evidence'] });
export const useHosts = () => useApi('settings', ['hosts'], api.settings.hosts, { also: ['sync', 'status'] });
export const useAudit = () => usePages('audit', ['list'], (cursor) => api.settings.audit(cursor));
export const useBoot = () => useApi('shell', ['boot'], api.shell.boot);
export const useStatus = () => useApi('status', ['footer'], api.shell.status);
export const useChecks = () => useApi('checks', ['list'], api.logistics.checks, { also: ['settings'] });
export const useShopCards = () => useApi('shops', ['list'], api.shops.list);

export const useBackupNow = () => useAct(() => api.settings.backupNow(), ['settings']);
export const useVerifyBackup = () => useAct((id: string) => api.settings.verifyBackup(id), ['settings']);
export const useRestore = () => useAct((id: string) => api.settings.restore(id));
export const useSetOffline = () => useAct((on: boolean) => api.shell.setOffline(on), ['settings', 'status']);
export const useSupportBundle = () => useAct(() => api.settings.supportBundle());
