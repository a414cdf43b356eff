import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsvRecord } from './csv-record.js';

test.each([
  ['', ['']],
  ['a,,b', ['a', '', 'b']],
  ['a,', ['a', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a""b"', ['a"b']],
  ['"",""""', ['', '"']],
  [' a , b', [' a ', ' b']],
])('%j', (record, fields) => {
  expect(parseCsvRecord(record)).toEqual({ fields, broken: false });
});

test.each([
  ['a,"b', ['a']],
  ['a,b"c', ['a']],
  ['a,"b"c', ['a']],
  ['"', []],
])('%j breaks RFC 4180, and gives what stands before', (record, fields) => {
  expect(parseCsvRecord(record)).toEqual({ fields, broken: true });
});

test('fields are read back, quoted only where they must be or all of them', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '👗') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(field, { minLength: 1 }), fc.boolean(), (fields, always) => {
      const record = fields.map((text) => (always || /[",\r\n]/.test(text) ? quoted(text) : text)).join(',');
      expect(parseCsvRecord(record)).toEqual({ fields, broken: false });
    }),
  );
});
