import { api, useAct, useApi, usePages } from '@/bridge';
import type { AddFilesRequest, EvidenceQuery, EvidenceRow, PackRequest } from '@/bridge';

// Go writes an empty list of an old row as null.
const whole = (r: EvidenceRow): EvidenceRow => ({ item: { ...r.item, codes: r.item.codes ?? [] }, links: r.links ?? [] });

/** useEvidence lists files, newest first. */
export const useEvidence = (q: Partial<EvidenceQuery>, enabled = true) =>
  usePages('evidence', ['list', q], async (cursor) => {
    const page = await api.evidence.list({ ...q, cursor, limit: 120 });
    return { items: (page.items ?? []).map(whole), next: page.next };
  }, { enabled });

export const useEvidenceFile = (id: string) => useApi('evidence', ['get', id], async () => whole(await api.evidence.get(id)), { enabled: id !== '', keep: false });

/** useUnlinkedCount is the number on the tab; past one page it is a floor. */
export function useUnlinkedCount(): { n: number; more: boolean } {
  const q = useApi('evidence', ['unlinked-count'], () => api.evidence.list({ linked: 'no', limit: 100 }));
  return { n: q.data?.items.length ?? 0, more: (q.data?.next ?? '') !== '' };
}

export const useGuesses = (id: string) => useApi('evidence', ['guess', id], () => api.evidence.guess(id), { enabled: id !== '', keep: false, also: ['orders'] });

export const useCoverage = (from: string, to: string) =>
  useApi('evidence', ['coverage', from, to], () => api.evidence.coverage([], from, to), { also: ['orders'] });

export const useOrderSearch = (text: string) =>
  useApi('orders', ['search', text], () => api.orders.list({ text, limit: 8 }), { enabled: text.trim().length >= 2 });

export const usePacks = (caseId: string) => useApi('packs', ['list', caseId], () => api.evidence.packs(caseId), { also: ['stamps'] });

export const useAddFiles = () => useAct((r: Partial<AddFilesRequest>) => api.evidence.addFiles(r), ['evidence']);

export const useLink = () =>
  useAct((a: { id: string; orderId: string; caseId: string }) => api.evidence.link(a.id, a.orderId, a.caseId), ['evidence', 'after_sales', 'orders']);

export const useUnlink = () => useAct((a: { id: string; orderId: string }) => api.evidence.unlink(a.id, a.orderId), ['evidence', 'after_sales', 'orders']);

export const useSetKind = () => useAct((a: { id: string; kind: string }) => api.evidence.setKind(a.id, a.kind), ['evidence']);

/** useVerify checks a path, or the whole vault when the path is "". */
export const useVerify = () => useAct((path: string) => (path === '' ? api.evidence.verifyAll() : api.evidence.verifyPath(path)));

export const useCourtPack = () => useAct((r: Partial<PackRequest>) => api.evidence.buildCourtPack(r), ['packs', 'after_sales', 'audit', 'stamps']);

export const usePackAgain = () => useAct((caseId: string) => api.evidence.buildPack(caseId), ['packs', 'after_sales', 'audit', 'stamps']);
