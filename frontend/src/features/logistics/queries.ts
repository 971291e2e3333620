import { api, useAct, useApi, usePages } from '@/bridge';
import type { FindingQuery, ParcelQuery } from '@/bridge';

export const useFindings = (q: Partial<FindingQuery>) =>
  usePages('findings', ['list', q], (cursor) => api.logistics.findings({ ...q, cursor, limit: 100 }), { also: ['parcels'] });

export const useFindingCounts = () => useApi('findings', ['counts'], api.logistics.counts);

export const useParcels = (q: Partial<ParcelQuery>) =>
  usePages('parcels', ['list', q], (cursor) => api.logistics.parcels({ ...q, cursor, limit: 100 }));

export const useParcel = (id: string) => useApi('parcels', ['get', id], () => api.logistics.parcel(id), { enabled: id !== '', keep: false });

export const useChecks = () => useApi('checks', ['list'], api.logistics.checks, { also: ['settings'] });

export const useReceipts = (check: string) => useApi('checks', ['receipts', check], () => api.logistics.receipts(check), { enabled: check !== '' });

export const useRunCheck = () => useAct((id: string) => api.logistics.runCheck(id), ['checks', 'findings']);

export const useMoveFinding = () =>
  useAct((a: { id: string; state: string; owner: string }) => api.logistics.moveFinding(a.id, a.state, a.owner), ['findings', 'audit']);
