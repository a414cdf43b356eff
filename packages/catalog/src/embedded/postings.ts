/** Values of one filter field by slot, and the slots of each value: a selective filter costs its matches only. */
export class Postings {
  readonly #slots = new Map<string, Set<number>>();
  readonly #values: (string | undefined)[] = [];

  set(slot: number, value: string | undefined): void {
    const before = this.#values[slot];
    if (before === value) return;
    if (before !== undefined) {
      const slots = this.#slots.get(before);
      slots?.delete(slot);
      if (slots?.size === 0) this.#slots.delete(before);
    }
    this.#values[slot] = value;
    if (value === undefined) return;
    const slots = this.#slots.get(value);
    if (slots) slots.add(slot);
    else this.#slots.set(value, new Set([slot]));
  }

  value(slot: number): string | undefined {
    return this.#values[slot];
  }

  /** Slots of each of the values that occur. */
  slotsOf(values: readonly string[]): ReadonlySet<number>[] {
    return [...new Set(values)].flatMap((value) => this.#slots.get(value) ?? []);
  }
}
