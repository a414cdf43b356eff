import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { Unavailable } from '@openfashion/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LeaseLost, Leases } from './lease.js';

let directory: string;
let backplane: Backplane;
const times = { renewal: 20, expiry: 100 };
const never = { renewal: 1e8, expiry: 100 };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lease-'));
  backplane = await openEmbeddedBackplane({ directory });
});
afterAll(async () => {
  await backplane.close();
  await rm(directory, { recursive: true, force: true });
});
const leases = (bucket: string, options = times) => new Leases(backplane.keyValue(bucket), options);

test('one of many gets a free lease, 200 times; a released one is free at once', async () => {
  const observers = [leases('races'), leases('races'), leases('races')];
  for (let round = 0; round < 200; round++) {
    const won = (await Promise.all(observers.map((one) => one.acquire('k')))).filter((lease) => lease !== undefined);
    expect(won).toHaveLength(1);
    await won[0]?.release();
  }
});

test('a renewed lease is nobody else’s for longer than it lives; its holder is told when it is released', async () => {
  const lease = await leases('renewed').acquire('k');
  const other = leases('renewed');
  const start = performance.now();
  while (performance.now() - start < 3 * times.expiry) {
    expect(await other.acquire('k')).toBeUndefined();
    await new Promise((resolve) => setTimeout(resolve, times.renewal));
  }
  lease?.check();
  await lease?.release();
  expect(() => lease?.check()).toThrow(LeaseLost);
  expect(await other.acquire('k')).toBeDefined();
});

test('a lease that is not renewed is taken over once it was seen unchanged for its time, and its holder notices', async () => {
  const asleep = await leases('asleep', never).acquire('k');
  const other = leases('asleep');
  const start = performance.now();
  const taken = await vi.waitUntil(() => other.acquire('k'), { timeout: 5_000, interval: 10 });
  expect(performance.now() - start).toBeGreaterThanOrEqual(times.expiry);
  expect(() => asleep?.check()).toThrow(LeaseLost);
  await asleep?.release();
  taken.check();
  expect(await leases('asleep').acquire('k')).toBeUndefined();
  await taken.release();
});

test('live counts holders and deletes what expired', async () => {
  const dead = await leases('live', never).acquire('dead');
  const alive = await leases('live').acquire('alive');
  const observer = leases('live');
  expect(await observer.live()).toEqual(['alive', 'dead']);
  await vi.waitUntil(async () => (await observer.live()).length === 1, { timeout: 5_000, interval: 10 });
  expect(await backplane.keyValue('live').list('')).toHaveLength(1);
  await alive?.release();
  await dead?.release();
});

test('a renewal whose answer is lost leaves the lease with its holder', async () => {
  const bucket = backplane.keyValue('unheard');
  let lost = 0;
  const unheard = new Proxy(bucket, {
    get(target, key) {
      if (key !== 'update') return Reflect.get(target, key).bind(target);
      return async (...args: Parameters<typeof bucket.update>) => {
        const revision = await target.update(...args);
        if (lost++ % 2 === 0) throw new Unavailable('the answer did not come');
        return revision;
      };
    },
  });
  const lease = await new Leases(unheard, { renewal: 20, expiry: 2_000 }).acquire('k');
  await expect.poll(() => lost).toBeGreaterThan(8);
  lease?.check();
  expect(await leases('unheard').acquire('k')).toBeUndefined();
  await lease?.release();
});
