import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { Unavailable } from '@openfashion/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStores, type Stores } from '../state/stores.js';
import { computeLineByLine } from './line-by-line.js';

let directory: string;
let backplane: Backplane;
let attempts: Stores['attempts'];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'line-'));
  backplane = await openEmbeddedBackplane({ directory });
  attempts = openStores(backplane).attempts;
});
afterAll(async () => {
  await backplane.close();
  await rm(directory, { recursive: true, force: true });
});

const never = new AbortController().signal;
const done = (productId: string) => ({ kind: 'remove', productId }) as const;
const failed = (productId: string) => ({ kind: 'failed', productId, reason: 'InternalServerError' }) as const;
const deaths = new Promise<never>(() => {});

/** Begin a chunk and see the process die at `killer`: it is left where it was. */
async function dieAt(key: string, killer: string, lines: readonly string[]): Promise<void> {
  await new Promise<void>((died) => {
    const compute = async (line: string) => {
      if (line !== killer) return done(line);
      died();
      return deaths;
    };
    void computeLineByLine(attempts, key, lines, compute, failed, never);
  });
}

test('a line that alone ended three processes fails, and two such lines do not hide each other', async () => {
  const lines = ['a', 'b', 'c', 'd'];
  for (let start = 0; start < 3; start++) await dieAt('k/1/0', 'b', lines);
  for (let start = 0; start < 3; start++) await dieAt('k/1/0', 'd', lines);
  const results = await computeLineByLine(attempts, 'k/1/0', lines, async (line) => done(line), failed, never);
  expect(results).toEqual([done('a'), failed('b'), done('c'), failed('d')]);
});

test('two deaths are not three', async () => {
  const lines = ['a', 'b'];
  for (let start = 0; start < 2; start++) await dieAt('k/1/1', 'b', lines);
  const results = await computeLineByLine(attempts, 'k/1/1', lines, async (line) => done(line), failed, never);
  expect(results).toEqual([done('a'), done('b')]);
});

test('an unexpected error is a death of its line; what is down and a stop are none', async () => {
  const compute = async (line: string) => {
    if (line === 'a') throw new TypeError('a bug');
    return done(line);
  };
  expect(await computeLineByLine(attempts, 'k/1/2', ['a', 'b'], compute, failed, never)).toEqual([
    failed('a'),
    done('b'),
  ]);
  for (let round = 0; round < 5; round++) {
    const down = async () => {
      throw new Unavailable('down');
    };
    await expect(computeLineByLine(attempts, 'k/1/3', ['a'], down, failed, never)).rejects.toThrow('down');
    const stopped = async () => {
      throw new Error('stopped');
    };
    const stop = AbortSignal.abort();
    await expect(computeLineByLine(attempts, 'k/1/3', ['a'], stopped, failed, stop)).rejects.toThrow('stopped');
  }
  expect((await attempts.get('k/1/3'))?.value).toEqual({ deaths: {} });
});

test('what fails once all lines are computed is the death of none', async () => {
  for (let round = 0; round < 4; round++) {
    const results = await computeLineByLine(attempts, 'k/1/4', ['a', 'b'], async (line) => done(line), failed, never);
    // Its claim could not be written.
    expect(results).toEqual([done('a'), done('b')]);
  }
});
