import type { Milliseconds } from '@openfashion/contract';
import type { VirtualClock } from '../time/virtual-clock.js';
import { hour } from '../units.js';

export interface MachinesOptions {
  readonly clock: VirtualClock;
  /** From the wish for another until it is there; 0: there is room always, and nothing to count. */
  readonly start: Milliseconds;
  /** How long one that runs nothing is kept. */
  readonly idle: Milliseconds;
  /** Machines that run nothing and are kept all the same, so that a pod need not wait for one. */
  readonly spare: number;
}

/** Machines of one pod each, as a node pool with a cluster autoscaler; counts what they cost. */
export class Machines {
  readonly #options: MachinesOptions;
  readonly #waiting: (() => void)[] = [];
  #there = 0;
  #ordered = 0;
  #used = 0;
  #time: Milliseconds = 0;
  #countedUntil: Milliseconds = 0;

  constructor(options: MachinesOptions) {
    this.#options = options;
  }

  /** Hours of machines so far, from their order on. */
  get hours(): number {
    this.#count();
    return this.#time / hour;
  }

  /** One that was there before the simulation began, and is in use. */
  give(): void {
    this.#there += 1;
    this.#used += 1;
  }

  /** The spare ones that were there before. */
  begin(): void {
    this.#there += this.#options.spare;
  }

  /** @returns to be called when none is wanted any more before one was found */
  take(found: () => void): () => void {
    this.#waiting.push(found);
    this.#serve();
    return () => {
      const place = this.#waiting.indexOf(found);
      if (place >= 0) this.#waiting.splice(place, 1);
    };
  }

  free(): void {
    this.#count();
    this.#used -= 1;
    this.#serve();
    this.#options.clock.after(this.#options.idle, () => this.#letGo());
  }

  #serve(): void {
    this.#count();
    while (this.#waiting.length > 0 && (this.#used < this.#there || this.#options.start === 0)) {
      if (this.#used === this.#there) this.#there += 1;
      this.#used += 1;
      this.#waiting.shift()?.();
    }
    const { spare, start, clock } = this.#options;
    const wanted = this.#used + this.#waiting.length + (start === 0 ? 0 : spare);
    while (this.#there + this.#ordered < wanted) {
      this.#ordered += 1;
      clock.after(start, () => {
        this.#count();
        this.#ordered -= 1;
        this.#there += 1;
        this.#serve();
        clock.after(this.#options.idle, () => this.#letGo());
      });
    }
  }

  #letGo(): void {
    this.#count();
    if (this.#there - this.#used > this.#options.spare) this.#there -= 1;
  }

  #count(): void {
    const now = this.#options.clock.now();
    this.#time += (this.#there + this.#ordered) * (now - this.#countedUntil);
    this.#countedUntil = now;
  }
}
