import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// Vitest 5 prints failures with Map.groupBy, which Node 20 lacks; with it the
// whole suite runs on Node 20 as well.
if (!('groupBy' in Map)) {
  Object.defineProperty(Map, 'groupBy', {
    value: <T, K>(items: Iterable<T>, key: (item: T) => K) => {
      const out = new Map<K, T[]>();
      for (const item of items) {
        const k = key(item);
        const list = out.get(k);
        if (list) list.push(item);
        else out.set(k, [item]);
      }
      return out;
    },
  });
}

// Without Go nobody answers /media; a drawn picture stands in while somebody
// looks at the window with the fake backend.
const fakeMedia: Plugin = {
  name: 'fake-media',
  apply: 'serve',
  configureServer(server) {
    server.middlewares.use('/media', (_req, res) => {
      res.setHeader('Content-Type', 'image/svg+xml');
      res.end('<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="#c9b89a"/><rect x="60" y="50" width="200" height="140" fill="#b08d5a"/><rect x="90" y="80" width="140" height="70" fill="#fff"/><path d="M100 95h4v40h-4zm8 0h2v40h-2zm6 0h6v40h-6zm10 0h2v40h-2zm6 0h4v40h-4zm10 0h8v40h-8zm12 0h2v40h-2zm6 0h4v40h-4zm8 0h6v40h-6zm12 0h2v40h-2zm6 0h4v40h-4z" fill="#222"/></svg>');
    });
  },
};

// The bundle is loaded from the program itself, so it is split by screen for
// a quick first paint, not for the network.
export default defineConfig({
  base: './',
  plugins: [react(), fakeMedia],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { outDir: 'dist', emptyOutDir: true, target: ['es2022', 'safari16', 'chrome110'], chunkSizeWarningLimit: 1500 },
  server: { host: '127.0.0.1', port: 34115, strictPort: false },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    maxWorkers: 2,
    testTimeout: 90_000,
    css: false,
  },
});
