import { expect, test } from 'vitest';
import { smallModel } from '../suite/small-models.js';
import { type Answers, examine } from './examine.js';

const manifest = { ...smallModel('detect').manifest, sha256: '0'.repeat(64) };
const rows = 200;
const tensor = (dims: readonly number[], value: (index: number) => number) => ({
  dims,
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b) }, (_, index) => value(index)),
});

/** Boxes one beside the other, and scores that tell them apart; in a batch in the order that `place` gives. */
const detections =
  (place: (row: number, size: number) => number) =>
  async (_: Uint8Array, size: number): Promise<Answers> => {
    const row = (index: number, width: number) => place(Math.floor(index / width) % rows, size);
    return {
      boxes: tensor([size, rows, 4], (index) => row(index, 4) * 3 + (index % 4)),
      scores: tensor([size, rows, 2], (index) => (row(index, 2) + 1) / (rows + 1)),
    };
  };

test('boxes of nearly equal score may change places in another batch, and a few may be others', async () => {
  expect(
    await examine(
      manifest,
      detections((row) => row),
      1e-3,
    ),
  ).toEqual([]);
  const swapped = detections((row, size) => (size > 1 && row < 2 ? 1 - row : row));
  expect(await examine(manifest, swapped, 1e-3)).toEqual([]);
  const few = detections((row, size) => (size > 1 && row < 3 ? row + 0.4 : row));
  expect(await examine(manifest, few, 1e-3)).toEqual([]);
  const many = detections((row, size) => (size > 1 && row < 9 ? row + 0.4 : row));
  expect(await examine(manifest, many, 1e-3)).toEqual([
    'what it answers to a picture depends on the others in the batch',
  ]);
});

test('what a file leaves open is seen when it runs', async () => {
  const run = async (_: Uint8Array, size: number): Promise<Answers> => ({
    boxes: tensor([size, rows, 5], () => 0),
    scores: tensor([size, rows], () => 0),
  });
  expect(await examine(manifest, run, 1e-3)).toEqual([
    'outputs.boxes: boxes answers [1, 200, 5] to 1, not [1, …, 4]',
    'outputs.boxes: boxes answers [3, 200, 5] to 3, not [3, …, 4]',
    'outputs.scores: scores answers [1, 200] to 1, not [1, …, 2]',
    'outputs.scores: scores answers [3, 200] to 3, not [3, …, 2]',
  ]);
  const uneven = async (_: Uint8Array, size: number): Promise<Answers> => ({
    boxes: tensor([size, rows, 4], () => 0),
    scores: tensor([size, rows + 1, 2], () => 0),
  });
  expect(await examine(manifest, uneven, 1e-3)).toContain(
    'outputs: the model answers different numbers of boxes and of scores',
  );
});

test('another type of number is no answer', async () => {
  const run = async (): Promise<Answers> => ({ boxes: { dims: [1, 1, 4], data: new Float64Array(4) } });
  expect(await examine(manifest, run, 1e-3)).toEqual([
    'outputs.boxes: the model has no float32 output boxes',
    'outputs.scores: the model has no float32 output scores',
  ]);
});
