/** What a line came to ask for. */
export type Intent =
  | { readonly kind: 'put'; readonly productId: string; readonly picture: string }
  | { readonly kind: 'remove'; readonly productId: string }
  | { readonly kind: 'failed'; readonly productId: string; readonly reason: string };

export const outcomes = ['added', 'updated', 'deleted', 'failed', 'exceeded'] as const;
export type Outcome = (typeof outcomes)[number];

export interface Expected {
  /** Product ids of each outcome, in line order. */
  readonly lists: Readonly<Record<Outcome, readonly string[]>>;
  /** Line that made the document that a product has at the end; those that the job did not touch are not there. */
  readonly written: ReadonlyMap<string, number>;
  /** Products that are gone. */
  readonly removed: ReadonlySet<string>;
}

/**
 * What rules 8.6 and 8.7 say becomes of a job's lines: written anew, in the plainest way, to hold the product's own answer
 * against.
 * @param stored products that the service has
 */
export function expect(intents: readonly Intent[], stored: Iterable<string>, quota: number): Expected {
  const present = new Set(stored);
  const lists = Object.fromEntries(outcomes.map((outcome) => [outcome, [] as string[]])) as Record<Outcome, string[]>;
  const written = new Map<string, number>();
  const removed = new Set<string>();
  for (const [line, intent] of intents.entries()) {
    const { productId } = intent;
    if (intent.kind === 'failed') {
      lists.failed.push(productId);
    } else if (intent.kind === 'remove') {
      lists.deleted.push(productId);
      present.delete(productId);
      written.delete(productId);
      removed.add(productId);
    } else if (!present.has(productId) && present.size >= quota) {
      lists.exceeded.push(productId);
    } else {
      lists[present.has(productId) ? 'updated' : 'added'].push(productId);
      present.add(productId);
      removed.delete(productId);
      written.set(productId, line);
    }
  }
  return { lists, written, removed };
}
