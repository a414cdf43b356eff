import type { Milliseconds } from '@openfashion/contract';
import type { VirtualClock } from '../time/virtual-clock.js';

export interface Line {
  readonly unchanged: boolean;
  readonly since: Milliseconds;
}

/** Lines of index jobs that were accepted, until each was computed. */
export class Backlog {
  readonly #clock: VirtualClock;
  readonly #computed: (waited: Milliseconds) => void;
  readonly #workers = new Map<object, () => void>();
  #lines: Line[] = [];
  #taken = 0;
  #inHand = 0;
  accepted = 0;
  computed = 0;

  /** @param computed told how long a line took from its acceptance on */
  constructor(clock: VirtualClock, computed: (took: Milliseconds) => void) {
    this.#clock = clock;
    this.#computed = computed;
  }

  /** Lines that were accepted and are not computed yet: what indexers are scaled by. */
  get waiting(): number {
    return this.#lines.length - this.#taken + this.#inHand;
  }

  accept(unchanged: readonly boolean[]): void {
    const since = this.#clock.now();
    this.#lines = this.#lines.slice(this.#taken);
    this.#taken = 0;
    for (const same of unchanged) this.#lines.push({ unchanged: same, since });
    this.accepted += unchanged.length;
    this.#wake();
  }

  take(): Line | undefined {
    const line = this.#lines[this.#taken];
    if (line === undefined) return undefined;
    this.#taken += 1;
    this.#inHand += 1;
    return line;
  }

  done({ since }: Line): void {
    this.#inHand -= 1;
    this.computed += 1;
    this.#computed(this.#clock.now() - since);
  }

  giveBack(line: Line): void {
    this.#inHand -= 1;
    this.#lines.push(line);
    this.#wake();
  }

  /** @param work called when there may be lines to take */
  attach(worker: object, work: () => void): void {
    this.#workers.set(worker, work);
  }

  detach(worker: object): void {
    this.#workers.delete(worker);
  }

  #wake(): void {
    for (const work of [...this.#workers.values()]) work();
  }
}
