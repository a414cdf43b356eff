import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataFormat } from '../requests/indexes.js';
import { splitLines } from './lines.js';

const many = 1_000;
function split(text: string, format: DataFormat, most = many): string[] {
  const bytes = Buffer.from(text);
  return splitLines(bytes, 0, format, most).map(({ start, end }) => bytes.toString('utf8', start, end));
}

describe.each(['jsonl', 'csv'] as const)('%s', (format) => {
  test.each([
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\r\n', ['a']],
    ['a\r\nb\nc', ['a', 'b', 'c']],
    ['a\n\nb\n\n', ['a', '', 'b', '']],
    ['\n', ['']],
    ['a\rb\n', ['a\rb']],
  ])('%j', (text, lines) => {
    expect(split(text, format)).toEqual(lines);
  });

  test('no more is split than asked for', () => {
    expect(split('\n'.repeat(100_000), format, 7)).toHaveLength(7);
  });

  test('what is joined with line breaks is split again', () => {
    const line = fc.string({ unit: fc.constantFrom('a', ',', ' ', '상') });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), fc.constantFrom('\n', '\r\n'), (lines, lineBreak) => {
        expect(split(lines.join(lineBreak) + lineBreak, format)).toEqual(lines);
      }),
    );
  });
});

test.each([
  ['"a\nb",c\nd', ['"a\nb",c', 'd']],
  ['a,"b""\r\n"\r\nd', ['a,"b""\r\n"', 'd']],
  ['a"b\nc"d', ['a"b', 'c"d']],
  ['"a"b\nc', ['"a"b', 'c']],
  ['a,"b\nc\nd', ['a,"b\nc\nd']],
  ['a,"', ['a,"']],
  ['"""\n"",\n', ['"""\n"",\n']],
])('quotes of CSV hold line breaks together: %j', (text, records) => {
  expect(split(text, 'csv')).toEqual(records);
});
