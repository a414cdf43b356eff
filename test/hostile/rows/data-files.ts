import type { ResultName } from '@openfashion/contract';
import { expect } from 'vitest';
import { postFile } from '../form.js';
import type { RequestRow } from '../row.js';

type Format = 'jsonl' | 'csv';
type Content = string | Uint8Array;

const MB = 1_048_576;
const lineBytes = 64 * 1024;
const gone = (productId: string, more: object = {}) => JSON.stringify({ productId, status: 'disable', ...more });
const first = { jsonl: gone('first'), csv: 'first,disable,,,,,,,' } as const;
const enable = (more: object) =>
  JSON.stringify({ productId: 'p', status: 'enable', name: 'n', imageUrl: 'http://10.0.0.1/a.jpg', ...more });
const nested = (bytes: number) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2);
const repeated = (line: string, count: number) => Array<string>(count).fill(line).join('\n');
const join = (...parts: readonly Content[]) => Buffer.concat(parts.map((one) => Buffer.from(one)));
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** Files that are refused as a whole, in the order of rule 8.1. */
const refused: readonly [name: string, format: Format, result: ResultName, content: Content][] = [
  ['of no bytes', 'jsonl', 'NoDataError', ''],
  ['of a UTF-8 mark alone', 'csv', 'NoDataError', '\uFEFF'],
  ['of a UTF-16 mark alone', 'csv', 'InvalidFileError', new Uint8Array([0xff, 0xfe])],
  ['of two UTF-8 marks', 'jsonl', 'InvalidFileError', `\uFEFF\uFEFF${first.jsonl}`],
  ['in UTF-16', 'jsonl', 'InvalidFileError', utf16(first.jsonl)],
  ['in UTF-16', 'csv', 'InvalidFileError', utf16(first.csv)],
  ['of one line break', 'jsonl', 'InvalidFileError', '\n'],
  ['of one line break', 'csv', 'InvalidFileError', '\r\n'],
  ['of line breaks alone', 'jsonl', 'InvalidFileError', '\n'.repeat(5 * MB)],
  ['of NULs', 'jsonl', 'InvalidFileError', Buffer.alloc(5 * MB)],
  ['of NULs', 'csv', 'InvalidFileError', Buffer.alloc(5 * MB)],
  ['of spaces', 'jsonl', 'InvalidFileError', ' '.repeat(1_000)],
  ['of quotes', 'csv', 'InvalidFileError', '"'.repeat(5 * MB)],
  ['of commas', 'csv', 'InvalidFileError', ','.repeat(5 * MB)],
  ['of pairs of quotes and commas', 'csv', 'InvalidFileError', '"",'.repeat(MB)],
  ['with carriage returns alone', 'jsonl', 'InvalidFileError', `${first.jsonl}\r${first.jsonl}`],
  ['with carriage returns alone', 'csv', 'InvalidFileError', `${first.csv}\r${first.csv}`],
  [
    'with a header row',
    'csv',
    'InvalidFileError',
    `productId,status,name,category1Id,category2Id,category3Id,imageUrl,s1,s2\n${first.csv}`,
  ],
  ['of eight columns', 'csv', 'InvalidFileError', 'a,disable,,,,,,'],
  ['of ten columns', 'csv', 'InvalidFileError', 'a,disable,,,,,,,,'],
  ['of a quote that is not closed', 'csv', 'InvalidFileError', 'a,disable,",,,,,,'],
  ['of text behind a quote', 'csv', 'InvalidFileError', 'a,disable,"b"c,,,,,,'],
  ['of tabs', 'csv', 'InvalidFileError', first.csv.replaceAll(',', '\t')],
  ['of one array of all lines', 'jsonl', 'InvalidFileError', `[${first.jsonl}]`],
  ['of the other format', 'jsonl', 'InvalidFileError', first.csv],
  ['of the other format', 'csv', 'InvalidFileError', first.jsonl],
  ['of a wrong first status', 'jsonl', 'InvalidFileError', gone('a').replace('disable', 'delete')],
  [
    'of a first product in __proto__',
    'jsonl',
    'InvalidFileError',
    '{"__proto__":{"productId":"a","status":"disable"}}',
  ],
  ['of invalid UTF-8 at first', 'jsonl', 'InvalidFileError', new Uint8Array([0xc3, 0x28])],
  ['of a lone surrogate at first', 'jsonl', 'InvalidFileError', '{"productId":"\\udc00","status":"disable"}'],
  ['of 5 MB of brackets', 'jsonl', 'InvalidFileError', nested(5 * MB)],
  ['of one line of 5 MB', 'jsonl', 'InvalidFileError', gone('a', { x: 'x'.repeat(5 * MB - 100) })],
  ['of one record of 5 MB', 'csv', 'InvalidFileError', `a,disable,"${'x'.repeat(5 * MB - 100)}",,,,,,`],
  ['of 10,001 lines', 'jsonl', 'ExceedDataSizeError', repeated(first.jsonl, 10_001)],
  ['of 10,001 records', 'csv', 'ExceedDataSizeError', repeated(first.csv, 10_001)],
  ['of 5 MB and a byte', 'jsonl', 'ExceedDataSizeError', Buffer.alloc(5 * MB + 1, '\n')],
  ['of 5 MB and a byte, wrong from the first', 'csv', 'ExceedDataSizeError', Buffer.alloc(5 * MB + 1, 0xff)],
];

type Accepted = readonly [name: string, format: Format, failed: number, deleted: number, content: Content];
/** What comes after a good first line, how many lines fail of it, and how many take effect; `first` is one more. */
const accepted: readonly Accepted[] = [
  ['no second line but a line break', 'jsonl', 0, 0, '\n'],
  ['blank lines', 'jsonl', 3, 1, `\n\n \n\r\n${gone('a')}`],
  ['a line of invalid UTF-8', 'jsonl', 1, 1, join('\n', new Uint8Array([0xff, 0xfe, 0xc0, 0xaf]), `\n${gone('a')}`)],
  [
    'a surrogate in three bytes',
    'csv',
    1,
    1,
    join('\n', new Uint8Array([0xed, 0xa0, 0x80]), ',disable,,,,,,,\nb,disable,,,,,,,'),
  ],
  ['a mark inside', 'jsonl', 1, 1, `\n\uFEFF${gone('a')}\n${gone('b')}`],
  ['NULs', 'csv', 2, 1, '\na\0,disable,,,,,,,\nb,disable,\0,,,,,,\nc,disable,,,,,,,'],
  ['NULs in JSON', 'jsonl', 2, 0, `\n${gone('a\0')}\n${enable({ name: '\0' })}`],
  [
    'lone surrogates',
    'jsonl',
    3,
    0,
    [
      '',
      '{"productId":"\\ud800","status":"disable"}',
      enable({}).replace('"n"', '"\\udfff"'),
      enable({}).replace('"n"', '"\\udc57\\ud83d"'),
    ].join('\n'),
  ],
  [
    'quotes and line breaks inside them',
    'csv',
    0,
    2,
    '\na,disable,"x\n\r\n"",\n",,,,,,\n"b","disable","","","","","","",""',
  ],
  ['a quote that is not closed', 'csv', 1, 0, `\na,disable,",,,,,,\n${repeated('b,disable,,,,,,,', 1_000)}`],
  ['eight and ten columns', 'csv', 2, 1, '\na,disable,,,,,,\nb,disable,,,,,,,,\nc,disable,,,,,,,'],
  ['lines that end in every way', 'csv', 0, 3, '\r\na,disable,,,,,,,\nb,disable,,,,,,,\r\nc,disable,,,,,,,\r\n'],
  [
    'wrong types',
    'jsonl',
    6,
    0,
    [
      '',
      ...[{ productId: 1 }, { productId: null }, { productId: ['a'] }, { name: {} }, { s1: true }, { status: 1 }].map(
        enable,
      ),
    ].join('\n'),
  ],
  ['values that are no lines', 'jsonl', 6, 0, ['', 'null', '[]', '5', '"a"', '{}', 'true'].join('\n')],
  [
    'fields that are too long',
    'jsonl',
    4,
    0,
    [
      '',
      ...[
        { productId: 'p'.repeat(73) },
        { name: 'n'.repeat(257) },
        { imageUrl: `http://a.kr/${'x'.repeat(989)}` },
        { s2: 's'.repeat(73) },
      ].map(enable),
    ].join('\n'),
  ],
  [
    'ids that name an object’s own',
    'jsonl',
    0,
    4,
    ['', '__proto__', 'constructor', 'toString', 'hasOwnProperty'].map((id) => id && gone(id)).join('\n'),
  ],
  ['a key twice, the last one good', 'jsonl', 0, 1, '\n{"productId":1,"productId":"a","status":"disable"}'],
  [
    'addresses that are not public',
    'jsonl',
    5,
    0,
    [
      '',
      ...['http://10.0.0.1/', 'http://127.0.0.2:10000/', 'file:///etc/passwd', 'http://a:b@a.kr/', 'nonsense'].map(
        (imageUrl) => enable({ imageUrl }),
      ),
    ].join('\n'),
  ],
  [
    'a line of 64 KiB, unknown keys among it',
    'jsonl',
    0,
    1,
    `\n${gone('a', { x: 'x'.repeat(lineBytes - gone('a', { x: '' }).length) })}`,
  ],
  [
    'a line of 64 KiB and a byte',
    'jsonl',
    1,
    1,
    `\n${gone('a', { x: 'x'.repeat(lineBytes + 1 - gone('a', { x: '' }).length) })}\n${gone('b')}`,
  ],
  ['64 KiB of brackets in an unknown key', 'jsonl', 0, 1, `\n{"x":${nested(60_000)},${gone('a').slice(1)}`],
];

/** The same, of files whose jobs take a while: thousands of lines, or lines that cost as much as lines can. */
const heavy: readonly Accepted[] = [
  ['75 lines of 64 KiB of brackets', 'jsonl', 75, 0, `\n${repeated(nested(lineBytes - 2), 75)}`],
  ['5 MB of brackets', 'jsonl', 1, 1, `\n${nested(5 * MB - 200)}\n${gone('a')}`],
  ['5 MB of opening brackets', 'jsonl', 1, 0, `\n${'['.repeat(5 * MB - 200)}`],
  ['9,999 more lines', 'csv', 0, 9_999, `\n${repeated('a,disable,,,,,,,', 9_999)}`],
  ['exactly 5 MB', 'csv', 1, 0, `\n${'x'.repeat(5 * MB - first.csv.length - 1)}`],
];

const request =
  (content: Content, format: Format): RequestRow['request'] =>
  ({ service }) =>
    postFile(service, content, format);

const acceptedRow = ([name, format, failedCount, deleted, content]: Accepted): RequestRow => ({
  name: `${format} with ${name}: ${failedCount} fail, ${deleted} take effect`,
  result: 'SUCCESS',
  alone: true,
  request: request(join(first[format], content), format),
  async check(reply, { client, service }) {
    const job = await client.ended(service, reply.envelope.data.indexId);
    const counts = { addedCount: 0, updatedCount: 0, exceededCount: 0, deletedCount: deleted + 1, failedCount };
    expect(job).toMatchObject({ ...counts, status: 'finished', totalCount: failedCount + deleted + 1 });
  },
});

/** Data files that are no text, no lines, too many, too long, or full of what must fail alone (rules 8.1, 8.5, 8.7). */
export const dataFileRows: readonly RequestRow[] = [
  ...refused.map(
    ([name, format, result, content]): RequestRow => ({
      name: `${format} ${name} is ${result}`,
      result,
      alone: true,
      request: request(content, format),
    }),
  ),
  ...accepted.map(acceptedRow),
];
/** Those that the server works on for seconds. */
export const heavyFileRows: readonly RequestRow[] = heavy.map(acceptedRow);
