import { api, useAct, useApi, usePages } from '@/bridge';
import type { StampAuthority } from '@/bridge';

export const useRules = () => useApi('settings', ['rules'], api.settings.rules);
export const useBackups = () => useApi('settings', ['backups'], api.settings.backups);
export const useStorage = () => useApi('settings', ['storage'], api.settings.storage, { also: ['evidence'] });
export const useHosts = () => useApi('settings', ['hosts'], api.settings.hosts, { also: ['sync', 'status'] });
export const useAudit = () => usePages('audit', ['list'], (cursor) => api.settings.audit(cursor));
export const useBoot = () => useApi('shell', ['boot'], api.shell.boot);
export const useStatus = () => useApi('status', ['footer'], api.shell.status);
export const useChecks = () => useApi('checks', ['list'], api.logistics.checks, { also: ['settings'] });
export const useShopCards = () => useApi('shops', ['list'], api.shops.list);

export const usePhoneDoor = () => useApi('phones', ['door'], api.phones.state);

export const useOpenDoor = () => useAct((r: { address: string; port: number; hours: number }) => api.phones.open(r), ['phones', 'settings']);
export const useCloseDoor = () => useAct(() => api.phones.close(), ['phones']);
export const useRevokePhone = () => useAct((id: string) => api.phones.revoke(id), ['phones']);
export const useBackupNow = () => useAct(() => api.settings.backupNow(), ['settings']);
export const useVerifyBackup = () => useAct((id: string) => api.settings.verifyBackup(id), ['settings']);
export const useRestore = () => useAct((id: string) => api.settings.restore(id));
export const useSetOffline = () => useAct((on: boolean) => api.shell.setOffline(on), ['settings', 'status']);
export const useSupportBundle = () => useAct(() => api.settings.supportBundle());

export const useStamps = () => useApi('stamps', ['info'], api.stamps.info, { also: ['settings', 'packs'] });
export const usePutStamper = () => useAct((r: { a: StampAuthority; password: string }) => api.stamps.put(r.a, r.password), ['stamps', 'settings']);
export const useRemoveStamper = () => useAct((id: string) => api.stamps.remove(id), ['stamps', 'settings']);
export const useStampNow = () => useAct((id: string) => api.stamps.stampNow(id), ['stamps', 'packs']);
export const useSendStamps = () => useAct(() => api.stamps.sendQueue(), ['stamps', 'packs']);
