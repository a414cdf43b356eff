import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Workspace packages are tested from their sources; only what runs in a thread or process of its own
  // comes from dist/, which `npm test` builds first.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{packages,services}/*/src/**/*.test.ts', '{gateway,cli}/src/**/*.test.ts', 'test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    // What is waited for comes late on a machine that does other things too.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 120_000,
  },
});
