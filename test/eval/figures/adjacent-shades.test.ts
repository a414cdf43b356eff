import { taxonomy } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { isAdjacentShade } from './adjacent-shades.js';

const colors = taxonomy.attributes.find(({ id }) => id === 'color')?.values.map(({ id }) => id) ?? [];

test('a shade is adjacent to itself, and adjacency goes both ways', () => {
  expect(colors).toHaveLength(20);
  for (const a of colors) {
    expect(isAdjacentShade(a, a)).toBe(true);
    for (const b of colors) expect(isAdjacentShade(a, b)).toBe(isAdjacentShade(b, a));
  }
});

test('likeness is not passed on', () => {
  expect(isAdjacentShade('black', 'navy')).toBe(true);
  expect(isAdjacentShade('navy', 'blue')).toBe(true);
  expect(isAdjacentShade('black', 'blue')).toBe(false);
});

test('several colours are like no single one', () => {
  expect(colors.filter((color) => isAdjacentShade('multi', color))).toEqual(['multi']);
});
