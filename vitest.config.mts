import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // The native addon cannot be loaded twice in one process, so every test file gets a process.
    pool: 'forks',
    reporters: ['default', './tests/closingLine.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
