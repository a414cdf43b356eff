import { expect, test } from 'vitest';
import { toJson, toMarkdown } from './report.js';

const table = {
  title: 'Products',
  columns: ['', 'count', 'share', 'commonest', 'ms'],
  rows: [
    ['shoes', 1, { value: 0.5, low: 0.25, high: 1 }, { value: 1 }, 12.34],
    ['hats', 0, { value: Number.NaN, low: Number.NaN, high: Number.NaN }, undefined],
  ],
};

test('shares have three decimals and their interval, counts none, and what is not known is a dash', () => {
  expect(toMarkdown(table).split('\n')).toEqual([
    '**Products**',
    '',
    '|  | count | share | commonest | ms |',
    '| --- | --- | --- | --- | --- |',
    '| shoes | 1 | 0.500 (0.250–1.000) | 1.000 | 12.3 |',
    '| hats | 0 | – | – | – |',
    '',
  ]);
});

test('rows of report.json are named by the columns', () => {
  expect(JSON.parse(JSON.stringify(toJson(table)))).toEqual({
    title: 'Products',
    rows: [
      { '': 'shoes', count: 1, share: { value: 0.5, low: 0.25, high: 1 }, commonest: { value: 1 }, ms: 12.34 },
      { '': 'hats', count: 0, share: { value: null, low: null, high: null }, commonest: null, ms: null },
    ],
  });
});
