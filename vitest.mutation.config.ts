import { defineConfig } from 'vitest/config';

/** Only what judges the mutated code directly, and fast: see docs/mutation.md. */
export default defineConfig({
  test: {
    include: [
      'test/lambda/judge/**/*.test.ts',
      'test/lambda/read/list/**/*.test.ts',
      'test/lambda/read/*.test.ts',
    ],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
