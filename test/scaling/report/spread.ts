/** Values are kept to within a hundredth. */
const step = Math.log(1.01);

/** Many values, of which shares are asked: cheap, and exact to within a hundredth. */
export class Spread {
  readonly #counts = new Map<number, number>();
  #zeros = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(value: number): void {
    this.#count += 1;
    if (value <= 0.01) {
      this.#zeros += 1;
      return;
    }
    const bucket = Math.round(Math.log(value) / step);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
  }

  /** The value that this share of the values is not above; 0 of none. */
  at(share: number): number {
    const place = share * this.#count;
    let below = this.#zeros;
    if (below >= place) return 0;
    for (const [bucket, count] of [...this.#counts].sort(([one], [other]) => one - other)) {
      below += count;
      if (below >= place) return Math.exp(bucket * step);
    }
    return 0;
  }
}
