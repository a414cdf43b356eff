import { expect, test } from 'vitest';
import { createDetector } from './detector.js';
import { type Ran, RegionRunner } from './region-runner.js';

const manifest = { classes: ['TOP', 'BAG'], thresholds: { display: 0.35, indexing: 0.1 } };
const call = { lane: 'interactive', deadline: Number.POSITIVE_INFINITY, signal: new AbortController().signal } as const;

/** What becomes of raw detections of a picture of 200 × 100 that was halved. */
async function detect(...raw: readonly (readonly number[])[]) {
  const ran: Ran = {
    prepared: {
      data: new Uint8Array(),
      cut: { x0: 0, y0: 0, x1: 200, y1: 100 },
      scale: { x: 0.5, y: 0.5 },
      offset: { x: 0, y: 0 },
    },
    output: [Float32Array.from(raw.flat())],
  };
  const detector = createDetector(manifest, { run: async () => [ran] });
  const [detections = []] = await detector.detect([{ width: 200, height: 100, data: new Uint8Array() }], call);
  return detections;
}

test('boxes come back as pixels of the picture, within it', async () => {
  expect(await detect([10, 5, 40, 30, 0.5, 1], [-3, -3, 120, 60, 0.25, 0])).toEqual([
    { type: 'BAG', score: 0.5, box: { x0: 20, y0: 10, x1: 80, y1: 60 } },
    { type: 'TOP', score: 0.25, box: { x0: 0, y0: 0, x1: 200, y1: 100 } },
  ]);
});

test('an item of which both sides have at most 20 px of the picture is none; a longer one is', async () => {
  expect(await detect([0, 0, 10, 10, 0.5, 0])).toEqual([]);
  expect(await detect([0, 0, 10.5, 2, 0.5, 0])).toHaveLength(1);
  expect(await detect([0, 0, 2, 10.5, 0.5, 0])).toHaveLength(1);
});

test('what lies outside the picture is none', async () => {
  expect(await detect([0, 60, 50, 90, 0.5, 0], [30, -50, 60, 0, 0.5, 0])).toEqual([]);
});

test('at most 32 items, small ones not counted', async () => {
  const small = Array.from({ length: 10 }, (_, index) => [index, 0, index + 1, 1, 0.9, 0]);
  const large = Array.from({ length: 40 }, (_, index) => [index, 0, index + 20, 20, 0.8 - index / 100, 0]);
  const found = await detect(...small, ...large);
  expect(found).toHaveLength(32);
  expect(found[0]?.score).toBeCloseTo(0.8);
});

test('boxes of a picture that was stretched come back by each side’s own scale', async () => {
  const input = {
    width: 50,
    height: 50,
    resize: 'stretch',
    anchor: 'centre',
    pad: [0, 0, 0],
    margin: 0,
  } as const;
  const run = async () => [[Float32Array.of(10, 5, 30, 25, 0.5, 1)]];
  const detector = createDetector(manifest, new RegionRunner(input, { refusal: () => undefined, run }));
  const picture = { width: 200, height: 100, data: new Uint8Array(200 * 100 * 3) };
  expect(await detector.detect([picture], call)).toEqual([
    [{ type: 'BAG', score: 0.5, box: { x0: 40, y0: 10, x1: 120, y1: 50 } }],
  ]);
});
