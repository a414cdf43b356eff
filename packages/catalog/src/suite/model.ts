import { filterFields } from '@openfashion/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareCodePoints } from '../code-points.js';
import type { Match, Scope, Write } from '../port.js';
import { PlainCatalog } from './plain-catalog.js';
import { dimension, embeddings, exported, product, put, remove, type Subject } from './samples.js';

/** Unit vectors of four halves: their cosines are the same in whatever order they are added up, so that ties are ties. */
const vector = fc
  .tuple(
    fc.shuffledSubarray([0, 1, 2, 7, 15, 19], { minLength: 4, maxLength: 4 }),
    fc.tuple(...Array(4).fill(fc.boolean())),
  )
  .map(([places, signs]) => {
    const numbers = new Float32Array(dimension);
    for (const [index, place] of places.entries()) numbers[place] = signs[index] ? 0.5 : -0.5;
    return numbers;
  });
const productId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '👗', '\uFF5E');
const seq = fc.integer({ min: 0, max: 40 });
const value = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: undefined });
const write = fc.oneof(
  { weight: 3, arbitrary: fc.record({ productId, seq, vector, s1: value, category2Id: value, name: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ productId, seq }) },
);
const filter = fc.record({
  field: fc.constantFrom('s1', 'category2Id', ...filterFields),
  operator: fc.constantFrom('equal' as const, '!equal' as const),
  values: fc.array(fc.constantFrom('x', 'y', 'none'), { minLength: 1, maxLength: 2 }),
});
const query = fc.record({
  vector,
  limit: fc.integer({ min: 1, max: 9 }),
  filters: fc.array(filter, { maxLength: 3 }),
  excludeProductId: fc.option(productId, { nil: undefined }),
});
const scopeNumber = fc.nat(3);
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('apply' as const), scopeNumber, batch: fc.array(write, { maxLength: 8 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replay' as const), scopeNumber, which: fc.nat(9) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('search' as const), scopeNumber, query }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), scopeNumber }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), scopeNumber }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const), scopeNumber, belowSeq: seq }) },
);

function toWrite({
  productId,
  seq,
  vector,
  ...fields
}: {
  productId: string;
  seq: number;
  vector?: Float32Array;
}): Write {
  if (vector === undefined) return remove(seq, productId);
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return put(seq, product(productId, vector, given));
}

/** What stands at the cut of `limit` is the adapter's choice among a tie; all else is determined. */
function expectMatches(matches: readonly Match[], passing: readonly Match[], limit: number): void {
  const nearest = passing.slice(0, limit);
  expect(matches.map(({ cosine }) => cosine.toFixed(4))).toEqual(nearest.map(({ cosine }) => cosine.toFixed(4)));
  const all = new Map(passing.map(({ document, cosine }) => [document.productId, { document, cosine }]));
  for (const [index, { document, cosine }] of matches.entries()) {
    const expected = all.get(document.productId);
    expect(document).toEqual(expected?.document);
    expect(cosine).toBeCloseTo(expected?.cosine ?? Number.NaN, 4);
    const before = matches[index - 1];
    if (before && all.get(before.document.productId)?.cosine === expected?.cosine) {
      expect(compareCodePoints(before.document.productId, document.productId)).toBeLessThan(0);
    }
  }
}

export function modelTests(subject: Subject): void {
  test('any history of writes, clearings, drops and searches is what a plain model says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25, size: 'max' }), async (steps) => {
        const { catalog } = subject;
        const model = new PlainCatalog();
        const services = [subject.newService(), subject.newService()];
        const scopes = services.flatMap((service) => embeddings.map((embedding) => ({ service, embedding })));
        const batches: Write[][] = [];
        const apply = async (scope: Scope, batch: Write[]) => {
          await catalog.apply(scope, batch);
          model.apply(scope, batch);
        };
        for (const one of steps) {
          const scope = scopes[one.scopeNumber] ?? subject.newScope();
          if (one.do === 'apply') {
            batches.push(one.batch.map(toWrite));
            await apply(scope, batches.at(-1) ?? []);
          } else if (one.do === 'replay') {
            await apply(scope, batches[one.which] ?? []);
          } else if (one.do === 'drop') {
            await catalog.drop(scope.service);
            model.drop(scope.service);
          } else if (one.do === 'clear') {
            await catalog.clear(scope);
            model.clear(scope);
          } else if (one.do === 'forget') {
            await catalog.forgetRemovals(scope, one.belowSeq);
            model.forgetRemovals(scope, one.belowSeq);
          } else {
            const { excludeProductId, ...rest } = one.query;
            const query = { ...rest, ...(excludeProductId !== undefined && { excludeProductId }) };
            expectMatches(await catalog.search(scope, query), model.passing(scope, query), query.limit);
          }
        }
        for (const scope of scopes) {
          const documents = model.documents(scope);
          expect(await catalog.count(scope)).toBe(documents.length);
          const ids = documents.map((document) => document.productId);
          expect(await exported(catalog, scope)).toEqual(model.puts(scope));
          expect([...(await catalog.existing(scope, ids))].sort()).toEqual([...ids].sort());
        }
      }),
      { numRuns: 100 },
    );
  });
}
