import { expect, test } from 'vitest';
import { averagePrecision, match, overlap, type Prediction, type Truth } from './average-precision.js';

const truth = (picture: number, x: number) => ({ picture, type: 'A', box: [x, 0, x + 10, 10] as const });
const guess = (picture: number, x: number, score: number) => ({ ...truth(picture, x), score });
const once = [1, 1, 1, 1];
const ap = (truths: readonly Truth[], predictions: readonly Prediction[], weights = once) =>
  averagePrecision(match(truths, predictions), weights);

test('overlap of equal, half shifted and separate boxes', () => {
  expect(overlap([0, 0, 10, 10], [0, 0, 10, 10])).toBe(1);
  expect(overlap([0, 0, 10, 10], [5, 0, 15, 10])).toBeCloseTo(1 / 3);
  expect(overlap([0, 0, 10, 10], [20, 0, 30, 10])).toBe(0);
});

test('all found and nothing else is 1, nothing found is 0', () => {
  const truths = [truth(0, 0), truth(1, 0)];
  expect(ap(truths, [guess(0, 0, 0.9), guess(1, 1, 0.8)])).toBe(1);
  expect(ap(truths, [guess(0, 50, 0.9), guess(2, 0, 0.8)])).toBe(0);
});

test('a second box on one item is wrong; wrong ones after the right ones cost nothing', () => {
  const truths = [truth(0, 0), truth(0, 100)];
  expect(ap(truths, [guess(0, 0, 0.9), guess(0, 1, 0.8), guess(0, 100, 0.7)])).toBeCloseTo(0.5 + 0.5 * (2 / 3));
  expect(ap(truths, [guess(0, 0, 0.9), guess(0, 100, 0.8), guess(0, 1, 0.7)])).toBe(1);
});

test('a picture that is drawn twice counts as two pictures, one that is not drawn as none', () => {
  const truths = [truth(0, 0), truth(1, 0), truth(2, 0)];
  const predictions = [guess(0, 0, 0.9), guess(1, 50, 0.8), guess(2, 0, 0.7), guess(0, 70, 0.6)];
  const again = <Item extends Truth>(list: readonly Item[]) =>
    list.flatMap((item) => (item.picture === 2 ? [item, { ...item, picture: 3 }] : item.picture === 0 ? [] : [item]));
  expect(ap(truths, predictions, [0, 1, 2])).toBeCloseTo(ap(again(truths), again(predictions)), 12);
  expect(ap(truths, predictions, [0, 0, 0])).toBeNaN();
});
