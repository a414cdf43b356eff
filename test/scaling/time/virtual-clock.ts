import type { Milliseconds } from '@openfashion/contract';
import type { Clock } from '../../../packages/inference/src/clock.js';

interface Event {
  readonly at: Milliseconds;
  /** Of events of one instant, what was asked for first happens first. */
  readonly order: number;
  work: (() => void) | undefined;
}

const before = (one: Event, other: Event): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Time that passes from event to event: a day costs what happens in it. */
export class VirtualClock implements Clock {
  #now: Milliseconds = 0;
  #order = 0;
  /** A binary heap, the next event first. */
  readonly #events: Event[] = [];

  now(): Milliseconds {
    return this.#now;
  }

  after(delay: Milliseconds, work: () => void): () => void {
    return this.at(this.#now + Math.max(0, delay), work);
  }

  /** Do something at an instant. @returns to be called when it shall not happen any more */
  at(instant: Milliseconds, work: () => void): () => void {
    const event: Event = { at: Math.max(instant, this.#now), order: this.#order++, work };
    this.#add(event);
    return () => {
      event.work = undefined;
    };
  }

  sleep(delay: Milliseconds): Promise<void> {
    return new Promise((resolve) => void this.after(delay, resolve));
  }

  /** Do something again and again until the simulation ends. */
  every(period: Milliseconds, work: () => void): void {
    const again = () => {
      work();
      this.after(period, again);
    };
    this.after(period, again);
  }

  /**
   * Let time pass until `end`. Each event has a turn of the real event loop of its own, so that all promises that wait for it go
   * on before time does.
   */
  run(end: Milliseconds): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          const event = this.#next(end);
          if (event === undefined) {
            this.#now = end;
            resolve();
            return;
          }
          this.#now = event.at;
          event.work?.();
          setImmediate(step);
        } catch (error) {
          reject(error);
        }
      };
      setImmediate(step);
    });
  }

  #next(end: Milliseconds): Event | undefined {
    for (let first = this.#events[0]; first !== undefined && first.at <= end; first = this.#events[0]) {
      this.#removeFirst();
      if (first.work !== undefined) return first;
    }
    return undefined;
  }

  #add(event: Event): void {
    const events = this.#events;
    let place = events.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = events[above];
      if (parent === undefined || !before(event, parent)) break;
      events[place] = parent;
      place = above;
    }
    events[place] = event;
  }

  #removeFirst(): void {
    const events = this.#events;
    const last = events.pop();
    if (last === undefined || events.length === 0) return;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      let child = events[below];
      const other = events[below + 1];
      if (child !== undefined && other !== undefined && before(other, child)) {
        child = other;
        below += 1;
      }
      if (child === undefined || !before(child, last)) break;
      events[place] = child;
      place = below;
    }
    events[place] = last;
  }
}
