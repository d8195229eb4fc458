import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

/** `npm run docs:run`: the programs of README and docs. */
export default defineConfig({
  ...base,
  test: { ...base.test, include: ['test/docs/*.check.ts'], testTimeout: 600_000, hookTimeout: 600_000 },
});
