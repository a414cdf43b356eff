import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContractError } from './errors.js';
import { type Filter, filterFields, filterPattern, parseFilters } from './filters.js';
import { limits } from './limits.js';
import { parseQueryString } from './parameters.js';
import { echoQuery } from './query-echo.js';

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

const value = fc
  .string({ minLength: 1, maxLength: 72, unit: 'grapheme' })
  .filter((text) => !text.includes(',') && [...text].length <= 72);
const filter: fc.Arbitrary<Filter> = fc.record({
  field: fc.constantFrom(...filterFields),
  operator: fc.constantFrom('equal' as const, '!equal' as const),
  values: fc.array(value, { minLength: 1, maxLength: 20 }),
});
/** A filter as a shop may write it: `equal` is left out where no value has a colon (rule 3.4). */
const written = fc.tuple(filter, fc.boolean()).map(([one, brief]) => {
  const { field, operator, values } = one;
  const bare = brief && operator === 'equal' && !values.some((text) => text.includes(':'));
  const parameter = [`filter.${field}`, `${bare ? '' : `${operator}:`}${values.join(',')}`] as const;
  return { one, parameter };
});

test('every filter that the grammar allows is read back, from a query string too', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 5 }), (all) => {
      const filters = all.map(({ one }) => one);
      const parameters = all.map(({ parameter }) => parameter);
      expect(parseFilters(parameters)).toEqual(filters);
      const query = parameters.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
      expect(parseFilters(parseQueryString(query))).toEqual(filters);
    }),
  );
});

test('the echo has each filter as it was sent, field by field (rule 5.8), and asks for the same again', () => {
  fc.assert(
    fc.property(fc.array(written, { maxLength: 5 }), (all) => {
      const parameters = all.map(({ parameter }) => parameter);
      const echo = echoQuery('searchByProduct', ['productId', 'p'], [...parameters, ['limit', '1']]);
      const ofField = (field: string) => parameters.filter(([name]) => name === `filter.${field}`);
      const sorted = filterFields.flatMap(ofField);
      expect(echo).toBe(['productId=p', 'limit=1', ...sorted.map((pair) => pair.join('='))].join('&'));
      fc.pre(sorted.every(([, text]) => !/[&%+]/.test(text)));
      expect(parseFilters(parseQueryString(echo))).toEqual(parseFilters(sorted));
    }),
  );
});

describe('whatever is sent', () => {
  const { values: most, valueCharacters: longest } = limits.filters;
  const list = `[^,]{1,${longest}}(?:,[^,]{1,${longest}})*`;
  const plainList = list.replaceAll('[^,]', '[^,:]');
  /** Rule 3.4 in one expression; its characters are code points. */
  const grammar = new RegExp(`^(?:!?equal:${list}|${plainList})$`, 'su');
  const likely = fc.constantFrom('equal:', '!equal:', '!', ':', ',', 'a', ' ', '\0', '\n', '\ud83d', '👗', '상');
  const long = fc
    .tuple(fc.constantFrom('a', '상', '👗', '\ud83d'), fc.integer({ min: longest - 2, max: longest + 2 }))
    .map(([character, times]) => character.repeat(times));
  const text = fc.oneof(
    fc.array(fc.oneof(likely, long), { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
  );
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...filterFields).map((field) => `filter.${field}`) },
    fc.constantFrom('filter.', 'filter.S1', 'filter.s1 ', 'filter.__proto__', 'filter', 'Filter.s1'),
    fc.string({ unit: 'binary' }).map((rest) => `filter.${rest}`),
  );

  test('it is a filter, is none of ours, or is refused as InvalidParam by name', () => {
    fc.assert(
      fc.property(name, text, (parameter, raw) => {
        expect(filterPattern.test(raw)).toBe(grammar.test(raw));
        const known = filterFields.some((field) => parameter === `filter.${field}`);
        if (!parameter.startsWith('filter.')) {
          expect(parseFilters([[parameter, raw]])).toEqual([]);
        } else if (known && grammar.test(raw)) {
          const [read] = parseFilters([[parameter, raw]]);
          const operator = raw.startsWith('!') && raw.includes(':') ? '!equal' : 'equal';
          expect(read).toEqual({
            field: parameter.slice('filter.'.length),
            operator,
            values: raw.replace(/^!?equal:/, '').split(','),
          });
        } else {
          const refused = expect.objectContaining({ result: 'InvalidParam' });
          expect(() => parseFilters([[parameter, raw]])).toThrow(refused);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('its values are counted over all filters together', () => {
    const counts = fc.array(fc.integer({ min: 1, max: most + 1 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(counts, (sizes) => {
        const parameters = sizes.map((size) => ['filter.s1', Array(size).fill('a').join(',')] as const);
        const total = sizes.reduce((sum, size) => sum + size, 0);
        if (total <= most) expect(parseFilters(parameters)).toHaveLength(sizes.length);
        else expect(() => parseFilters(parameters)).toThrow(ContractError);
      }),
    );
  });
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
