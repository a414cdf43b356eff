import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Workspace packages are tested from their sources; only what runs in a thread or process of its own
  // comes from dist/, which `npm test` builds first.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'all at once',
          include: ['{packages,services}/*/src/**/*.test.ts', '{gateway,cli}/src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/chaos/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Each starts a cluster's processes, and holds them to times that two clusters on one machine do not keep.
        extends: true,
        test: {
          name: 'one by one',
          include: ['test/chaos/**/*.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    pool: 'forks',
    testTimeout: 30_000,
    // What is waited for comes late on a machine that does other things too.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 120_000,
  },
});
