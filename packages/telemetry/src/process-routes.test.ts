import { expect, test } from 'vitest';
import { newTold } from './process-routes.js';

test('a process tells in its metrics what it is, and what serves it; not what it is for itself', async () => {
  const { health, metrics } = newTold('gateway');
  const samples = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => /^openfashion_(process|dependency)/.test(line));
  const info = 'openfashion_process_info{process="gateway"} 1';
  expect(await samples()).toEqual([info]);
  const detector = { up: true };
  health.start([
    { name: 'catalog', kind: 'store', check: async () => {} },
    {
      name: 'detector',
      kind: 'model',
      check: async () => {
        if (!detector.up) throw new Error('away');
      },
    },
    { name: 'embedder', kind: 'purpose', check: async () => {} },
  ]);
  const up = (dependency: string, value: number) => `openfashion_dependency_up{dependency="${dependency}"} ${value}`;
  expect(await samples()).toEqual([info, up('catalog', 1), up('detector', 1)]);
  detector.up = false;
  expect(await samples()).toEqual([info, up('catalog', 1), up('detector', 0)]);
});
