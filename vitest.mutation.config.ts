import { defineConfig } from 'vitest/config';

/** Only what judges the mutated code directly, and fast: see docs/mutation.md. */
export default defineConfig({
  test: {
    include: [
      'test/lambda/judge/**/*.test.ts',
      'test/lambda/read/list/**/*.test.ts',
      'test/lambda/read/*.test.ts',
      // A condition's words are in its file.
      'test/lambda/notify/golden.test.ts',
      'test/lambda/notify/words.test.ts',
    ],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 1,
    update: 'none',
  },
});
