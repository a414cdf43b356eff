import type { Filter } from '@openfashion/contract';
import { compareCodePoints } from '../code-points.js';
import type { CatalogDocument, Match, Put, Scope, VectorQuery, Write } from '../port.js';
import { put } from './samples.js';

/** The catalogue as one would write it without a thought for speed or power loss. */
export class PlainCatalog {
  readonly #stored = new Map<string, Map<string, { seq: number; document?: CatalogDocument }>>();
  readonly #dropped = new Set<string>();

  apply(scope: Scope, batch: readonly Write[]): void {
    if (this.#dropped.has(scope.service)) return;
    const stored = this.#of(scope);
    for (const write of batch) {
      const productId = write.kind === 'put' ? write.document.productId : write.productId;
      if ((stored.get(productId)?.seq ?? -1) >= write.seq) continue;
      stored.set(productId, { seq: write.seq, ...(write.kind === 'put' && { document: write.document }) });
    }
  }

  drop(service: string): void {
    this.#dropped.add(service);
    for (const [key, stored] of this.#stored) if (key.startsWith(`${service} `)) stored.clear();
  }

  clear(scope: Scope): void {
    this.#of(scope).clear();
  }

  forgetRemovals(scope: Scope, belowSeq: number): void {
    const stored = this.#of(scope);
    for (const [productId, { seq, document }] of stored) if (!document && seq < belowSeq) stored.delete(productId);
  }

  puts(scope: Scope): Put[] {
    const all = [...this.#of(scope).values()].flatMap(({ seq, document }) => (document ? put(seq, document) : []));
    return all.sort((a, b) => compareCodePoints(a.document.productId, b.document.productId));
  }

  documents(scope: Scope): CatalogDocument[] {
    return this.puts(scope).map(({ document }) => document);
  }

  /** All that pass, nearest first, without regard to `limit`. */
  passing(scope: Scope, { vector, filters, excludeProductId }: VectorQuery): Match[] {
    return this.documents(scope)
      .filter((document) => document.productId !== excludeProductId && filters.every((one) => passes(document, one)))
      .map(({ vector: own, ...document }) => ({
        document,
        cosine: own.reduce((sum, x, at) => sum + x * (vector[at] ?? 0), 0),
      }))
      .sort((a, b) => b.cosine - a.cosine);
  }

  #of({ service, embedding }: Scope) {
    const key = `${service} ${embedding}`;
    const stored = this.#stored.get(key) ?? new Map();
    this.#stored.set(key, stored);
    return stored;
  }
}

/** Rules 3.1 and 3.3. */
function passes(document: CatalogDocument, { field, operator, values }: Filter): boolean {
  return values.some((value) => value === document[field]) === (operator === 'equal');
}
