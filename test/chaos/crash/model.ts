/** What a line came to ask for. */
export type Intent =
  | { readonly kind: 'put'; readonly productId: string; readonly picture: string }
  | { readonly kind: 'remove'; readonly productId: string }
  | { readonly kind: 'failed'; readonly productId: string; readonly reason: string };

export const outcomes = ['added', 'updated', 'deleted', 'failed', 'exceeded'] as const;
export type Outcome = (typeof outcomes)[number];

/** Product ids of each outcome, in line order. */
export type Lists = Readonly<Record<Outcome, readonly string[]>>;

/** A line of a job, both counted from 0. */
export interface Place {
  readonly job: number;
  readonly line: number;
}

export interface Expected {
  /** Of each job. */
  readonly lists: readonly Lists[];
  /** The line that made the document that a product has at the end; those that no job touched are not there. */
  readonly written: ReadonlyMap<string, Place>;
  /** Products that are gone. */
  readonly removed: ReadonlySet<string>;
}

/**
 * What rules 8.4, 8.6 and 8.7 say becomes of the lines of jobs, one job after the other: written anew, in the plainest way, to
 * hold the product's own answer against.
 * @param jobs the lines of each
 * @param stored products that the service has before the first
 */
export function expect(jobs: readonly (readonly Intent[])[], stored: Iterable<string>, quota: number): Expected {
  const present = new Set(stored);
  const written = new Map<string, Place>();
  const removed = new Set<string>();
  const listsOf = (intents: readonly Intent[], job: number): Lists => {
    const lists = Object.fromEntries(outcomes.map((outcome) => [outcome, [] as string[]])) as Record<Outcome, string[]>;
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
        written.set(productId, { job, line });
      }
    }
    return lists;
  };
  return { lists: jobs.map(listsOf), written, removed };
}
