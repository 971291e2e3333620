import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { QueryClientProvider } from '@tanstack/react-query';
import { act, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { api, call, listenToChanges, newQueryClient, onFilesDropped, useApi, usePages } from '@/bridge';
import { AppError } from '@/lib/appError';
import { makeFake } from '@/testing/fakeBackend';

function install() {
  const { fake, app, runtime } = makeFake();
  window.go = { app };
  window.runtime = runtime;
  return fake;
}

describe('call', () => {
  it('turns the error JSON of Go into a code and its facts', async () => {
    const fake = install();
    fake.fail('Orders.Get', 'not_found', { item: 's1.1' });
    await expect(api.orders.get('s1.1')).rejects.toMatchObject({ code: 'not_found', params: { item: 's1.1' } });
  });
  it('accepts the error as a plain string, as the window of Wails gives it', async () => {
    window.go = { app: { Orders: { Get: () => Promise.reject('{"code":"corrupt","params":{"item":"order"}}') } } };
    await expect(api.orders.get('x')).rejects.toEqual(new AppError('corrupt', { item: 'order' }));
  });
  it('calls what it cannot read an internal fault', async () => {
    window.go = { app: { Orders: { Get: () => Promise.reject(new Error('boom')) } } };
    await expect(api.orders.get('x')).rejects.toMatchObject({ code: 'internal' });
  });
  it('says that the program is starting while nothing is bound', async () => {
    await expect(call('Orders', 'Get', 'x')).rejects.toMatchObject({ code: 'unavailable', params: { reason: 'starting' } });
  });
  it('has exactly the methods that are bound', () => {
    const folder = path.resolve(__dirname, 'wailsjs/go/app');
    const bound = readdirSync(folder).filter((f) => f.endsWith('.d.ts')).flatMap((f) =>
      [...readFileSync(path.join(folder, f), 'utf8').matchAll(/^export function (\w+)\(/gm)].map((m) => `${f.replace('.d.ts', '')}.${m[1] ?? ''}`));
    const ours = Object.entries(api).flatMap(([area, methods]) => Object.keys(methods).map((m) => `${area.charAt(0).toUpperCase()}${area.slice(1)}.${m.charAt(0).toUpperCase()}${m.slice(1)}`));
    expect([...ours].sort()).toEqual([...bound].sort());
  });
  it('knows every bound method by its name', () => {
    const { app } = makeFake();
    const spy = vi.fn().mockResolvedValue(null);
    const missing: string[] = [];
    for (const [area, methods] of Object.entries(api)) {
      for (const [name, fn] of Object.entries(methods)) {
        const struct = area.charAt(0).toUpperCase() + area.slice(1);
        const method = name.charAt(0).toUpperCase() + name.slice(1);
        window.go = { app: { [struct]: { [method]: spy } } };
        (fn as (...a: unknown[]) => Promise<unknown>)().catch(() => undefined); // what it makes of an empty answer is not asked here
        if (!app[struct]?.[method]) missing.push(`${struct}.${method}`);
      }
    }
    expect(missing).toEqual([]);
    expect(spy).toHaveBeenCalledTimes(Object.values(api).reduce((n, m) => n + Object.keys(m).length, 0));
  });
});

describe('changed events', () => {
  it('refetch the queries of their topics once, however many events come', async () => {
    const fake = install();
    const client = newQueryClient();
    const stop = listenToChanges(client);
    const orders = vi.fn().mockResolvedValue('o');
    const reviews = vi.fn().mockResolvedValue('r');
    const both = vi.fn().mockResolvedValue('b');
    function Probe() {
      useApi('orders', ['x'], orders);
      useApi('reviews', ['x'], reviews);
      useApi('reviews', ['y'], both, { also: ['orders'] });
      return null;
    }
    render(<QueryClientProvider client={client}><Probe /></QueryClientProvider>);
    await waitFor(() => expect(both).toHaveBeenCalledTimes(1));
    act(() => {
      for (let i = 0; i < 20; i++) fake.emit('changed', ['orders']);
    });
    await waitFor(() => expect(orders).toHaveBeenCalledTimes(2));
    await new Promise((r) => setTimeout(r, 120));
    expect(orders).toHaveBeenCalledTimes(2);
    expect(both).toHaveBeenCalledTimes(2);
    expect(reviews).toHaveBeenCalledTimes(1);
    stop();
  });
});

describe('a slow read', () => {
  it('is not started anew by every change: its answer arrives, and it is read once more', async () => {
    const fake = install();
    const client = newQueryClient();
    const stop = listenToChanges(client);
    const answers: ((n: number) => void)[] = [];
    const read = vi.fn(() => new Promise<number>((done) => answers.push(done)));
    function Probe() {
      const q = useApi('orders', ['slow'], read);
      return <span>{q.data ?? 'nothing'}</span>;
    }
    render(<QueryClientProvider client={client}><Probe /></QueryClientProvider>);
    await waitFor(() => expect(read).toHaveBeenCalledTimes(1));
    for (let i = 0; i < 4; i++) {
      act(() => fake.emit('changed', ['orders']));
      await new Promise((r) => setTimeout(r, 70)); // a round each
    }
    expect(read).toHaveBeenCalledTimes(1);
    act(() => answers[0]?.(1));
    expect(await screen.findByText('1')).toBeVisible();
    await waitFor(() => expect(read).toHaveBeenCalledTimes(2));
    act(() => answers[1]?.(2));
    expect(await screen.findByText('2')).toBeVisible();
    await new Promise((r) => setTimeout(r, 120));
    expect(read).toHaveBeenCalledTimes(2);
    stop();
  });
});

describe('usePages', () => {
  it('reads a keyset list page by page', async () => {
    const read = vi.fn((cursor: string) => Promise.resolve(cursor === '' ? { items: [1, 2], next: 'c' } : { items: [3], next: '' }));
    let more: () => void = () => undefined;
    function Probe() {
      const p = usePages<number>('orders', ['n'], read);
      more = p.loadMore;
      return <span>{p.rows.join()}{p.hasMore ? '+' : ''}</span>;
    }
    render(<QueryClientProvider client={newQueryClient()}><Probe /></QueryClientProvider>);
    expect(await screen.findByText('1,2+')).toBeVisible();
    act(() => more());
    expect(await screen.findByText('1,2,3')).toBeVisible();
  });
});

describe('dropped files', () => {
  it('go to the newest listener and back to the one before', () => {
    const fake = install();
    const a = vi.fn();
    const b = vi.fn();
    const stopA = onFilesDropped(a);
    const stopB = onFilesDropped(b);
    fake.drop(['/1']);
    stopB();
    fake.drop(['/2']);
    stopA();
    expect(b.mock.calls.map((c) => c[0] as string[])).toEqual([['/1']]);
    expect(a.mock.calls.map((c) => c[0] as string[])).toEqual([['/2']]);
  });
});
