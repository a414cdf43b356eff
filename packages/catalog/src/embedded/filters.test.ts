import { type FilterField, filterFields, parseFilters, parseQueryString } from '@openfashion/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VectorIndex } from './vector-index.js';

/** The rules of section 3 as a shop reads them, from the text of a query to the products that it keeps. */
type Document = Readonly<Partial<Record<FilterField, string>>>;
interface Asked {
  readonly field: FilterField;
  readonly not: boolean;
  readonly values: readonly string[];
  readonly spelling: string;
}

/** Values that are easily taken for one another. */
const value = fc.constantFrom(
  '1',
  '01',
  '1 ',
  ' 1',
  'a',
  'A',
  'a:b',
  'equal',
  '!equal',
  '가',
  'é',
  'e\u0301',
  '+',
  '%31',
);
const document: fc.Arbitrary<Document> = fc.record(Object.fromEntries(filterFields.map((field) => [field, value])), {
  requiredKeys: [],
});
const asked: fc.Arbitrary<Asked> = fc
  .record({
    field: fc.constantFrom(...filterFields),
    not: fc.boolean(),
    values: fc.array(value, { minLength: 1, maxLength: 4 }),
    brief: fc.boolean(),
  })
  .map(({ brief, ...one }) => {
    const colon = one.values.some((text) => text.includes(':'));
    const operator = one.not ? '!equal:' : brief && !colon ? '' : 'equal:';
    return { ...one, spelling: `filter.${one.field}=${encodeURIComponent(operator + one.values.join(','))}` };
  });

function keeps(document: Document, { field, not, values }: Asked): boolean {
  const own = document[field];
  if (own === undefined) return not;
  return values.includes(own) !== not;
}

test('a query keeps exactly the products that rules 3.1 to 3.6 say, whatever its filters and spelling', () => {
  const filters = fc.array(asked, { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(document, { maxLength: 40 }), filters, (documents, all) => {
      const index = new VectorIndex(4, documents.length);
      // Later documents are further away: a filter that would only pick among the nearest loses some.
      for (const [at, fields] of documents.entries()) {
        const angle = (at * Math.PI) / 100;
        index.put(`p${at}`, at + 1, Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0), fields);
      }
      const kept = documents.flatMap((one, at) => (all.every((filter) => keeps(one, filter)) ? [at + 1] : []));
      const query = all.map(({ spelling }) => spelling).join('&');
      const search = (limit: number) =>
        index.search({ vector: Float32Array.of(1, 0, 0, 0), limit, filters: parseFilters(parseQueryString(query)) });
      expect(search(200).map(({ id }) => id)).toEqual(kept);
      expect(search(3).map(({ id }) => id)).toEqual(kept.slice(0, 3));
    }),
    { numRuns: 500 },
  );
});
