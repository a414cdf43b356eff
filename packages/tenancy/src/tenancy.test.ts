import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTenancy } from './create-tenancy.js';
import type { Tenancy } from './tenancy.js';

let directory: string;
let backplane: Backplane;
let tenancy: Tenancy;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tenancy-'));
  backplane = await openEmbeddedBackplane({ directory });
  tenancy = createTenancy({ backplane });
});
afterAll(async () => {
  await backplane.close();
  await rm(directory, { recursive: true, force: true });
});

const result = (name: string) => expect.objectContaining({ result: name });
const unauthorized = result('UnauthorizedAppKeyOrSecretKey');

describe('credentials', () => {
  test('an app key is accepted with its secret, also after Bearer, and with nothing else', async () => {
    const { appKey, secretKey } = await tenancy.createAppKey({ label: 'shop' });
    expect(appKey).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
    await tenancy.authenticate(appKey, secretKey);
    await tenancy.authenticate(appKey, `Bearer ${secretKey}`);
    const other = await tenancy.createAppKey();
    for (const header of [
      undefined,
      '',
      'x',
      secretKey.slice(1),
      `bearer ${secretKey}`,
      other.secretKey,
      'x'.repeat(100_000),
    ]) {
      await expect(tenancy.authenticate(appKey, header)).rejects.toEqual(unauthorized);
    }
    for (const unknown of ['', 'short', '../../etc', 'a'.repeat(20), 'a'.repeat(1000)]) {
      await expect(tenancy.authenticate(unknown, secretKey)).rejects.toEqual(unauthorized);
    }
  });

  test('secrets are rotated: five live ones at most, a revoked one is refused at once', async () => {
    const { appKey, secretKey } = await tenancy.createAppKey();
    const added = [];
    for (let count = 2; count <= 5; count++) added.push(await tenancy.addSecret(appKey));
    await expect(tenancy.addSecret(appKey)).rejects.toThrow('five live secrets');
    const [second] = added;
    await tenancy.revokeSecret(appKey, second?.secretId ?? '');
    await expect(tenancy.authenticate(appKey, second?.secretKey)).rejects.toEqual(unauthorized);
    await tenancy.authenticate(appKey, secretKey);
    await expect(tenancy.revokeSecret(appKey, 'unknown')).rejects.toThrow('no live secret unknown');
    await tenancy.revokeAppKey(appKey);
    await expect(tenancy.authenticate(appKey, secretKey)).rejects.toEqual(unauthorized);
  });

  test('no secret is stored', async () => {
    const { secretKey } = await tenancy.createAppKey();
    for (const { value } of await backplane.keyValue('app-keys').list('')) {
      expect(new TextDecoder().decode(value)).not.toContain(secretKey);
    }
  });

  test('unknown, wrong and revoked take the same time (rule 2.1)', async () => {
    const { appKey } = await tenancy.createAppKey();
    const revoked = await tenancy.createAppKey();
    await tenancy.revokeAppKey(revoked.appKey);
    const cases = [appKey, revoked.appKey, 'a'.repeat(20), 'x'];
    const times = cases.map(() => [] as number[]);
    for (let round = 0; round < 400; round++) {
      for (const [index, key] of cases.entries()) {
        const start = performance.now();
        await tenancy.authenticate(key, 'wrong').catch(() => {});
        times[index]?.push(performance.now() - start);
      }
    }
    const medians = times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(5);
  });
});

describe('services', () => {
  test('a duplicate is named before the quota; five is the most (rule 4.1)', async () => {
    const { appKey } = await tenancy.createAppKey();
    for (const name of ['a1', 'b1', 'c1', 'd1', 'e1']) await tenancy.createService(appKey, name, 'e');
    await expect(tenancy.createService(appKey, 'c1', 'e')).rejects.toEqual(result('DuplicateServiceName'));
    await expect(tenancy.createService(appKey, 'f1', 'e')).rejects.toEqual(result('ServiceQuotaExceededException'));
    expect((await tenancy.listServices(appKey)).map(({ name }) => name)).toEqual(['a1', 'b1', 'c1', 'd1', 'e1']);
  });

  test('of two creations of the fifth service one succeeds, 200 times', async () => {
    const { appKey } = await tenancy.createAppKey();
    for (const name of ['a1', 'b1', 'c1', 'd1']) await tenancy.createService(appKey, name, 'e');
    for (let round = 0; round < 200; round++) {
      const tries = ['x', 'y'].map((name) => tenancy.createService(appKey, `${name}${round}`, 'e'));
      const made = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
      expect(made).toHaveLength(1);
      const [, , , , fifth] = await tenancy.listServices(appKey);
      await tenancy.deleteService(appKey, fifth?.name ?? '');
    }
  });

  test('a service made again under a name is another one; the old one waits to be reclaimed (rule 4.2)', async () => {
    const { appKey } = await tenancy.createAppKey();
    const old = await tenancy.createService(appKey, 'shop', 'e');
    await tenancy.deleteService(appKey, 'shop');
    await expect(tenancy.getService(appKey, 'shop')).rejects.toEqual(result('NotExistService'));
    const fresh = await tenancy.createService(appKey, 'shop', 'e');
    expect(fresh.id).not.toBe(old.id);
    expect(await tenancy.isAlive(appKey, old.id)).toBe(false);
    expect(await tenancy.isAlive(appKey, fresh.id)).toBe(true);
    expect(await tenancy.deletedServices()).toContainEqual({ appKey, service: old });
    await tenancy.forgetDeleted(appKey, old.id);
    expect(await tenancy.deletedServices()).not.toContainEqual({ appKey, service: old });
  });

  test('app keys do not see each other’s services (rule 2.4)', async () => {
    const [one, two] = [await tenancy.createAppKey(), await tenancy.createAppKey()];
    const mine = await tenancy.createService(one.appKey, 'shop', 'e');
    await expect(tenancy.getService(two.appKey, 'shop')).rejects.toEqual(result('NotExistService'));
    const theirs = await tenancy.createService(two.appKey, 'shop', 'e');
    expect(theirs.id).not.toBe(mine.id);
  });
});

test('a deployment key is made once', async () => {
  const [a, b] = await Promise.all([tenancy.deploymentKey('link'), tenancy.deploymentKey('link')]);
  expect(a).toHaveLength(32);
  expect(Buffer.compare(a, b)).toBe(0);
  expect(Buffer.compare(a, await tenancy.deploymentKey('other'))).not.toBe(0);
});

test('a cancellation is there until it is cleared', async () => {
  await tenancy.requestCancel('s1', 'i1');
  await tenancy.requestCancel('s1', 'i1');
  expect(await tenancy.cancelRequested('s1', 'i1')).toBe(true);
  expect(await tenancy.cancelRequested('s1', 'i2')).toBe(false);
  await tenancy.clearCancel('s1', 'i1');
  expect(await tenancy.cancelRequested('s1', 'i1')).toBe(false);
});
