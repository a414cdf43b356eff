import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoints } from '../endpoints.js';
import { parseQueryString } from '../parameters.js';
import { echoQuery } from '../query-echo.js';
import { parseCreateIndex, parseListIndexes } from './indexes.js';
import { parseTag } from './pictures.js';
import { parseSearchByProduct } from './search.js';
import { parseServiceName } from './services.js';

const search = (query: string) => parseSearchByProduct(parseQueryString(query));

test('a whole search is read', () => {
  expect(search('limit=10&minSimilarity=0.8&includeDuplicates=TRUE&filter.s1=a&x=1&x=2')).toEqual({
    limit: 10,
    minSimilarity: 0.8,
    includeDuplicates: true,
    filters: [{ field: 's1', operator: 'equal', values: ['a'] }],
  });
});

describe('numbers are plain decimal (rule 1.8)', () => {
  test.each(['1e2', '+5', '0x1', '', ' 1', '1.0', '-1', '201', '0', '９'])('limit=%s is refused', (limit) => {
    expect(() => search(`limit=${encodeURIComponent(limit)}`)).toThrow('limit: must be 1 to 200');
  });

  test('every number of the range is read, every other one refused', () => {
    fc.assert(
      fc.property(fc.integer(), (limit) => {
        if (limit >= 1 && limit <= 200) expect(search(`limit=${limit}`).limit).toBe(limit);
        else expect(() => search(`limit=${limit}`)).toThrow('limit: must be 1 to 200');
      }),
    );
  });

  test.each(['0', '0.0', '1.01', '.5', '1.', '1e-1', 'NaN'])('minSimilarity=%s is refused', (value) => {
    expect(() => search(`limit=1&minSimilarity=${value}`)).toThrow('minSimilarity: must be');
  });
});

test('what is given twice is refused, but for filters', () => {
  expect(() => search('limit=1&limit=1')).toThrow('limit: must be given once');
  expect(search('limit=1&filter.s1=a&filter.s1=b').filters).toHaveLength(2);
});

test('+ is a space except in link, where a space is +', () => {
  expect(parseQueryString('a=x+y%20z&link=x+y%20z%2B')).toEqual([
    ['a', 'x y z'],
    ['link', 'x+y+z+'],
  ]);
  expect(() => parseQueryString('a=%zz')).toThrow('a: has a malformed percent escape');
});

test('tag has its defaults', () => {
  expect(parseTag([['path', 'http://a.kr/']])).toEqual({ path: 'http://a.kr/', lang: 'en', itemLimit: 1 });
});

test('a list of jobs is at most the first 1,000', () => {
  expect(parseListIndexes(parseQueryString('start=900&limit=100')).order).toEqual({
    field: 'requestedTime',
    direction: 'desc',
  });
  expect(() => parseListIndexes(parseQueryString('start=901&limit=100'))).toThrow('start + limit must be at most 1000');
  expect(() => parseListIndexes(parseQueryString('start=0&limit=1&status=running&statuses=failed'))).toThrow(
    'beside status',
  );
  expect(() => parseListIndexes(parseQueryString('start=0&limit=1&order=startTime:asc:x'))).toThrow('order: must be');
});

test('what is wrong with an index link is a matter of delivery', () => {
  const refused = expect.objectContaining({ result: 'InvalidFileError' });
  for (const link of ['', 'nonsense', `http://a.kr/${'x'.repeat(1000)}`]) {
    expect(() =>
      parseCreateIndex([
        ['format', 'csv'],
        ['link', link],
      ]),
    ).toThrow(refused);
  }
});

test('service names', () => {
  expect(parseServiceName('my-shop_1')).toBe('my-shop_1');
  for (const name of ['a', 'A1', '1a', 'a'.repeat(33), 'a%2Fb', '%zz']) {
    expect(() => parseServiceName(name)).toThrow('serviceName: ');
  }
});

test('the echo has the key first, then what was given in the table’s order', () => {
  const parameters = parseQueryString(
    'filter.s2=b&link=ab&minSimilarity=0.50&limit=07&filter.s1=a&filter.s1=%EA%B0%80&x=1',
  );
  expect(echoQuery('searchByLink', ['link', 'ab'], parameters)).toBe(
    'link=ab&limit=07&filter.s1=a&filter.s1=가&filter.s2=b&minSimilarity=0.50',
  );
});

test('no endpoint may answer a positive code, and only success is zero (rule 1.4)', () => {
  for (const { results } of Object.values(endpoints))
    expect(results.filter((name) => name === 'SUCCESS')).toHaveLength(1);
});
