import { readFileSync } from 'node:fs';
import type { Filter } from '@openfashion/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import loadWabt from 'wabt';
import { compareCodePoints } from '../code-points.js';
import { scanModule } from './scan.js';
import { type IndexQuery, VectorIndex } from './vector-index.js';

test('scan.ts is what scan.wat assembles to', async () => {
  const wabt = await loadWabt();
  const source = readFileSync(new URL('./scan.wat', import.meta.url), 'utf8');
  const { buffer } = wabt.parseWat('scan.wat', source, { simd: true }).toBinary({});
  expect(Buffer.from(buffer).toString('base64')).toBe(scanModule.toString('base64'));
});

interface Row {
  readonly id: number;
  readonly vector: Float32Array;
  readonly fields: { readonly s1?: string; readonly s2?: string };
}

/** Small whole numbers, whose dot products are exact in any order of addition and often equal. */
const numbers = (dimension: number, from: number) =>
  Float32Array.from({ length: dimension }, (_, index) => ((from * 31 + index * 17) % 7) - 3);

function passes({ fields }: Row, { field, operator, values }: Filter): boolean {
  const value = (fields as Record<string, string | undefined>)[field];
  return values.some((one) => one === value) === (operator === 'equal');
}

function plainSearch(rows: ReadonlyMap<string, Row>, { vector, limit, filters, excludeProductId }: IndexQuery) {
  return [...rows]
    .filter(([id, row]) => id !== excludeProductId && filters.every((filter) => passes(row, filter)))
    .map(([id, row]) => ({ id, row, cosine: row.vector.reduce((sum, x, at) => sum + x * (vector[at] ?? 0), 0) }))
    .sort((a, b) => b.cosine - a.cosine || compareCodePoints(a.id, b.id))
    .slice(0, limit)
    .map(({ row, cosine }) => ({ id: row.id, cosine }));
}

/** Enough of them that a filter may keep few documents. */
const values = [...'abcdef'];
const value = fc.constantFrom(...values, 'rare', 'none');
const filter = fc.record({
  field: fc.constantFrom('s1' as const, 's2' as const, 'category1Id' as const),
  operator: fc.constantFrom('equal' as const, '!equal' as const),
  values: fc.array(value, { minLength: 1, maxLength: 3 }),
});
const query = fc.record({
  from: fc.nat(50),
  limit: fc.integer({ min: 1, max: 30 }),
  filters: fc.array(filter, { maxLength: 3 }),
  exclude: fc.option(fc.nat(30)),
});
const change = fc.record({
  product: fc.nat(30),
  from: fc.option(fc.nat(50)),
  s1: fc.option(fc.constantFrom(...values), { nil: undefined }),
  s2: fc.option(fc.constantFrom('x', 'rare'), { nil: undefined }),
});

test('any changes and any search are what a plain loop says, ties at the cut included', () => {
  const histories = fc.array(fc.oneof(change, query), { minLength: 1, maxLength: 200, size: 'max' });
  fc.assert(
    fc.property(fc.constantFrom(1, 5, 16, 20, 33), histories, (dimension, steps) => {
      const index = new VectorIndex(dimension);
      const rows = new Map<string, Row>();
      for (const [at, step] of steps.entries()) {
        if ('limit' in step) {
          const asked = {
            vector: numbers(dimension, step.from),
            limit: step.limit,
            filters: step.filters,
            ...(step.exclude !== null && { excludeProductId: `p${step.exclude}` }),
          };
          expect(index.search(asked)).toEqual(plainSearch(rows, asked));
        } else if (step.from === null) {
          index.remove(`p${step.product}`);
          rows.delete(`p${step.product}`);
        } else {
          const fields = { ...(step.s1 && { s1: step.s1 }), ...(step.s2 && { s2: step.s2 }) };
          const row = { id: at + 1, vector: numbers(dimension, step.from), fields };
          index.put(`p${step.product}`, row.id, row.vector, fields);
          rows.set(`p${step.product}`, row);
        }
      }
      expect(index.size).toBe(rows.size);
    }),
    { numRuns: 200 },
  );
});

test('many documents, more than one block of the scan: every filter, few or many matches', () => {
  const dimension = 24;
  const index = new VectorIndex(dimension);
  const rows = new Map<string, Row>();
  for (let n = 0; n < 10_001; n++) {
    const fields = { s1: n % 10 === 0 ? 'tenth' : 'other', ...(n % 500 === 0 && { s2: 'rare' }) };
    const row = { id: n + 1, vector: numbers(dimension, n * 7 + (n % 13)), fields };
    index.put(`p${n}`, row.id, row.vector, fields);
    rows.set(`p${n}`, row);
  }
  const filters: Filter[][] = [
    [],
    [{ field: 's1', operator: 'equal', values: ['tenth'] }],
    [{ field: 's1', operator: '!equal', values: ['tenth'] }],
    [{ field: 's1', operator: '!equal', values: ['other'] }],
    [{ field: 's1', operator: 'equal', values: ['tenth', 'other', 'tenth'] }],
    [{ field: 's2', operator: 'equal', values: ['rare'] }],
    [{ field: 's2', operator: '!equal', values: ['rare'] }],
    [
      { field: 's2', operator: 'equal', values: ['rare'] },
      { field: 's1', operator: '!equal', values: ['tenth'] },
    ],
    [{ field: 'category1Id', operator: 'equal', values: ['nothing'] }],
    [{ field: 'category1Id', operator: '!equal', values: ['nothing'] }],
  ];
  for (const one of filters) {
    for (const limit of [1, 200]) {
      const asked = { vector: numbers(dimension, 3), limit, filters: one, excludeProductId: 'p500' };
      expect(index.search(asked)).toEqual(plainSearch(rows, asked));
    }
  }
});

test('a document has the same cosine in a search through all and in one through the matches of a filter', () => {
  const index = new VectorIndex(256);
  const vector = (n: number) => Float32Array.from({ length: 256 }, (_, at) => Math.sin(n * 12.9898 + at * 78.233) / 16);
  for (let n = 0; n < 500; n++) index.put(`p${n}`, n + 1, vector(n), n % 50 === 0 ? { s1: 'rare' } : {});
  const through = (filters: readonly Filter[]) =>
    new Map(index.search({ vector: vector(7), limit: 500, filters }).map(({ id, cosine }) => [id, cosine]));
  const all = through([]);
  const few = through([{ field: 's1', operator: 'equal', values: ['rare'] }]);
  expect(few.size).toBe(10);
  for (const [id, cosine] of few) expect(cosine).toBe(all.get(id));
});

test('places of removed documents are used again', () => {
  const index = new VectorIndex(256);
  const vector = new Float32Array(256).fill(1 / 16);
  for (let n = 0; n < 5_000; n++) index.put(`p${n}`, n + 1, vector, {});
  const { bytes } = index;
  for (let round = 1; round < 5; round++) {
    for (let n = 0; n < 5_000; n++) index.remove(`p${n + (round - 1) * 5_000}`);
    for (let n = 0; n < 5_000; n++) index.put(`p${n + round * 5_000}`, n + 1, vector, { s1: `${n}` });
  }
  expect(index.bytes).toBe(bytes);
  expect(index.wasteful).toBe(false);
  for (let n = 0; n < 4_900; n++) index.remove(`p${n + 4 * 5_000}`);
  expect(index.wasteful).toBe(true);
});
