import { fileURLToPath } from 'node:url';
import { embeddersOf } from '@openfashion/inference';
import { type LocalModels, openLocalModels } from '@openfashion/inference/suite/local-models';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PictureSite, startPictureSite } from '../test/picture-site.js';
import { enable, ended, openWorld, running, send, type World } from '../test/world.js';

const modelsDir = fileURLToPath(new URL('../../../models', import.meta.url));
const samples = sampleProducts().slice(0, 48);

let world: World;
let site: PictureSite;
let models: LocalModels;

beforeAll(async () => {
  [world, site, models] = await Promise.all([
    openWorld(),
    startPictureSite(picturesDirectory),
    openLocalModels({ modelsDir, executionProvider: 'cpu', threads: 1 }),
  ]);
});
afterAll(async () => {
  await models.close();
  await world.close();
  await site.close();
});

test('real pictures are indexed with real models, also when the detector dies in the middle (rule 8.7)', {
  timeout: 120_000,
}, async () => {
  const { id: embedding, dimension } = models.embedder.embedding;
  await world.catalog.ensureCollection({ embedding, dimension });
  const service = await world.createService('samples', embedding);
  const { detector } = models;
  const embedders = embeddersOf(models.embedder);
  const indexing = world.indexing({ detector, embedders, settings: { patience: 10_000, chunkLines: 8 } });
  const [killed] = models.pids();
  await running(indexing, async () => {
    const lines = samples.map(({ productId, file }) => enable(productId, `${site.url}/files/${file}`));
    const id = await send(world, indexing, service, lines);
    const done = async () => (await indexing.detail(service, id, { failures: false })).addedCount;
    await expect.poll(done, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
    process.kill(killed ?? 0, 'SIGKILL');
    const job = await ended(world, indexing, service, id);
    expect(models.pids()).not.toContain(killed);
    expect(job.failures?.filter(({ reason }) => reason !== 'NoDetectedFashionItems')).toEqual([]);
    expect(job.addedCount).toBeGreaterThan(0.9 * samples.length);
  });
  const documents = await world.documents(service);
  const { productId = '', vector = new Float32Array(), fingerprint } = documents[0] ?? {};
  expect(vector).toHaveLength(dimension);
  expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
  expect(fingerprint).toHaveLength(192);
  const matches = await world.catalog.search({ service: service.id, embedding }, { vector, limit: 3, filters: [] });
  expect(matches[0]?.document.productId).toBe(productId);
});
