import type { ResultName } from '@openfashion/contract';
import type { RequestRow } from '../row.js';

type Query = readonly [query: string, detail: string];
const number = 'limit: must be 1 to 200';
const share = 'minSimilarity: must be';
const filter = 'filter.s1: ';

/** Queries of a search by product that are refused. */
const refused: readonly Query[] = [
  ['', 'limit: is required'],
  ...[
    '',
    '0',
    '201',
    '-1',
    '-0',
    '%2B1',
    '1.0',
    '1e1',
    '0x10',
    '0b1',
    '0o7',
    '1_0',
    '1,0',
    '%201',
    '1%20',
    '1%0A',
    '1%00',
    'NaN',
    'Infinity',
    'null',
    'true',
    '[1]',
    '%D9%A1',
    '%EF%BC%91',
    '9'.repeat(15),
    '9'.repeat(400),
  ].map((value): Query => [`limit=${value}`, number]),
  ...['limit=1&limit=1', 'limit=1&limit=2', 'limit=&limit=1'].map(
    (query): Query => [query, 'limit: must be given once'],
  ),
  ...[
    '',
    '0',
    '0.0',
    '-0.5',
    '1.1',
    '1.0000001',
    '.5',
    '0.',
    '5e-1',
    '0x1',
    'NaN',
    'Infinity',
    '0,5',
    '0.5.5',
    '%200.5',
    '1'.repeat(400),
  ].map((value): Query => [`limit=1&minSimilarity=${value}`, share]),
  ['limit=1&minSimilarity=0.5&minSimilarity=0.5', 'minSimilarity: must be given once'],
  ...['', '0', '1', 'yes', 'null', 'true%20', 'truetrue'].map(
    (value): Query => [`limit=1&includeDuplicates=${value}`, 'includeDuplicates: must be true or false'],
  ),
  ...[
    'filter.',
    'filter.other',
    'filter.S1',
    'filter.s1.s1',
    'filter.__proto__',
    'filter.constructor',
    'filter.toString',
    'filter.%00',
    `filter.${'x'.repeat(5_000)}`,
  ].map((name): Query => [`limit=1&${name}=a`, 'is no filter']),
  ...['like:a', ':a', '!:a', 'EQUAL:a', 'equal%20:a', '__proto__:a', 'equal'.repeat(1_000).concat(':a')].map(
    (value): Query => [`limit=1&filter.s1=${value}`, `${filter}the operator`],
  ),
  ...['', 'equal:', '!equal:', ',', 'a,', 'a,,b'].map(
    (value): Query => [`limit=1&filter.s1=${value}`, `${filter}must not have an empty value`],
  ),
  [`limit=1&filter.s1=${'x'.repeat(73)}`, `${filter}values must be at most 72`],
  [`limit=1&filter.s1=${Array(101).fill('a').join(',')}`, 'at most 100 values'],
  [`limit=1&${'filter.s1=a&'.repeat(101)}`, 'at most 100 values'],
  ...['%', '%z', '%zz', 'a%2', '%E0%A4', '%C0%AF', '%ED%A0%80', '%FF', '%u0041'].map(
    (value): Query => [`limit=1&s=${value}`, 's: has a malformed percent escape'],
  ),
  ['limit=1&%zz=a', 'query: has a malformed percent escape'],
];

/** Queries that look wrong and are not. */
const accepted: readonly string[] = [
  'limit=01',
  `limit=1&minSimilarity=0.${'0'.repeat(300)}1`,
  'limit=1&includeDuplicates=FaLsE',
  'limit=1&__proto__=x&constructor=y&hasOwnProperty=z',
  'limit=1&=x&&&=&x',
  'limit=1&filter.s1=equal:equal:a',
  'limit=1&filter.s1=!equal:__proto__',
  'limit=1&filter.s1=%00',
  "limit=1&filter.s1=a'%20OR%20'1'='1",
  `limit=1&filter.s1=${encodeURIComponent('👗'.repeat(72))}`,
  `limit=1&${'a=1&'.repeat(5_000)}`,
];

/** Other routes' own parameters. */
const elsewhere: readonly [path: string, result: ResultName, detail: string][] = [
  ['indexes?start=-1&limit=1', 'InvalidParam', 'start: must be'],
  ['indexes?start=0&limit=101', 'InvalidParam', 'limit: must be'],
  ['indexes?start=950&limit=51', 'InvalidParam', 'start + limit'],
  ['indexes?start=99999999999999&limit=1', 'InvalidParam', 'start: must be'],
  ['indexes?start=0&limit=1&order=__proto__:asc', 'InvalidParam', 'order: must be'],
  ['indexes?start=0&limit=1&order=requestedTime', 'InvalidParam', 'order: must be'],
  ['indexes?start=0&limit=1&order=requestedTime:up', 'InvalidParam', 'order: must be'],
  ['indexes?start=0&limit=1&status=gone', 'InvalidParam', 'status: must be'],
  ['indexes?start=0&limit=1&status=', 'InvalidParam', 'status: must be'],
  ['indexes?start=0&limit=1&statuses=finished&status=finished', 'InvalidParam', 'beside status'],
  [`indexes?start=0&limit=1&status=${Array(3_000).fill('finished').join(',')}`, 'SUCCESS', ''],
  ['indexes/x?include=failures&include=failures', 'InvalidParam', 'include: must be given once'],
  ['tag?path=http://a.kr/&lang=xx', 'InvalidParam', 'lang: must be'],
  ['tag?path=http://a.kr/&lang=__proto__', 'InvalidParam', 'lang: must be'],
  ['tag?path=http://a.kr/&itemLimit=5', 'InvalidParam', 'itemLimit: must be'],
  ['tag?path=http://a.kr/&itemLimit=1.5', 'InvalidParam', 'itemLimit: must be'],
  ['detect', 'InvalidParam', 'path: is required'],
  ['detect?path=', 'InvalidParam', 'path: must not be empty'],
  ['detect?path=http://a.kr/&path=http://a.kr/', 'InvalidParam', 'path: must be given once'],
  ['detect?PATH=http://a.kr/', 'InvalidParam', 'path: is required'],
];

const search = (name: string, query: string, result: ResultName, detail?: string): RequestRow => ({
  name,
  result,
  ...(detail !== undefined && { detail }),
  request: ({ service, product }) => ({ path: `/services/${service}/products/${product}/search?${query}` }),
});
const shown = (query: string) => (query.length > 60 ? `${query.slice(0, 50)}… (${query.length} characters)` : query);

/** Parameters in forbidden forms, given twice, unknown, malformed, huge (rules 1.8, 1.10, 3.4, 5.1, 7.5, 8.10). */
export const parameterRows: readonly RequestRow[] = [
  ...refused.map(([query, detail]) => search(`?${shown(query)} is refused`, query, 'InvalidParam', detail)),
  ...accepted.map((query) => search(`?${shown(query)} is answered`, query, 'SUCCESS')),
  ...elsewhere.map(
    ([path, result, detail]): RequestRow => ({
      name: `${shown(path)} is ${result}`,
      result,
      detail,
      request: ({ service }) => ({ path: `/services/${service}/${path}` }),
    }),
  ),
];
