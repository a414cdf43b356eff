import { compareCodePoints } from '../code-points.js';

/** A document's place in the index and its cosine with the query. */
export interface Scored {
  readonly slot: number;
  readonly cosine: number;
}

/** Keeps the nearest of what is offered, best first; ties by product id, so that the cut is always the same. */
export class Top {
  readonly #limit: number;
  readonly #productIds: readonly string[];
  readonly best: Scored[] = [];
  /** What a score must reach to be worth offering. */
  threshold = Number.NEGATIVE_INFINITY;

  constructor(limit: number, productIds: readonly string[]) {
    this.#limit = limit;
    this.#productIds = productIds;
  }

  offer(slot: number, cosine: number): void {
    const { best } = this;
    if (best.length === this.#limit) {
      const worst = best[best.length - 1];
      if (worst && !this.#before(slot, cosine, worst)) return;
      best.pop();
    }
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = best[middle];
      if (other && this.#before(slot, cosine, other)) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, { slot, cosine });
    if (best.length === this.#limit) this.threshold = best[best.length - 1]?.cosine ?? this.threshold;
  }

  #before(slot: number, cosine: number, other: Scored): boolean {
    if (cosine !== other.cosine) return cosine > other.cosine;
    return compareCodePoints(this.#productIds[slot] ?? '', this.#productIds[other.slot] ?? '') < 0;
  }
}
