import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Three times what the longest of them needs on two busy cores; those that need more say so themselves.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is polled comes from other processes.
    expect: { poll: { timeout: 30_000 } },
    globalSetup: ['test/support/compile-runtime.ts'],
    pool: 'forks',
    // No test leaves anything behind in its process: a new one for each file would take twice the time.
    isolate: false,
    maxWorkers: 3,
    // Node imports TypeScript itself. Vite's own modules are slower at every call between files, and no test mocks a module.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // The CDK's own rules take longer than a synthesis, and seconds more whenever its types of resources differ from the last.
    // Whoever wants them says so: test/infra/cdk-nag.test.ts, and what runs the CDK as a person would.
    env: { CDK_VALIDATION: 'false' },
    // A golden file that is missing fails, instead of being written unseen: npm run docs writes them.
    update: 'none',
  },
});
