import { expect, test } from 'vitest';
import type { Manifest } from '../manifest.js';
import { outputsOf } from './outputs.js';

const common = {
  name: 'test',
  version: '1',
  file: 'model.onnx',
  sha256: '0'.repeat(64),
  licence: { weights: 'Apache-2.0' },
  input: {
    name: 'pixels',
    width: 8,
    height: 8,
    resize: 'stretch',
    anchor: 'top-left',
    pad: [0, 0, 0],
    margin: 0,
  },
} satisfies Partial<Manifest>;
const detector: Manifest<'detect'> = {
  ...common,
  task: 'detect',
  outputs: { boxes: 'b', scores: 's' },
  classes: ['TOP', 'BAG'],
  thresholds: { display: 0.5, indexing: 0.1 },
  nms: { iou: 0.5, crossTypeIou: 0.7, crossTypeDecay: 0 },
};
const embedder: Manifest<'embed'> = {
  ...common,
  task: 'embed',
  outputs: { embedding: 'e' },
  embedding: { id: 'e', dimension: 2 },
};
const head = (attribute: string, values: string[]) => ({
  attribute,
  output: attribute,
  values,
  threshold: 0,
  shown: true,
});
const tagger: Manifest<'tag'> = {
  ...common,
  task: 'tag',
  heads: [head('fit', ['regular', 'slim']), head('gender', ['women', 'men', 'unisex'])],
  categories: {},
};
const tensor = (dims: readonly number[], ...values: number[]) => ({ dims, data: Float32Array.from(values) });
const plain = (outputs: readonly (readonly Float32Array[])[]) => outputs.map((all) => all.map((one) => [...one]));

test('each input gets its own share of every output', () => {
  expect(plain(outputsOf({ e: tensor([2, 2], 1, 2, 3, 4) }, 2, embedder))).toEqual([[[1, 2]], [[3, 4]]]);
  const heads = { gender: tensor([2, 3], 1, 2, 3, 4, 5, 6), fit: tensor([2, 2], 7, 8, 9, 10) };
  expect(plain(outputsOf(heads, 2, tagger))).toEqual([
    [
      [7, 8],
      [1, 2, 3],
    ],
    [
      [9, 10],
      [4, 5, 6],
    ],
  ]);
});

test('of a detector only the detections leave', () => {
  const boxes = tensor([2, 1, 4], 0, 0, 4, 4, 1, 1, 5, 5);
  const scores = tensor([2, 1, 2], 0, 0.75, 0.05, 0.05);
  expect(plain(outputsOf({ b: boxes, s: scores }, 2, detector))).toEqual([[[0, 0, 4, 4, 0.75, 1]], [[]]]);
});

test('outputs that are not as the manifest says are refused by name', () => {
  expect(() => outputsOf({}, 1, embedder)).toThrow('no float32 output e');
  expect(() => outputsOf({ e: { dims: [1, 2], data: new Float64Array(2) } }, 1, embedder)).toThrow('no float32 output');
  expect(() => outputsOf({ e: tensor([1, 3], 1, 2, 3) }, 1, embedder)).toThrow('output e is [1, 3], not [1, …, 2]');
  expect(() => outputsOf({ e: tensor([1, 2], 1, 2) }, 2, embedder)).toThrow('output e is [1, 2], not [2, …, 2]');
  const scores = tensor([1, 2, 2], 1, 1, 1, 1);
  expect(() => outputsOf({ b: tensor([1, 1, 4], 0, 0, 1, 1), s: scores }, 1, detector)).toThrow('different numbers');
});
