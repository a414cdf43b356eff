import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ContractError } from '../errors.js';
import { readDataFile } from './data-file.js';
import type { ProductLine } from './product-line.js';
import { bytes, fileOf, form, join, meant, type Row, row, startsWithMark, writers } from './testing/shop-files.js';

/** @returns undefined where it is refused for one of these reasons */
function attempt<Result>(work: () => Result, refusals: readonly string[]): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ContractError && refusals.includes(error.result)) return undefined;
    throw error;
  }
}

const formats = ['csv', 'jsonl'] as const;
const whims = fc.infiniteStream(fc.boolean());

describe.each(formats)('%s', (format) => {
  test('any table, however a shop writes it, is read as it was meant, in one piece or in any ranges', () => {
    const rows = fc.array(row, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, form, whims, fc.nat(8), fc.nat(8), (table, outer, whim, from, to) => {
        const lines = table.map((one) => bytes(writers[format](one, () => whim.next().value)));
        const read = readDataFile(fileOf(lines, outer), format);
        expect(read.lineCount).toBe(table.length);
        expect(read.lines(0, table.length)).toEqual(table.map(meant));
        expect(read.lines(from, to)).toEqual(table.map(meant).slice(from, to));
      }),
    );
  });

  /** Bytes that no line may have (rule 8.5), put into the name. */
  const bad = {
    'invalid UTF-8': fc.constantFrom([0xff], [0xc3], [0xe0, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xc0, 0xaf]),
    NUL: fc.constant([0]),
    'a lone surrogate': fc.constantFrom([0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf]),
    ...(format === 'jsonl' && {
      'an escaped lone surrogate': fc.constantFrom([...bytes('\\ud800')], [...bytes('\\udfff')]),
    }),
    ...(format === 'jsonl' && { 'an escaped NUL': fc.constant([...bytes('\\u0000')]) }),
  };
  test.each(Object.entries(bad))('%s makes its own line fail and no other', (_name, wrong) => {
    const marked = fc.tuple(row, fc.option(wrong, { freq: 2 }));
    fc.assert(
      fc.property(fc.array(marked, { maxLength: 5 }), row, form, (table, first, outer) => {
        const all: [Row, readonly number[] | null][] = [[first, null], ...table];
        const lines = all.map(([one, defect]) => {
          const line = bytes(writers[format]({ ...one, status: 'enable', name: 'A' }, () => false));
          const at = Buffer.from(line).lastIndexOf(format === 'csv' ? ',A,' : '"A"') + 1;
          return defect === null ? line : join([line.subarray(0, at), Uint8Array.from(defect), line.subarray(at)]);
        });
        const read = readDataFile(fileOf(lines, outer), format).lines(0, all.length);
        expect(read.map(({ kind }) => kind === 'invalid')).toEqual(all.map(([, defect]) => defect !== null));
      }),
    );
  });

  /** How many lines a file has, counted by a machine of a few states. */
  function countLines(content: Uint8Array): number {
    let [lines, state] = [0, 'line start' as 'line start' | 'field start' | 'plain' | 'quoted' | 'quote in quoted'];
    for (const byte of content) {
      const character = String.fromCharCode(byte);
      if (state === 'line start') lines++;
      if (format === 'csv' && state === 'quoted') state = character === '"' ? 'quote in quoted' : 'quoted';
      else if (character === '\n') state = 'line start';
      else if (format === 'jsonl') state = 'plain';
      else if (character === '"' && state === 'quote in quoted') state = 'quoted';
      else if (character === '"' && state !== 'plain') state = 'quoted';
      else state = character === ',' ? 'field start' : 'plain';
    }
    return lines;
  }

  const good = { csv: 'p,disable,,,,,,,', jsonl: '{"productId":"p","status":"disable"}' }[format];
  const likely = fc.constantFrom(...bytes('\n\r",{}:a\\'), 0xef, 0xbb, 0xbf);
  const piece = fc.oneof(
    likely.map((byte) => [byte]),
    fc.nat(255).map((byte) => [byte]),
    fc.constantFrom(good, `${good}\n`, '"\n', '\n"').map((known) => [...bytes(known)]),
  );
  const anyBytes = fc.array(piece, { maxLength: 60 }).map((pieces) => Uint8Array.from(pieces.flat()));

  test('any bytes are refused for a reason of rule 8.1, or each of their lines is one line, in whatever ranges', () => {
    fc.assert(
      fc.property(anyBytes, fc.boolean(), fc.integer({ min: 1, max: 5 }), (tail, begun, step) => {
        const content = begun ? join([bytes(`${good}\n`), tail]) : tail;
        const refusals = begun ? [] : ['InvalidFileError', 'NoDataError'];
        const read = attempt(() => readDataFile(content, format), refusals);
        if (read === undefined) return;
        const start = startsWithMark(content) ? 3 : 0;
        expect(read.lineCount).toBe(countLines(content.subarray(start)));
        const all = read.lines(0, read.lineCount);
        expect(all).toHaveLength(read.lineCount);
        const pieces: ProductLine[] = [];
        for (let from = 0; from < read.lineCount; from += step) pieces.push(...read.lines(from, from + step));
        expect(pieces).toEqual(all);
        for (const line of all) {
          if (line.kind === 'invalid') expect(line.detail).not.toBe('');
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
