import { expect, test } from 'vitest';
import { rawStride } from '../tasks/raw-detections.js';
import { decodeDetections } from './decode-detections.js';

const rules = {
  classes: ['A', 'B'],
  thresholds: { display: 0.35, indexing: 0.1 },
  nms: { iou: 0.5, crossTypeIou: 0.7, crossTypeDecay: 0 },
};

interface Row {
  readonly box: readonly number[];
  readonly scores: readonly [number, number];
}

/** Boxes with a score per class, decoded. */
const decode = (...rows: readonly Row[]) => decodeBy(0, rows);

function decodeBy(crossTypeDecay: number, rows: readonly Row[]) {
  const boxes = Float32Array.from(rows.flatMap(({ box }) => box));
  const scores = Float32Array.from(rows.flatMap((row) => row.scores));
  const raw = decodeDetections(boxes, scores, { ...rules, nms: { ...rules.nms, crossTypeDecay } });
  return Array.from({ length: raw.length / rawStride }, (_, index) => {
    const [x0, , , , score = 0, type = 0] = raw.subarray(index * rawStride);
    return `${rules.classes[type]} ${x0} ${score.toFixed(2)}`;
  });
}

test('best first, nothing under the indexing threshold', () => {
  expect(
    decode(
      { box: [0, 0, 10, 10], scores: [0.2, 0] },
      { box: [50, 0, 60, 10], scores: [0.9, 0] },
      { box: [90, 0, 99, 9], scores: [0.09, 0.05] },
    ),
  ).toEqual(['A 50 0.90', 'A 0 0.20']);
});

test('of one type the stronger of two overlapping boxes stays', () => {
  expect(decode({ box: [0, 0, 10, 10], scores: [0.5, 0] }, { box: [1, 0, 11, 10], scores: [0.6, 0] })).toEqual([
    'A 1 0.60',
  ]);
});

test('of two types only nearly equal boxes suppress each other', () => {
  expect(decode({ box: [0, 0, 10, 10], scores: [0.5, 0] }, { box: [3, 0, 13, 10], scores: [0, 0.6] })).toHaveLength(2);
  expect(decode({ box: [0, 0, 10, 10], scores: [0.5, 0.6] })).toEqual(['B 0 0.60']);
});

test('a box suppressed by a stronger one suppresses nothing', () => {
  expect(
    decode(
      { box: [0, 0, 10, 10], scores: [0.9, 0] },
      { box: [3, 0, 13, 10], scores: [0.8, 0] },
      { box: [6, 0, 16, 10], scores: [0.7, 0] },
    ),
  ).toEqual(['A 0 0.90', 'A 6 0.70']);
});

test('with a decay, a second guess at the type of an item stays behind, and demotes nothing', () => {
  const rows: Row[] = [
    { box: [0, 0, 10, 10], scores: [0.9, 0.8] },
    { box: [3, 0, 13, 10], scores: [0, 0.3] },
    { box: [90, 0, 99, 9], scores: [0.4, 0] },
    { box: [60, 0, 69, 9], scores: [0.3, 0.2] },
  ];
  expect(decodeBy(0.4, rows)).toEqual(['A 0 0.90', 'A 90 0.40', 'B 0 0.32', 'A 60 0.30']);
});
