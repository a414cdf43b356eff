/** A point of a collection. */
export interface Point {
  readonly id: string;
  /** Absent where it has none: then no search finds it. */
  readonly vector?: Float32Array;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The conditions that the catalogue uses. */
type Condition =
  | { readonly key: string; readonly match: { readonly any: readonly unknown[] } }
  | { readonly key: string; readonly range: { readonly lt: number } }
  | { readonly has_id: readonly string[] };

export interface Filter {
  readonly must?: readonly Condition[];
  readonly must_not?: readonly Condition[];
  readonly should?: readonly Condition[];
}

/** Whether a point passes a filter; none lets all pass. */
export function passes(point: Point, { must = [], must_not: never = [], should = [] }: Filter = {}): boolean {
  const holds = (condition: Condition) => isMet(point, condition);
  return must.every(holds) && !never.some(holds) && (should.length === 0 || should.some(holds));
}

function isMet({ id, payload }: Point, condition: Condition): boolean {
  if ('has_id' in condition) return condition.has_id.includes(id);
  const value = payload[condition.key];
  if ('match' in condition) return condition.match.any.includes(value);
  return typeof value === 'number' && value < condition.range.lt;
}
