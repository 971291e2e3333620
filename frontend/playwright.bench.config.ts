import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Measurements of the window; they need a machine with nothing else to do, so they are not tests. */
export default defineConfig({
  ...base,
  workers: 1,
  testDir: 'e2e/bench',
  testMatch: '*.bench.ts',
  timeout: 180_000,
});
