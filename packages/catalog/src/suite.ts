import { type Filter, filterFields } from '@openfashion/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareCodePoints } from './code-points.js';
import type { Catalog, CatalogDocument, Scope, Write } from './port.js';

const dimension = 20;
const embedding = 'suite-e1';

/** A vector of unit length from a few numbers. */
function unit(numbers: readonly number[]): Float32Array {
  const vector = Float32Array.from({ length: dimension }, (_, index) => numbers[index % numbers.length] ?? 0);
  const norm = Math.hypot(...vector) || 1;
  return vector.map((value) => value / norm);
}

const product = (
  productId: string,
  numbers: readonly number[] = [1],
  more: Partial<CatalogDocument> = {},
): CatalogDocument => ({
  productId,
  name: `name of ${productId}`,
  imageUrl: `http://pictures.example/${productId}`,
  vector: unit(numbers),
  fingerprint: new Uint8Array(192).fill(numbers.length),
  contentHash: 'ab',
  ...more,
});
const put = (seq: number, document: CatalogDocument): Write => ({ kind: 'put', seq, document });
const remove = (seq: number, productId: string): Write => ({ kind: 'remove', seq, productId });

/** What every adapter of the catalogue promises (port.ts), as tests. Each opens services of its own. */
export function catalogSuite(name: string, open: () => Promise<Catalog>): void {
  describe(`catalogue: ${name}`, () => {
    let catalog: Catalog;
    let services = 0;
    const newScope = (): Scope => ({ service: `suite-${process.pid}-${services++}`, embedding });
    const found = async (scope: Scope, more: object = {}) => {
      const matches = await catalog.search(scope, { vector: unit([1]), limit: 100, filters: [], ...more });
      return matches.map(({ document }) => document.productId);
    };

    beforeAll(async () => {
      catalog = await open();
      await catalog.ensureCollection({ embedding, dimension });
    });
    afterAll(() => catalog.close());

    test('a collection is made once and keeps its calibration', async () => {
      const calibration = [
        [0, 0],
        [1, 1],
      ] as const;
      const id = `suite-calibrated-${Date.now()}`;
      expect(await catalog.collection(id)).toBeUndefined();
      await catalog.ensureCollection({ embedding: id, dimension: 8, calibration });
      expect(await catalog.ensureCollection({ embedding: id, dimension: 8 })).toEqual({
        embedding: id,
        dimension: 8,
        calibration,
      });
      expect(await catalog.collection(id)).toEqual({ embedding: id, dimension: 8, calibration });
      await expect(catalog.ensureCollection({ embedding: id, dimension: 9 })).rejects.toThrow('8 dimensions');
    });

    test('what was put is there, whole; what is not there is undefined', async () => {
      const scope = newScope();
      const whole = product('p', [1, 2], { category1Id: 'a', category3Id: 'c', s2: '가👗' });
      await catalog.apply(scope, [put(1, whole)]);
      expect(await catalog.get(scope, 'p')).toEqual(whole);
      expect(await catalog.get(scope, 'q')).toBeUndefined();
      expect([...(await catalog.existing(scope, ['p', 'q', 'p']))]).toEqual(['p']);
      expect(await catalog.count(scope)).toBe(1);
    });

    test('a write that is not newer than what is stored changes nothing', async () => {
      const scope = newScope();
      await catalog.apply(scope, [put(5, product('p', [1], { name: 'five' }))]);
      await catalog.apply(scope, [
        put(5, product('p', [1], { name: 'again' })),
        put(4, product('p', [1], { name: 'old' })),
        remove(5, 'p'),
      ]);
      expect((await catalog.get(scope, 'p'))?.name).toBe('five');
      await catalog.apply(scope, [put(6, product('p', [1], { name: 'six' }))]);
      expect((await catalog.get(scope, 'p'))?.name).toBe('six');
      expect(await catalog.count(scope)).toBe(1);
    });

    test('a removal leaves a marker that keeps old writes out, is never counted and never found', async () => {
      const scope = newScope();
      await catalog.apply(scope, [
        put(1, product('p')),
        put(2, product('q')),
        remove(7, 'p'),
        remove(8, 'never-there'),
      ]);
      await catalog.apply(scope, [put(6, product('p')), put(7, product('p')), put(8, product('never-there'))]);
      expect(await catalog.count(scope)).toBe(1);
      expect(await found(scope)).toEqual(['q']);
      await catalog.forgetRemovals(scope, 8);
      await catalog.apply(scope, [put(3, product('p')), put(3, product('never-there'))]);
      expect((await found(scope)).sort()).toEqual(['p', 'q']);
      await catalog.apply(scope, [put(9, product('never-there'))]);
      expect(await catalog.count(scope)).toBe(3);
    });

    test('one batch may write a product several times: the last wins', async () => {
      const scope = newScope();
      const writes = [
        put(1, product('p', [1], { name: 'a' })),
        remove(2, 'p'),
        put(3, product('p', [1], { name: 'c' })),
      ];
      await catalog.apply(scope, writes);
      await catalog.apply(scope, writes);
      expect((await catalog.get(scope, 'p'))?.name).toBe('c');
      expect(await catalog.count(scope)).toBe(1);
    });

    test('search is by cosine, nearest first, ties by product id in code point order, also at the cut', async () => {
      const scope = newScope();
      const ids = ['b', '👗', '\uFF5E', 'a', 'ab'];
      await catalog.apply(scope, [
        ...ids.map((id, index) => put(index + 1, product(id))),
        put(9, product('far', [1, -1])),
      ]);
      const tied = [...ids].sort(compareCodePoints);
      expect(tied).toEqual(['a', 'ab', 'b', '\uFF5E', '👗']);
      expect(await found(scope)).toEqual([...tied, 'far']);
      for (const limit of [1, 3, 5]) expect(await found(scope, { limit })).toEqual(tied.slice(0, limit));
      const [nearest] = await catalog.search(scope, { vector: unit([1]), limit: 1, filters: [] });
      expect(nearest?.cosine).toBeCloseTo(1, 5);
    });

    test('the excluded product is left out before the limit', async () => {
      const scope = newScope();
      await catalog.apply(
        scope,
        ['a', 'b', 'c'].map((id, index) => put(index + 1, product(id))),
      );
      expect(await found(scope, { limit: 2, excludeProductId: 'a' })).toEqual(['b', 'c']);
      expect(await found(scope, { limit: 2, excludeProductId: 'unknown' })).toEqual(['a', 'b']);
    });

    test('a filter that matches few returns those few, however far they are', async () => {
      const scope = newScope();
      const near = Array.from({ length: 300 }, (_, index) =>
        put(index + 1, product(`near${index}`, [1], { s1: 'common' })),
      );
      await catalog.apply(scope, near);
      await catalog.apply(scope, [
        put(400, product('far1', [-1], { s1: 'rare' })),
        put(401, product('far2', [1, -3], { s1: 'rare' })),
      ]);
      const rare: Filter = { field: 's1', operator: 'equal', values: ['rare', 'none'] };
      expect(await found(scope, { limit: 5, filters: [rare] })).toEqual(['far2', 'far1']);
    });

    test('scopes do not see each other', async () => {
      const [one, two] = [newScope(), newScope()];
      await catalog.apply(one, [put(1, product('p'))]);
      expect(await found(two)).toEqual([]);
      expect(await catalog.count(two)).toBe(0);
      expect(await catalog.get(two, 'p')).toBeUndefined();
    });

    test('after drop nothing is found, and a later write changes nothing', async () => {
      const scope = newScope();
      await catalog.apply(
        scope,
        Array.from({ length: 700 }, (_, index) => put(index + 1, product(`p${index}`))),
      );
      await found(scope);
      await catalog.drop(scope.service);
      await catalog.drop(scope.service);
      for (let round = 0; round < 2; round++) {
        expect(await found(scope)).toEqual([]);
        expect(await catalog.count(scope)).toBe(0);
        expect(await catalog.get(scope, 'p1')).toBeUndefined();
        await catalog.apply(scope, [put(9_999, product('p1'))]);
      }
    });

    test('export gives every document once', async () => {
      const scope = newScope();
      const writes = Array.from({ length: 1_000 }, (_, index) => put(index + 1, product(`p${index}`, [1, index])));
      await catalog.apply(scope, writes);
      await catalog.apply(scope, [put(2_000, product('last', [3, 4]))]);
      const ids: string[] = [];
      for await (const document of catalog.export(scope)) ids.push(document.productId);
      expect(ids).toHaveLength(1_001);
      expect(new Set(ids).size).toBe(1_001);
    });

    test('vectors of another length, or that are no numbers, are refused', async () => {
      const scope = newScope();
      const wrong = { ...product('p'), vector: new Float32Array(3) };
      await expect(catalog.apply(scope, [put(1, wrong)])).rejects.toThrow('dimensions');
      const infinite = { ...product('p'), vector: unit([1]).fill(Number.NaN) };
      await expect(catalog.apply(scope, [put(1, infinite)])).rejects.toThrow('finite');
      await expect(catalog.search(scope, { vector: new Float32Array(3), limit: 1, filters: [] })).rejects.toThrow(
        'dimensions',
      );
      await expect(catalog.count({ ...scope, embedding: 'never-made' })).resolves.toBe(0);
      await expect(catalog.apply({ ...scope, embedding: 'never-made' }, [])).rejects.toThrow('no collection');
    });

    test('any history of writes and any search is what a plain model says', async () => {
      const value = fc.constantFrom(undefined, 'x', 'y', 'z');
      const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
      const seq = fc.integer({ min: 1, max: 40 });
      const numbers = fc
        .array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 4 })
        .filter((list) => list.some(Boolean));
      const write = fc.oneof(
        fc.record({ kind: fc.constant('put' as const), id, seq, numbers, s1: value, category2Id: value }),
        fc.record({ kind: fc.constant('remove' as const), id, seq }),
      );
      const filter = fc.record({
        field: fc.constantFrom(...filterFields),
        operator: fc.constantFrom('equal' as const, '!equal' as const),
        values: fc.array(fc.constantFrom('x', 'y', 'none'), { minLength: 1, maxLength: 2 }),
      });
      const query = fc.record({
        numbers,
        limit: fc.integer({ min: 1, max: 7 }),
        filters: fc.array(filter, { maxLength: 2 }),
        exclude: fc.option(id),
      });

      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(write, { maxLength: 8 }), { maxLength: 5 }),
          query,
          async (batches, asked) => {
            const scope = newScope();
            const model = new Map<string, { seq: number; document?: CatalogDocument }>();
            for (const batch of batches) {
              const writes = batch.map((one): Write => {
                if (one.kind === 'remove') return remove(one.seq, one.id);
                const fields = {
                  ...(one.s1 && { s1: one.s1 }),
                  ...(one.category2Id && { category2Id: one.category2Id }),
                };
                return put(one.seq, product(one.id, one.numbers, fields));
              });
              await catalog.apply(scope, writes);
              for (const [index, one] of writes.entries()) {
                const key = batch[index]?.id ?? '';
                if ((model.get(key)?.seq ?? 0) >= one.seq) continue;
                model.set(key, { seq: one.seq, ...(one.kind === 'put' && { document: one.document }) });
              }
            }
            const documents = [...model.values()].flatMap(({ document }) => document ?? []);
            expect(await catalog.count(scope)).toBe(documents.length);
            const vector = unit(asked.numbers);
            const cosine = (document: CatalogDocument) =>
              document.vector.reduce((sum, one, index) => sum + one * (vector[index] ?? 0), 0);
            const passing = documents.filter(
              (document) =>
                document.productId !== asked.exclude &&
                asked.filters.every(
                  ({ field, operator, values }) =>
                    values.some((one) => one === document[field]) === (operator === 'equal'),
                ),
            );
            const matches = await catalog.search(scope, {
              vector,
              limit: asked.limit,
              filters: asked.filters,
              ...(asked.exclude !== null && { excludeProductId: asked.exclude }),
            });
            expect(matches).toHaveLength(Math.min(asked.limit, passing.length));
            // Equal vectors may differ in the last bit by the order of addition: compare what cannot.
            const wanted = passing
              .map(cosine)
              .sort((a, b) => b - a)
              .slice(0, asked.limit);
            for (const [index, match] of matches.entries()) {
              expect(match.cosine).toBeCloseTo(wanted[index] ?? Number.NaN, 5);
              const { vector: _vector, ...rest } =
                passing.find(({ productId }) => productId === match.document.productId) ?? product('?');
              expect(match.document).toEqual(rest);
            }
          },
        ),
        { numRuns: 60 },
      );
    });
  });
}
