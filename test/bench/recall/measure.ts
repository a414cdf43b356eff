import type { Catalog, CatalogDocument, Scope } from '@openfashion/catalog';
import { percentile } from '../../harness/figures.js';
import { time } from '../pairs.js';
import { passes, shapes } from './shapes.js';

export const limit = 10;

/** Of one shape of filters in one store. */
export interface Figures {
  /** Share of the exact ten best that were found, over all queries. */
  readonly recall: number;
  readonly p50: number;
  readonly p95: number;
}

export interface ShapeFigures {
  readonly shape: string;
  /** Share of the documents that pass. */
  readonly passing: number;
  readonly stores: Readonly<Record<string, Figures>>;
}

/** Cosines this near are one: stores add up in another order. */
const tie = 1e-5;

/** Search each store in turn for the same vectors, in a service whose documents these are. */
export async function measureShapes(
  stores: Readonly<Record<string, Catalog>>,
  scope: Scope,
  documents: readonly CatalogDocument[],
  queries: readonly Float32Array[],
): Promise<ShapeFigures[]> {
  const rows: ShapeFigures[] = [];
  for (const [shape, filters] of Object.entries(shapes)) {
    const passing = documents.filter((document) => passes(document, filters));
    const hits: Record<string, number> = {};
    const times: Record<string, number[]> = {};
    let possible = 0;
    for (const vector of queries) {
      const worst = tenthBest(passing, vector);
      possible += Math.min(limit, passing.length);
      for (const [name, store] of Object.entries(stores)) {
        const milliseconds = await time(async () => {
          const found = await store.search(scope, { vector, limit, filters });
          hits[name] = (hits[name] ?? 0) + found.filter(({ cosine }) => cosine >= worst - tie).length;
        });
        times[name] = [...(times[name] ?? []), milliseconds];
      }
    }
    const figures = Object.keys(stores).map((name) => {
      const own = times[name] ?? [];
      const recall = possible === 0 ? 1 : (hits[name] ?? 0) / possible;
      return [name, { recall, p50: percentile(own, 0.5), p95: percentile(own, 0.95) }];
    });
    rows.push({ shape, passing: passing.length / documents.length, stores: Object.fromEntries(figures) });
  }
  return rows;
}

/** Cosine of the tenth nearest, by a loop over all. */
function tenthBest(documents: readonly CatalogDocument[], query: Float32Array): number {
  const cosines = Float64Array.from(documents, ({ vector }) => {
    let sum = 0;
    for (let at = 0; at < query.length; at++) sum += (vector[at] ?? 0) * (query[at] ?? 0);
    return sum;
  }).sort();
  return cosines.at(-limit) ?? Number.NEGATIVE_INFINITY;
}
