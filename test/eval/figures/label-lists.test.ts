import { expect, test } from 'vitest';
import { createEstimate } from './bootstrap.js';
import { labelListFigures } from './label-lists.js';

const said = (...values: string[]) => values.map((value) => ({ value, score: 0.5 }));

test('labels of all pictures are counted together', () => {
  const figures = labelListFigures(
    [
      { picture: 0, truths: ['button', 'pocket'], said: said('button', 'zipper') },
      { picture: 1, truths: ['logo'], said: said('logo') },
      { picture: 2, truths: ['slit'], said: [] },
      { picture: 3, truths: [], said: [] },
    ],
    createEstimate(1, 100),
  );
  expect(figures.pictures).toBe(4);
  expect(figures.said.value).toBe(0.5);
  expect(figures.precision.value).toBeCloseTo(2 / 3);
  expect(figures.recall.value).toBeCloseTo(2 / 4);
  expect(figures.f1.value).toBeCloseTo(4 / 7);
  expect(figures.calibrationError.value).toBeCloseTo(2 / 3 - 0.5);
});
