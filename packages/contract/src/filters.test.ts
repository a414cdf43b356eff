import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterFields, parseFilters } from './filters.js';

test('operators, values and fields are read as rules 3.1 and 3.4 say', () => {
  expect(
    parseFilters([
      ['limit', '1'],
      ['filter.s1', 'equal:a,b'],
      ['filter.s1', 'c'],
      ['filter.category1Id', '!equal:a:b, c '],
    ]),
  ).toEqual([
    { field: 's1', operator: 'equal', values: ['a', 'b'] },
    { field: 's1', operator: 'equal', values: ['c'] },
    { field: 'category1Id', operator: '!equal', values: ['a:b', ' c '] },
  ]);
});

test('every filter that the grammar allows is read back', () => {
  const value = fc
    .string({ minLength: 1, maxLength: 72, unit: 'grapheme' })
    .filter((text) => !text.includes(',') && [...text].length <= 72);
  const filter = fc.record({
    field: fc.constantFrom(...filterFields),
    operator: fc.constantFrom('equal' as const, '!equal' as const),
    values: fc.array(value, { minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(fc.array(filter, { maxLength: 5 }), (filters) => {
      const parameters = filters.map(
        ({ field, operator, values }) => [`filter.${field}`, `${operator}:${values.join(',')}`] as const,
      );
      expect(parseFilters(parameters)).toEqual(filters);
    }),
  );
});

describe('refused', () => {
  test.each([
    ['filter.other', 'a', 'is no filter'],
    ['filter.', 'a', 'is no filter'],
    ['filter.s1', '', 'empty value'],
    ['filter.s1', 'equal:', 'empty value'],
    ['filter.s1', 'a,,b', 'empty value'],
    ['filter.s1', 'a:b', 'the operator must be'],
    ['filter.s1', ':a', 'the operator must be'],
    ['filter.s1', 'EQUAL:a', 'the operator must be'],
    ['filter.s1', 'x'.repeat(73), 'at most 72 characters'],
    ['filter.s1', Array(101).fill('a').join(','), 'at most 100 values'],
  ])('%s=%s', (name, value, detail) => {
    expect(() => parseFilters([[name, value]])).toThrow(detail);
  });
});
