/** What becomes of a line, always exactly one (rule 8.6). */
export const outcomes = ['added', 'updated', 'deleted', 'failed', 'exceeded'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a computed line asks for. */
export type Intent =
  | { readonly kind: 'put'; readonly productId: string }
  | { readonly kind: 'remove'; readonly productId: string }
  | { readonly kind: 'failed' };

/** What a service holds before the lines take effect. */
export interface Holdings {
  /** Of the products that the lines name, those that are stored. */
  readonly stored: ReadonlySet<string>;
  readonly documents: number;
  /** Most documents that it may hold. */
  readonly quota: number;
}

/**
 * The outcome of each line, in file order (rules 8.6, 8.7): a later line sees what the earlier ones did, deletes make
 * room, an update needs none, a failed line changes nothing.
 */
export function decideOutcomes(lines: readonly Intent[], { stored, documents, quota }: Holdings): Outcome[] {
  const present = new Set(stored);
  let count = documents;
  return lines.map((line) => {
    if (line.kind === 'failed') return 'failed';
    const { productId } = line;
    if (line.kind === 'remove') {
      if (present.delete(productId)) count -= 1;
      return 'deleted';
    }
    if (present.has(productId)) return 'updated';
    if (count >= quota) return 'exceeded';
    present.add(productId);
    count += 1;
    return 'added';
  });
}
