import { QueryClient, keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './api';
import { onEvent } from './runtime';
import type { ActAbility, BootInfo, DeskStatus, Settings, Shop, ShopCard } from './types';
import { AppError } from '@/lib/appError';

/** Topic is key[0] of every query: what the store says has changed. */
export type Topic =
  | 'shops' | 'orders' | 'after_sales' | 'parcels' | 'reviews' | 'sessions' | 'evidence' | 'packs' | 'findings'
  | 'checks' | 'acts' | 'sync' | 'imports' | 'settings' | 'audit' | 'trends' | 'status' | 'shell' | 'files' | 'stamps' | 'packing' | 'phones';

/** newQueryClient makes the cache of the window: everything lies on this machine, so nothing is stale until Go says so. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Infinity, gcTime: 10 * 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always',
        retry: (n, e) => n < 20 && e instanceof AppError && e.params.reason === 'starting',
        retryDelay: 150,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/**
 * listenToChanges turns "changed" events into refetches, at most one round per 50 ms. What is being read already is read
 * on and then once more: starting it anew with every event would, while a shop is pulled, never let a slow answer arrive.
 */
export function listenToChanges(client: QueryClient): () => void {
  const waiting = new Set<string>();
  const again = new Set<string>(); // hashes of queries that changed while they were read
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const topics = new Set(waiting);
    waiting.clear();
    void client.invalidateQueries({
      predicate: (q) => {
        const also = (q.meta?.topics as string[] | undefined) ?? [];
        if (!topics.has(String(q.queryKey[0])) && !also.some((x) => topics.has(x))) return false;
        if (q.state.fetchStatus === 'idle') return true;
        again.add(q.queryHash);
        return false;
      },
    });
  };
  const settled = client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'removed') again.delete(query.queryHash);
    else if (type === 'updated' && query.state.fetchStatus === 'idle' && again.delete(query.queryHash)) {
      setTimeout(() => void client.invalidateQueries({ queryKey: query.queryKey, exact: true }), 0); // the answer is shown first
    }
  });
  const note = (topics: string[]) => {
    for (const t of topics) waiting.add(t);
    timer ??= setTimeout(flush, 50);
  };
  const stops = [
    onEvent('changed', (data) => note(Array.isArray(data) ? data.map(String) : [])),
    onEvent('status', () => note(['status'])),
    onEvent('ready', () => void client.invalidateQueries()),
  ];
  return () => {
    if (timer) clearTimeout(timer);
    settled();
    for (const stop of stops) stop();
  };
}

/** ApiOptions tune useApi: `also` names further topics that refresh it. */
export interface ApiOptions {
  enabled?: boolean;
  also?: Topic[];
  keep?: boolean;
}

/** useApi reads once and keeps in step with its topic; the previous answer stays on the screen while a new one comes. */
export function useApi<T>(topic: Topic, key: readonly unknown[], fn: () => Promise<T>, o: ApiOptions = {}): UseQueryResult<T, AppError> {
  return useQuery<T, AppError>({
    queryKey: [topic, ...key],
    queryFn: fn,
    enabled: o.enabled ?? true,
    meta: { topics: o.also ?? [] },
    placeholderData: o.keep === false ? undefined : (keepPreviousData as never),
  });
}

/** Page is one page of any keyset list. */
export interface Page<R> {
  items: R[];
  next: string;
}

/** Pages is a list that grows by "load more". */
export interface Pages<R> {
  rows: R[];
  hasMore: boolean;
  loadMore: () => void;
  loading: boolean;
  loadingMore: boolean;
  refreshing: boolean;
  error: AppError | null;
  retry: () => void;
}

/** usePages reads a keyset list page by page. */
export function usePages<R>(topic: Topic, key: readonly unknown[], fn: (cursor: string) => Promise<Page<R>>, o: ApiOptions = {}): Pages<R> {
  const q = useInfiniteQuery({
    queryKey: [topic, 'pages', ...key],
    queryFn: ({ pageParam }) => fn(pageParam),
    initialPageParam: '',
    getNextPageParam: (last: Page<R>) => last.next || undefined,
    enabled: o.enabled ?? true,
    meta: { topics: o.also ?? [] },
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => q.data?.pages.flatMap((p) => p.items ?? []) ?? [], [q.data]);
  return {
    rows,
    hasMore: q.hasNextPage,
    loadMore: () => {
      if (q.hasNextPage && !q.isFetchingNextPage) void q.fetchNextPage();
    },
    loading: q.isPending,
    loadingMore: q.isFetchingNextPage,
    refreshing: q.isFetching && !q.isPending && !q.isFetchingNextPage,
    error: (q.error as AppError | null) ?? null,
    retry: () => void q.refetch(),
  };
}

/** useAct wraps a write: afterwards the named topics are read again, whether or not an event comes. */
export function useAct<A, T>(fn: (arg: A) => Promise<T>, topics: Topic[] = []): UseMutationResult<T, AppError, A> {
  const client = useQueryClient();
  return useMutation<T, AppError, A>({
    mutationFn: fn,
    onSettled: () => {
      for (const t of topics) void client.invalidateQueries({ queryKey: [t] });
    },
  });
}

/** useShops maps shop ids to shops; empty until read. */
export function useShops(): Map<string, Shop> {
  const q = useApi('shops', ['list'], api.shops.list);
  return useMemo(() => new Map((q.data ?? []).map((c) => [c.shop.id, c.shop])), [q.data]);
}

/** useShopActs is what can be sent to a shop's platform; undefined until read, empty for a shop of files. */
export function useShopActs(shopId: string): ActAbility[] | undefined {
  const q = useApi('shops', ['list'], api.shops.list);
  return useMemo(() => q.data && (q.data.find((c) => c.shop.id === shopId)?.acts ?? []), [q.data, shopId]);
}

/** FirstPull is how far the first pull of a shop has come. */
export interface FirstPull {
  orders: number;
  cases: number;
}

/** useFirstPull says that a shop is being pulled for the first time: until it ends, what is missing is not zero. null otherwise. */
export function useFirstPull(): FirstPull | null {
  const waits = (cards: ShopCard[] | undefined) => (cards ?? []).filter((c) => c.shop.platform !== 'sheet' && c.shop.dataAsOf === 0);
  const cards = useApi('shops', ['list'], api.shops.list).data;
  const pulling = (useStatus()?.pulling ?? []).length > 0;
  const on = pulling && waits(cards).length > 0;
  const live = useApi('shops', ['firstPull'], api.shops.list, { enabled: on, also: ['orders', 'after_sales'] }).data;
  if (!on) return null;
  const sum = (name: string) => waits(live ?? cards).reduce((n, c) => n + (c.counts?.[name] ?? 0), 0);
  return { orders: sum('orders'), cases: sum('after_sales') };
}

/** useSettings reads the settings and writes a change of some fields. */
export function useSettings(): { settings: Settings | undefined; save: (patch: Partial<Settings>) => Promise<Settings> } {
  const client = useQueryClient();
  const q = useApi('settings', ['get'], api.settings.get);
  return {
    settings: q.data,
    save: async (patch) => {
      const before = await api.settings.get();
      const after = await api.settings.put({ ...before, ...patch });
      client.setQueryData(['settings', 'get'], after);
      return after;
    },
  };
}

/** useBoot reads what the window needs first; while Go still opens the data folder it keeps asking. */
export function useBoot(): UseQueryResult<BootInfo, AppError> {
  return useQuery<BootInfo, AppError>({
    queryKey: ['shell', 'boot'],
    queryFn: api.shell.boot,
    meta: { topics: ['settings', 'shops'] },
    retry: (n, e) => n < 4000 && e instanceof AppError && e.params.reason === 'starting',
    retryDelay: (n) => Math.min(50 + n * 50, 400),
  });
}

/** useStatus reads the footer: what runs, what waits. */
export function useStatus(): DeskStatus | undefined {
  return useApi('status', ['footer'], api.shell.status, { also: ['acts', 'sync', 'shops', 'imports', 'settings'] }).data;
}
