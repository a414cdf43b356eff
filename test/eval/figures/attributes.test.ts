import { describe, expect, test } from 'vitest';
import { attributeFigures, calibrationError, type Judgement, macroAccuracy, perPicture } from './attributes.js';
import { createEstimate, yesOrNo } from './bootstrap.js';

const estimate = createEstimate(1, 200);
const once = Array.from({ length: 100 }, () => 1);

describe('macro accuracy', () => {
  const marked = [
    { picture: 0, truth: 'a', right: true },
    { picture: 1, truth: 'a', right: true },
    { picture: 2, truth: 'a', right: false },
    { picture: 3, truth: 'b', right: false },
  ];

  test('each value counts once, however rare it is', () => {
    expect(macroAccuracy(marked, once)).toBeCloseTo((2 / 3 + 0) / 2);
  });

  test('a value that was not drawn is not present', () => {
    expect(macroAccuracy(marked, [1, 1, 1, 0])).toBeCloseTo(2 / 3);
    expect(macroAccuracy(marked, [0, 0, 2, 1])).toBe(0);
  });
});

describe('expected calibration error', () => {
  const said = (score: number, right: boolean, picture = 0) => ({ picture, score, right });

  test('scores that come true as often as they say have none', () => {
    const four = [said(0.75, true, 0), said(0.75, true, 1), said(0.75, true, 2), said(0.75, false, 3)];
    expect(calibrationError(four, once)).toBeCloseTo(0);
  });

  test('bins are weighed by what they hold; 1 is in the last', () => {
    const three = [said(1, true, 0), said(1, true, 1), said(0.35, false, 2)];
    expect(calibrationError(three, once)).toBeCloseTo(0.35 / 3);
    expect(calibrationError(three, [1, 1, 2])).toBeCloseTo(0.7 / 4);
  });

  test('nothing said, nothing wrong to measure', () => {
    expect(calibrationError([], once)).toBeNaN();
  });
});

test('nothing said counts as wrong, and the commonest value stands beside', () => {
  const judgements: Judgement[] = [
    { picture: 0, truth: 'red', said: { value: 'red', score: 0.9 } },
    { picture: 1, truth: 'red', said: { value: 'pink', score: 0.6 } },
    { picture: 2, truth: 'red' },
    { picture: 3, truth: 'blue', said: { value: 'blue', score: 0.7 } },
  ];
  const figures = attributeFigures(judgements, estimate);
  expect(figures.said.value).toBe(0.75);
  expect(figures.rightWhenSaid.value).toBeCloseTo(2 / 3);
  expect(figures.accuracy.value).toBe(0.5);
  expect(figures.commonest).toBe(0.75);
  expect(figures.values).toBe(2);
  expect(figures.macro.value).toBeCloseTo((1 / 3 + 1) / 2);
  expect(attributeFigures(judgements, estimate, () => true).accuracy.value).toBe(0.75);
});

test('garments of one picture are drawn together', () => {
  const items = [{ picture: 1 }, { picture: 1 }, { picture: 0 }];
  expect(perPicture(items, 3, () => yesOrNo(true))).toEqual([
    { hits: 1, of: 1 },
    { hits: 2, of: 2 },
    { hits: 0, of: 0 },
  ]);
  expect(() => perPicture(items, 1, () => yesOrNo(true))).toThrow('none of number 1');
});
