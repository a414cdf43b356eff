import { compareCodePoints } from '../code-points.js';
import type { Catalog, CatalogDocument, Put, Scope, Write } from '../port.js';

export const dimension = 20;
/** The collections that the suite works in. */
export const embeddings = ['suite-e1', 'suite-e2'] as const;

/** What the tests of a suite work on. */
export interface Subject {
  /** Open between `beforeAll` and `afterAll`. */
  readonly catalog: Catalog;
  /** A service that nothing was written to. */
  newService(): string;
  newScope(): Scope;
}

/** A vector of unit length from a few numbers, which are repeated. */
export function unit(numbers: readonly number[]): Float32Array {
  const vector = Float32Array.from({ length: dimension }, (_, index) => numbers[index % numbers.length] ?? 0);
  const norm = Math.hypot(...vector) || 1;
  return vector.map((value) => value / norm);
}

export function product(
  productId: string,
  vector: Float32Array = unit([1]),
  more: Partial<CatalogDocument> = {},
): CatalogDocument {
  return {
    productId,
    name: `name of ${productId}`,
    imageUrl: `http://pictures.example/${productId}`,
    vector,
    fingerprint: new Uint8Array(192).fill(productId.length),
    contentHash: 'ab',
    ...more,
  };
}

export const put = (seq: number, document: CatalogDocument): Put => ({ kind: 'put', seq, document });
export const remove = (seq: number, productId: string): Write => ({ kind: 'remove', seq, productId });

/** Write these products with seq 1, 2, … */
export function putAll(catalog: Catalog, scope: Scope, documents: readonly CatalogDocument[]): Promise<void> {
  return catalog.apply(
    scope,
    documents.map((document, index) => put(index + 1, document)),
  );
}

/** Ids of a search for everything near `unit([1])`. */
export async function found(catalog: Catalog, scope: Scope, more: object = {}): Promise<string[]> {
  const matches = await catalog.search(scope, { vector: unit([1]), limit: 100, filters: [], ...more });
  return matches.map(({ document }) => document.productId);
}

export async function exported(catalog: Catalog, scope: Scope): Promise<Put[]> {
  const puts: Put[] = [];
  for await (const put of catalog.export(scope)) puts.push(put);
  return puts.sort((a, b) => compareCodePoints(a.document.productId, b.document.productId));
}
