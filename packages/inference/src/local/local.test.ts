import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Unavailable } from '@openfashion/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalModels, openLocalModels } from '../suite/local-models.js';
import { samplePictures } from '../suite/sample-pictures.js';
import { inferenceSuite, type SuitePicture } from '../suite.js';

const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));
const options = { modelsDir, executionProvider: 'cpu' as const, threads: 1 };
inferenceSuite('local processes', () => openLocalModels(options), samplePictures);

describe('a model process', () => {
  let models: LocalModels;
  let pictures: readonly SuitePicture[];
  const detect = () =>
    models.detector.detect(
      pictures.map(({ picture }) => picture),
      { lane: 'interactive', deadline: performance.now() + 30_000, signal: new AbortController().signal },
    );
  beforeAll(async () => {
    [models, pictures] = await Promise.all([openLocalModels(options), samplePictures()]);
  });
  afterAll(() => models.close());

  test('that is killed fails the calls in hand, is started again, and the others go on', async () => {
    const before = await detect();
    const [victim] = models.pids();
    const inHand = Promise.all([detect(), detect(), detect()]);
    process.kill(victim ?? 0, 'SIGKILL');
    await expect(inHand).rejects.toBeInstanceOf(Unavailable);
    expect(models.health()).toEqual({ detector: false, embedder: true, tagger: true });
    await models.ready();
    expect(models.health().detector).toBe(true);
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

test('a provider whose libraries are missing stops the start with a sentence, and leaves no process', async () => {
  const opening = openLocalModels({ ...options, executionProvider: 'cuda' });
  await expect(opening).rejects.toThrow(/model.onnx cannot run on cuda: /);
});

test('a folder without models stops the start with the name of the file', async () => {
  await expect(openLocalModels({ ...options, modelsDir: tmpdir() })).rejects.toThrow(/manifest.json cannot be read/);
});
