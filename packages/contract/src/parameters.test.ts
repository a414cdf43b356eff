import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContractError } from './errors.js';
import { decodePathSegment, parseQueryString } from './parameters.js';

const wellFormed = fc.string({ unit: 'grapheme' });

describe('a query string', () => {
  test.each([
    ['', []],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['a=b=c', [['a', 'b=c']]],
    ['&&a=1&&', [['a', '1']]],
    ['=b', [['', 'b']]],
    [
      'a=1&b=2&a=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
    ],
    ['filter.s1=%EA%B0%80', [['filter.s1', '가']]],
    ['a=%2541', [['a', '%41']]],
    ['a=x+y', [['a', 'x y']]],
    ['a=x%2By', [['a', 'x+y']]],
    ['link=x+y', [['link', 'x+y']]],
    ['link=x%20y', [['link', 'x+y']]],
    ['l%69nk=x+y', [['link', 'x+y']]],
  ])('%s', (raw, parameters) => {
    expect(parseQueryString(raw)).toEqual(parameters);
  });

  test.each(['a=%', 'a=%4', 'a=%zz', 'a=%ff', 'a=%ED%A0%80', 'unknown=%', 'a=1&link=%'])(
    '%s has a malformed escape (rule 1.10)',
    (raw) => {
      expect(() => parseQueryString(raw)).toThrow(expect.objectContaining({ result: 'InvalidParam' }));
    },
  );

  test('is read back from percent escapes and from a form’s encoding', () => {
    const pairs = fc.array(fc.tuple(wellFormed, wellFormed).filter(([name]) => name !== 'link'));
    fc.assert(
      fc.property(pairs, (parameters) => {
        const given = parameters.filter(([name, value]) => name !== '' || value !== '');
        const escaped = given.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
        expect(parseQueryString(escaped)).toEqual(given);
        expect(parseQueryString(new URLSearchParams(given).toString())).toEqual(given);
      }),
    );
  });

  test('is read or refused, whatever it is', () => {
    const raw = fc.string({ unit: fc.constantFrom('a', '=', '&', '%', '+', '2', 'f', 'C', 'link', '\0', '상') });
    fc.assert(
      fc.property(raw, (text) => {
        try {
          for (const pair of parseQueryString(text)) expect(pair).toHaveLength(2);
        } catch (error) {
          expect(error).toBeInstanceOf(ContractError);
        }
      }),
    );
  });
});

describe('a path segment', () => {
  test('is decoded once, + stays', () => {
    expect(decodePathSegment('productId', 'a%2Fb%2541+c')).toBe('a/b%41+c');
  });

  test('is refused by name when an escape is malformed', () => {
    expect(() => decodePathSegment('productId', '%')).toThrow('productId: has a malformed percent escape');
  });

  test('any text is read back', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(decodePathSegment('productId', encodeURIComponent(text))).toBe(text);
      }),
    );
  });
});
