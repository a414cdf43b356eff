import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '@openfashion/contract';
import { createDecoder } from '@openfashion/imaging';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModel } from '../manifest.js';
import { inferenceSuite, type SuitePicture } from '../suite.js';
import { type LocalModels, openLocalModels } from './index.js';

const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));
const options = { modelsDir, executionProvider: 'cpu' as const, threads: 1 };
/** Kinds of samples that the shipped detector knows well, with their item types. */
const kinds = { backpack: 'BAG', trousers: 'PANTS', glasses: 'GLASSES' };

async function load(): Promise<SuitePicture[]> {
  const decoder = createDecoder();
  return Promise.all(
    Object.entries(kinds).map(async ([kind, type]) => {
      const product = sampleProducts().find((sample) => sample.kind === kind);
      if (!product) throw new Error(`no sample is a ${kind}`);
      return { type, picture: await decoder.decode(await readFile(join(picturesDirectory, product.file))) };
    }),
  );
}

inferenceSuite('local processes', () => openLocalModels(options), load);

describe('a model process', () => {
  let models: LocalModels;
  let pictures: readonly SuitePicture[];
  const detect = () =>
    models.detector.detect(
      pictures.map(({ picture }) => picture),
      { lane: 'interactive', deadline: performance.now() + 30_000, signal: new AbortController().signal },
    );
  beforeAll(async () => {
    [models, pictures] = await Promise.all([openLocalModels(options), load()]);
  });
  afterAll(() => models.close());

  test('that is killed fails the calls in hand, is started again, and the others go on', async () => {
    const before = await detect();
    const [victim] = models.pids();
    const inHand = Promise.all([detect(), detect(), detect()]);
    process.kill(victim ?? 0, 'SIGKILL');
    await expect(inHand).rejects.toBeInstanceOf(Unavailable);
    expect(models.health()).toEqual({ detector: false, embedder: true, tagger: true });
    await expect.poll(() => models.health().detector, { timeout: 20_000 }).toBe(true);
    expect(await detect()).toEqual(before);
  });

  test('keeps this process’s loop free while it runs', async () => {
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last - 5);
      last = performance.now();
    }, 5);
    await Promise.all(Array.from({ length: 10 }, detect));
    clearInterval(timer);
    // One run of the detector alone takes several times a tick of this timer; a busy machine takes its share too.
    expect(longest).toBeLessThan(500);
  });
});

describe('a model folder that is wrong stops the start with a sentence', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'models-'));
    await cp(join(modelsDir, 'detector'), join(folder, 'detector'), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const read = () => readModel(join(folder, 'detector'), 'detect');
  const change = async (changes: object) => {
    const manifest: object = JSON.parse(await readFile(join(modelsDir, 'detector', 'manifest.json'), 'utf8'));
    await writeFile(join(folder, 'detector', 'manifest.json'), JSON.stringify({ ...manifest, ...changes }));
  };

  test('no folder', async () => {
    await expect(readModel(join(folder, 'embedder'), 'embed')).rejects.toThrow(/embedder.manifest.json cannot be read/);
  });
  test('another task', async () => {
    await change({ task: 'tag' });
    await expect(read()).rejects.toThrow(/manifest.json: task: /);
  });
  test('a threshold that is no probability', async () => {
    await change({ thresholds: { display: 3, indexing: 0.1 } });
    await expect(read()).rejects.toThrow(/manifest.json: thresholds.display: /);
  });
  test('another file than the manifest means', async () => {
    await change({});
    await read();
    await writeFile(join(folder, 'detector', 'model.onnx'), 'not a model');
    await expect(read()).rejects.toThrow(/model.onnx is not the file that .*manifest.json means/);
  });
  test('a provider whose libraries are missing', async () => {
    await expect(openLocalModels({ ...options, executionProvider: 'cuda' })).rejects.toThrow(/cannot run on cuda/);
  });
});
