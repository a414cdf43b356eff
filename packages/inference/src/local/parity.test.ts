import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDecoder, type Picture } from '@openfashion/imaging';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../port.js';
import { type LocalModels, openLocalModels } from '../suite/local-models.js';

/**
 * The shipped model on ONNX Runtime in Node answers what its network answered in PyTorch in single precision, on the pictures of
 * `models/<name>/parity`, which training wrote. Weights are stored with eleven bits: hence the tolerances.
 */
const modelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));

interface Expected {
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

let models: LocalModels;
beforeAll(async () => {
  models = await openLocalModels({ modelsDir, executionProvider: 'cpu', threads: 1 });
});
afterAll(() => models.close());

test('tagger: what it says, scores within 0.03', async () => {
  const { expected, pictures } = await read('tagger');
  const said = await models.tagger.tag(
    wholes(pictures).map((region) => ({ ...region, type: 'TOP' })),
    call(),
  );
  for (const [number, attributes] of expected.entries()) {
    for (const { attribute, labels } of said[number] ?? []) {
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
