import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The bundle is loaded from the program itself, so it is split by screen for
// a quick first paint, not for the network.
export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { outDir: 'dist', emptyOutDir: true, target: ['es2022', 'safari16', 'chrome110'], chunkSizeWarningLimit: 1500 },
  server: { host: '127.0.0.1', port: 34115, strictPort: false },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    maxWorkers: 2,
    testTimeout: 20000,
    css: false,
  },
});
