import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDecoder, type Picture } from '@openfashion/imaging';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call, Embedder, Served } from '../port.js';
import { type LocalModels, openLocalModels } from '../suite/local-models.js';
import { openLocal } from './index.js';

/**
 * The shipped models on ONNX Runtime in Node answer what their networks answered in PyTorch in single precision, on the pictures of
 * `models/<name>/parity`, which training wrote. Weights are stored with eleven bits: hence the tolerances.
 */
const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));

interface Expected {
  readonly detector: { readonly type: string; readonly score: number; readonly box: readonly number[] }[];
  readonly embedder: readonly number[];
  readonly 'embedder-base': readonly number[];
  readonly tagger: Readonly<Record<string, readonly { readonly value: string; readonly score: number }[]>>;
}

async function read<Name extends keyof Expected>(name: Name) {
  const folder = join(modelsDir, name, 'parity');
  const expected = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8')) as Expected[Name][];
  const decoder = createDecoder();
  const pictures = await Promise.all(
    expected.map(async (_, number) => decoder.decode(await readFile(join(folder, `${number}.png`)))),
  );
  return { expected, pictures };
}

const call = (): Call => ({
  lane: 'interactive',
  deadline: performance.now() + 30_000,
  signal: new AbortController().signal,
});
const wholes = (pictures: readonly Picture[]) =>
  pictures.map((picture) => ({ picture, box: { x0: 0, y0: 0, x1: picture.width, y1: picture.height } }));

const options = { modelsDir, executionProvider: 'cpu', threads: 1 } as const;
let models: LocalModels;
let larger: Served<Embedder>;
beforeAll(async () => {
  models = await openLocalModels(options);
  larger = await openLocal('embed', { ...options, folder: 'embedder-base' });
});
afterAll(() => Promise.all([models.close(), larger.close()]));

test('detector: types, scores within 0.02, boxes within two pixels', async () => {
  const { expected, pictures } = await read('detector');
  const found = await models.detector.detect(pictures, call());
  for (const [number, items] of expected.entries()) {
    for (const { type, score, box } of items) {
      const same = found[number]?.find((one) => one.type === type && Math.abs(one.score - score) < 0.02);
      const { x0 = 0, y0 = 0, x1 = 0, y1 = 0 } = same?.box ?? {};
      const apart = [x0, y0, x1, y1].map((value, index) => Math.abs(value - (box[index] ?? 0)));
      expect({ number, type, apart: Math.max(...apart) < 2 }).toEqual({ number, type, apart: true });
    }
  }
});

test.each(['embedder', 'embedder-base'] as const)('%s: cosines over 0.999', async (name) => {
  const { expected, pictures } = await read(name);
  const embedder = name === 'embedder' ? models.embedder : larger.port;
  const vectors = await embedder.embed(wholes(pictures), call());
  expect(vectors).toHaveLength(expected.length);
  for (const [number, wanted] of expected.entries()) {
    const cosine = wanted.reduce((sum, value, index) => sum + value * (vectors[number]?.[index] ?? 0), 0);
    expect(cosine).toBeGreaterThan(0.999);
  }
});

test('tagger: what it says, scores within 0.03', async () => {
  const { expected, pictures } = await read('tagger');
  const said = await models.tagger.tag(
    wholes(pictures).map((region) => ({ ...region, type: 'TOP' })),
    call(),
  );
  for (const [number, attributes] of expected.entries()) {
    // Categories' scores are not the network's own: they are given the type (tasks/tagger.ts).
    for (const { attribute, labels } of (said[number] ?? []).filter((one) => one.attribute !== 'category')) {
      for (const { value, score } of labels) {
        const wanted = attributes[attribute]?.find((one) => one.value === value)?.score;
        expect({ attribute, value, near: Math.abs(score - (wanted ?? -1)) < 0.03 }).toEqual({
          attribute,
          value,
          near: true,
        });
      }
    }
  }
});
