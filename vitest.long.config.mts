import { defineConfig } from 'vitest/config';
import base from './vitest.config.mts';

/** Tests of faults in full: `npm run test:long`, or one part with `npm run test:long -- NAME`. */
export default defineConfig({
  test: {
    ...base.test,
    include: ['tests/faults/**/*.test.ts', 'tests/runner/kill.test.ts', 'tests/published/families.test.ts'],
    env: { LAB_TEST_LONG: '1' },
    // One after the other: they write one table.
    maxWorkers: 1,
    testTimeout: 1_800_000,
  },
});
