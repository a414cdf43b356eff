import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoints } from '../endpoints.js';
import { limits } from '../limits.js';
import { parseQueryString } from '../parameters.js';
import { echoQuery } from '../query-echo.js';
import { jobOrderFields, parseCreateIndex, parseGetIndex, parseListIndexes } from './indexes.js';
import { parseDetect, parseTag } from './pictures.js';
import { parseSearchByLink, parseSearchByPicture, parseSearchByProduct } from './search.js';
import { parseCreateService, parseServiceName } from './services.js';

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

test('a boolean is true or false in any letter case, nothing else', () => {
  fc.assert(
    fc.property(fc.mixedCase(fc.constantFrom('true', 'false')), (text) => {
      expect(search(`limit=1&includeDuplicates=${text}`).includeDuplicates).toBe(text.toLowerCase() === 'true');
    }),
  );
  for (const text of ['', '1', 'yes', 'true ', 'truefalse']) {
    expect(() => search(`limit=1&includeDuplicates=${text}`)).toThrow('includeDuplicates: must be true or false');
  }
});

test('a least similarity is read as it is written, within over 0 and 1', () => {
  const decimals = fc.integer({ min: 0, max: 2_000_000 }).map((millionths) => (millionths / 1_000_000).toFixed(6));
  fc.assert(
    fc.property(decimals, (text) => {
      const value = Number(text);
      if (value > 0 && value <= 1) expect(search(`limit=1&minSimilarity=${text}`).minSimilarity).toBe(value);
      else expect(() => search(`limit=1&minSimilarity=${text}`)).toThrow('minSimilarity: must be over 0 and at most 1');
    }),
  );
});

test('an address has 1 to 1,000 characters, a link of a detected item up to 16 Ki (rule 7.3)', () => {
  const longest = '👗'.repeat(limits.pictures.addressCharacters);
  expect(parseDetect([['path', longest]])).toEqual({ path: longest });
  expect(() => parseDetect([['path', `${longest}x`]])).toThrow('path: must be at most 1000 characters');
  expect(() => parseDetect([['path', '']])).toThrow('path: must not be empty');
  expect(() => parseDetect([])).toThrow('path: is required');
  const picture = (imageUrl: string) =>
    parseSearchByPicture([
      ['limit', '1'],
      ['imageUrl', imageUrl],
    ]);
  expect(() => picture('')).toThrow('imageUrl: must not be empty');
  expect(() => picture(`${longest}x`)).toThrow('imageUrl: must be at most 1000 characters');
  const link = 'A'.repeat(limits.search.linkCharacters);
  expect(parseSearchByLink(parseQueryString(`limit=1&link=${link}`))).toMatchObject({ link });
  expect(() => parseSearchByLink(parseQueryString(`limit=1&link=${link}A`))).toThrow('link: must be at most 16384');
  expect(() => parseSearchByLink(parseQueryString('limit=1'))).toThrow('link: is required');
});

test('a search by picture needs no address: there may be a file', () => {
  expect(parseSearchByPicture([['limit', '1']])).toEqual({
    limit: 1,
    minSimilarity: undefined,
    includeDuplicates: false,
    filters: [],
    imageUrl: undefined,
  });
});

test('tag reads its language and its number of items', () => {
  const tag = (query: string) => parseTag(parseQueryString(`path=x&${query}`));
  expect(tag('lang=ja&itemLimit=4')).toEqual({ path: 'x', lang: 'ja', itemLimit: 4 });
  for (const lang of ['fr', 'EN', '']) expect(() => tag(`lang=${lang}`)).toThrow('lang: must be en, ko, or ja');
  for (const itemLimit of ['0', '5', ''])
    expect(() => tag(`itemLimit=${itemLimit}`)).toThrow('itemLimit: must be 1 to 4');
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

test('jobs are listed by any of the nine fields, either way round, and by statuses', () => {
  for (const field of jobOrderFields) {
    for (const direction of ['asc', 'desc'] as const) {
      const { order } = parseListIndexes(parseQueryString(`start=0&limit=1&order=${field}:${direction}`));
      expect(order).toEqual({ field, direction });
    }
  }
  for (const order of ['', 'requestedTime', 'requestedTime:', 'id:asc', 'requestedTime:ASC', ':asc']) {
    expect(() => parseListIndexes(parseQueryString(`start=0&limit=1&order=${order}`))).toThrow('order: must be');
  }
  for (const name of ['statuses', 'status']) {
    const list = (value: string) => parseListIndexes(parseQueryString(`start=0&limit=1&${name}=${value}`));
    expect(list('running,finished').statuses).toEqual(['running', 'finished']);
    for (const wrong of ['', 'done', 'running,', 'Running']) expect(() => list(wrong)).toThrow(`${name}: must be of`);
  }
});

test('the detail of a job has its failures when they are asked for', () => {
  expect(parseGetIndex([])).toEqual({ failures: false });
  expect(parseGetIndex([['include', 'failures']])).toEqual({ failures: true });
  expect(parseGetIndex([['include', 'something else']])).toEqual({ failures: false });
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

test('a service is created from a JSON object with a name', () => {
  expect(parseCreateService({ serviceName: 'shop', colour: 'red' })).toEqual({ serviceName: 'shop' });
  expect(() => parseCreateService({ serviceName: 5 })).toThrow('serviceName: must be a string');
  expect(() => parseCreateService({})).toThrow('serviceName: must be a string');
  for (const body of [undefined, null, 'shop', ['shop']]) {
    expect(() => parseCreateService(body)).toThrow('body: must be a JSON object');
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
