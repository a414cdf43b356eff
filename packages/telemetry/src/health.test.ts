import { expect, test } from 'vitest';
import { createHealth, type Dependency } from './health.js';

const dependency = (name: string, kind: Dependency['kind'], state: { up: boolean }): Dependency => ({
  name,
  kind,
  check: () => (state.up ? Promise.resolve() : Promise.reject(new Error('down'))),
});

const started = (...dependencies: Dependency[]) => {
  const health = createHealth(20);
  health.start(dependencies);
  return health;
};

test('a process that is starting is not ready', async () => {
  const health = createHealth();
  expect(await health.readiness()).toEqual({ ready: false, degraded: [] });
  health.start([]);
  expect(await health.readiness()).toEqual({ ready: true, degraded: [] });
});

test('not ready before every store was reached, degraded but ready when one is lost later', async () => {
  const store = { up: false };
  const health = started(dependency('catalog', 'store', store));
  expect(await health.readiness()).toEqual({ ready: false, degraded: ['catalog'] });
  store.up = true;
  expect(await health.readiness()).toEqual({ ready: true, degraded: [] });
  store.up = false;
  expect(await health.readiness()).toEqual({ ready: true, degraded: ['catalog'] });
});

test('a model that is down degrades, a stopping process is not ready', async () => {
  const health = started(dependency('detector', 'model', { up: false }));
  expect(await health.readiness()).toEqual({ ready: true, degraded: ['detector'] });
  health.stop();
  expect((await health.readiness()).ready).toBe(false);
});

test('a process is ready only while what it is for serves', async () => {
  const model = { up: false };
  const health = started(dependency('embedder', 'purpose', model));
  expect(await health.readiness()).toEqual({ ready: false, degraded: ['embedder'] });
  model.up = true;
  expect(await health.readiness()).toEqual({ ready: true, degraded: [] });
  model.up = false;
  expect((await health.readiness()).ready).toBe(false);
});

test('each dependency’s state is told, and none while the process is starting', async () => {
  expect(await createHealth().states()).toEqual([]);
  const health = started(dependency('catalog', 'store', { up: true }), dependency('tagger', 'model', { up: false }));
  expect(await health.states()).toEqual([
    { name: 'catalog', kind: 'store', well: true },
    { name: 'tagger', kind: 'model', well: false },
  ]);
});

test('a dependency that does not answer is degraded, not waited for', async () => {
  const health = started({ name: 'tagger', kind: 'model', check: () => new Promise(() => {}) });
  expect(await health.readiness()).toEqual({ ready: true, degraded: ['tagger'] });
});
