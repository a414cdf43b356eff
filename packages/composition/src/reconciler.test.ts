import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { createLogger, createMetrics } from '@openfashion/telemetry';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runReconciler } from './reconciler.js';

let directory: string;
let backplane: Backplane;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'reconciler-'));
  backplane = await openEmbeddedBackplane({ directory });
});
afterEach(async () => {
  await backplane.close();
  await rm(directory, { recursive: true });
});

/** A process that would compare, told how a comparison goes. */
function start(reconcile: () => Promise<{ checked: number; repaired: number }>) {
  const metrics = createMetrics();
  const stops: (() => unknown)[] = [];
  const logger = createLogger({ name: 'test', level: 'silent' });
  const times = { interval: 20, retry: 20 };
  runReconciler({ backplane, metrics, logger }, reconcile, (_name, stop) => void stops.push(stop), times);
  return {
    stop: () => Promise.all(stops.map((stop) => stop())),
    repaired: async () => (await metrics.repairedCopies.get()).values[0]?.value ?? 0,
  };
}

test('of several processes one compares; when it stops another does', async () => {
  const compared: string[] = [];
  const named = (name: string) =>
    start(async () => {
      compared.push(name);
      return { checked: 10, repaired: 1 };
    });
  const both = [named('a'), named('b')];
  await expect.poll(() => compared.length).toBeGreaterThan(2);
  const [first] = compared;
  expect(new Set(compared)).toEqual(new Set([first]));
  const [one, other] = first === 'a' ? both : both.toReversed();
  expect(await one?.repaired()).toBeGreaterThan(0);
  await one?.stop();
  await expect.poll(() => new Set(compared).size).toBe(2);
  await other?.stop();
});

test('a comparison that fails is made again', async () => {
  let tries = 0;
  const { stop, repaired } = start(async () => {
    tries += 1;
    if (tries === 1) throw new Error('a node is away');
    return { checked: 1, repaired: 1 };
  });
  await expect.poll(repaired).toBeGreaterThan(0);
  await stop();
  const before = tries;
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(tries).toBe(before);
});
