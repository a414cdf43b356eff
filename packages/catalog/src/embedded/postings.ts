import type { Filter } from '@openfashion/contract';

/** The slots that one filter lets through. */
export interface Selection {
  /** How many there are. */
  readonly count: number;
  has(slot: number): boolean;
  /** All of them, in lists. Takes time for these only, and for the values that the filter leaves out. */
  lists(): Iterable<readonly number[]>;
}

/**
 * Values of one filter field by slot, and the slots of each value, so that a selective filter costs its matches. Having
 * none is a value too (rule 3.3): it passes every `!equal` and no `equal`.
 */
export class Postings {
  readonly #codes = new Map<string | undefined, number>();
  readonly #freeCodes: number[] = [];
  /** By code: the value, and the slots that have it. */
  readonly #values: (string | undefined)[] = [];
  readonly #lists: number[][] = [];
  /** By slot: the code of its value, or -1, and its place in that value's list. */
  readonly #code: number[] = [];
  readonly #place: number[] = [];
  #size = 0;

  set(slot: number, value: string | undefined): void {
    this.remove(slot);
    const code = this.#codes.get(value) ?? this.#newCode(value);
    const list = this.#lists[code] ?? [];
    this.#code[slot] = code;
    this.#place[slot] = list.length;
    list.push(slot);
    this.#size++;
  }

  remove(slot: number): void {
    const code = this.#code[slot] ?? -1;
    const list = this.#lists[code];
    if (list === undefined) return;
    // The last of the list takes its place.
    const place = this.#place[slot] ?? 0;
    const last = list.pop() ?? slot;
    if (last !== slot) {
      list[place] = last;
      this.#place[last] = place;
    }
    if (list.length === 0) {
      this.#codes.delete(this.#values[code]);
      this.#freeCodes.push(code);
    }
    this.#code[slot] = -1;
    this.#size--;
  }

  select({ operator, values }: Pick<Filter, 'operator' | 'values'>): Selection {
    const named = [...new Set(values)].flatMap((value) => this.#codes.get(value) ?? []);
    const namedCount = named.reduce((sum, code) => sum + (this.#lists[code]?.length ?? 0), 0);
    const equal = operator === 'equal';
    const passes = new Uint8Array(this.#lists.length).fill(equal ? 0 : 1);
    for (const code of named) passes[code] = equal ? 1 : 0;
    const codes = this.#code;
    const lists = this.#lists;
    return {
      count: equal ? namedCount : this.#size - namedCount,
      has: (slot) => passes[codes[slot] ?? -1] === 1,
      lists: () => (equal ? named.map((code) => lists[code] ?? []) : lists.filter((_, code) => passes[code] === 1)),
    };
  }

  #newCode(value: string | undefined): number {
    const code = this.#freeCodes.pop() ?? this.#lists.push([]) - 1;
    this.#codes.set(value, code);
    this.#values[code] = value;
    return code;
  }
}
