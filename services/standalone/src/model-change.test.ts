import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { Backplane } from '@openfashion/backplane';
import { openEmbeddedBackplane } from '@openfashion/backplane/embedded';
import { type EmbedderFolder, type EmbedderRole, embeddersOf } from '@openfashion/inference';
import { createLogger } from '@openfashion/telemetry';
import { createModelChanges, createTenancy, type ModelChanges, type Tenancy } from '@openfashion/tenancy';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followEmbedder } from './model-change.js';

let directory: string;
let backplane: Backplane;
let tenancy: Tenancy;
let modelChanges: ModelChanges;
let appKey: string;

beforeEach(async () => {
  directory = await mkdtemp(`${tmpdir()}/follow-`);
  backplane = await openEmbeddedBackplane({ directory });
  tenancy = createTenancy({ backplane });
  modelChanges = createModelChanges({ backplane, tenancy });
  ({ appKey } = await tenancy.createAppKey());
});
afterEach(async () => {
  await backplane.close();
  await rm(directory, { recursive: true });
});

/** A start of a node whose folder of models has these. */
async function start(models: Partial<Record<EmbedderRole, string>> & { readonly current: string }) {
  const folders = (Object.entries(models) as [EmbedderRole, string][]).map(
    ([role, embedding]): EmbedderFolder => ({ role, embedding, folder: role }),
  );
  const make = (id: string) => ({ embedding: { id, dimension: 1 }, embed: async () => [] });
  const embedders = embeddersOf(make(models.current), ...folders.map(({ embedding }) => make(embedding)));
  await followEmbedder({
    tenancy,
    modelChanges,
    embedders,
    folders,
    logger: createLogger({ name: 't', level: 'silent' }),
  });
  return modelChanges.current();
}

test('nothing begins where every service has what new ones get', async () => {
  expect(await start({ current: 'a' })).toBeUndefined();
  await tenancy.createService(appKey, 'shop', 'a');
  expect(await start({ current: 'a', previous: 'z', next: 'b' })).toBeUndefined();
});

test('an embedder that took another one’s place begins a change, both ways while the other one is there', async () => {
  await tenancy.createService(appKey, 'shop', 'a');
  const change = await start({ current: 'b', previous: 'a' });
  expect(change).toMatchObject({ from: 'a', to: 'b', automatic: true, oneWay: false });
  expect(await start({ current: 'b', previous: 'a' })).toEqual(change);
  // The old model was deleted meanwhile: nobody could keep up its vectors.
  expect(await start({ current: 'b' })).toEqual({ ...change, oneWay: true });
});

test('without the other one it is one way from the beginning', async () => {
  await tenancy.createService(appKey, 'shop', 'a');
  expect(await start({ current: 'b' })).toMatchObject({ automatic: true, oneWay: true });
});

test('services that an operator took to the next embedder are not taken back', async () => {
  await tenancy.createService(appKey, 'shop', 'b');
  expect(await start({ current: 'a', next: 'b' })).toBeUndefined();
});

test('what an operator began or stopped is left alone', async () => {
  await tenancy.createService(appKey, 'shop', 'a');
  await modelChanges.start('b');
  expect(await start({ current: 'b', previous: 'a' })).toMatchObject({ automatic: false });
  expect(await start({ current: 'c' })).toMatchObject({ to: 'b', automatic: false });
});
