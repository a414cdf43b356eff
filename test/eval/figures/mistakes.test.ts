import { expect, test } from 'vitest';
import { mistakes } from './mistakes.js';

test('wrong answers are counted by what they took for what, the commonest first', () => {
  const answers = [
    { truth: 'red', said: 'red' },
    { truth: 'red', said: undefined },
    { truth: 'red', said: 'pink' },
    { truth: 'pink', said: 'red' },
    { truth: 'red', said: 'pink' },
  ];
  expect(mistakes(answers)).toEqual([
    { truth: 'red', said: 'pink', times: 2 },
    { truth: 'red', said: undefined, times: 1 },
    { truth: 'pink', said: 'red', times: 1 },
  ]);
});

test('no wrong answer, no mistake', () => {
  expect(mistakes([{ truth: 'red', said: 'red' }])).toEqual([]);
});
