import { api, useAct, useApi } from '@/bridge';
import type { ConnectRequest, SheetPlan, Shop } from '@/bridge';

export const useCards = () => useApi('shops', ['list'], api.shops.list, { also: ['sync', 'settings'] });
export const usePlatforms = () => useApi('shell', ['platforms'], api.shops.platforms);
export const useBoot = () => useApi('shell', ['boot'], api.shell.boot);
export const useRuns = (id: string) => useApi('sync', ['runs', id], () => api.shops.runs(id), { enabled: id !== '' });
export const useProblems = (id: string) => useApi('sync', ['problems', id], () => api.shops.problems(id), { enabled: id !== '' });
export const useUnmapped = (id: string) => useApi('sync', ['unmapped', id], () => api.shops.unmapped(id), { enabled: id !== '', also: ['shops'] });
export const useMappings = () => useApi('imports', ['mappings'], api.shops.mappings);
export const useImports = () => useApi('imports', ['runs'], api.shops.imports);
export const useStatus = () => useApi('status', ['footer'], api.shell.status);

export const useSyncNow = () => useAct((id: string) => api.shops.syncNow(id), ['shops', 'sync', 'status']);
export const useReconcile = () => useAct((a: { id: string; days: number }) => api.shops.reconcile(a.id, a.days), ['shops', 'sync']);
export const useSetPaused = () => useAct((a: { id: string; paused: boolean }) => api.shops.setPaused(a.id, a.paused), ['shops']);
export const useSetWrites = () => useAct((a: { id: string; on: boolean }) => api.shops.setWrites(a.id, a.on), ['shops']);
export const useUpdateShop = () => useAct((shop: Shop) => api.shops.update(shop), ['shops']);
export const useRemoveShop = () => useAct((id: string) => api.shops.remove(id), ['shops', 'sync']);
export const useMapValue = () =>
  useAct((a: { id: string; field: string; raw: string; to: string }) => api.shops.mapValue(a.id, a.field, a.raw, a.to), ['sync', 'shops']);
export const useTest = () => useAct((r: Partial<ConnectRequest>) => api.shops.test(r));
export const useConnect = () => useAct((r: Partial<ConnectRequest>) => api.shops.connect(r), ['shops', 'sync']);
export const useAuthorizeURL = () => useAct((r: Partial<ConnectRequest>) => api.shops.authorizeURL(r));
export const useConfirm = () => useAct((a: { id: string; ability: string }) => api.shops.confirm(a.id, a.ability), ['shops']);
export const useAddFileShop = () => useAct((a: { name: string; currency: string; zone: string }) => api.shops.addFileShop(a.name, a.currency, a.zone), ['shops']);
export const useStartDemo = () => useAct(() => api.shell.startDemo(), ['shops', 'sync']);
export const useLookFile = () => useAct(async (a: { path: string; sheet: string }) => {
    const look = await api.shops.lookFile(a.path, a.sheet);
    return { ...look, sheets: look.sheets ?? [], header: look.header ?? [], sample: look.sample ?? [], scores: look.scores ?? {}, fields: look.fields ?? [], mapping: { ...look.mapping, columns: look.mapping.columns ?? {}, values: look.mapping.values ?? {} } };
  });
export const useRunImport = () => useAct((plan: SheetPlan) => api.shops.runImport(plan), ['imports', 'shops']);
