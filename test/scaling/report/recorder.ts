import type { Milliseconds } from '@openfashion/contract';
import type { Call, Task } from '@openfashion/inference';
import type { Outcome } from '../cluster/gateway-pod.js';
import { minute } from '../units.js';
import { Spread } from './spread.js';

type Lane = Call['lane'];
type Totals = Record<Outcome | 'asked', number>;

export interface Wait {
  readonly task: Task;
  readonly lane: Lane;
  readonly pictures: number;
  readonly p50: Milliseconds;
  readonly p95: Milliseconds;
  readonly p99: Milliseconds;
}

/** What happened to requests and pictures, from an instant on: before it the cluster settles. */
export class Recorder {
  readonly #from: Milliseconds;
  readonly #now: () => Milliseconds;
  readonly #waits = new Map<string, { readonly task: Task; readonly lane: Lane; readonly spread: Spread }>();
  readonly #answers = new Spread();
  readonly #lines = new Spread();
  /** Answers of each minute. */
  readonly #minutes = new Map<number, { readonly spread: Spread; refused: number }>();
  readonly requests: Totals = { asked: 0, answered: 0, refused: 0, late: 0 };

  constructor(from: Milliseconds, now: () => Milliseconds) {
    this.#from = from;
    this.#now = now;
  }

  waited(task: Task, lane: Lane, waited: Milliseconds): void {
    if (this.#now() < this.#from) return;
    const key = `${task} ${lane}`;
    const known = this.#waits.get(key) ?? { task, lane, spread: new Spread() };
    known.spread.add(waited);
    this.#waits.set(key, known);
  }

  /** @returns to be called when it is known how the request ended */
  asked(): (outcome: Outcome) => void {
    const start = this.#now();
    const counts = start >= this.#from;
    if (counts) this.requests.asked += 1;
    return (outcome) => {
      if (!counts) return;
      this.requests[outcome] += 1;
      const number = Math.floor(start / minute);
      const ofMinute = this.#minutes.get(number) ?? { spread: new Spread(), refused: 0 };
      this.#minutes.set(number, ofMinute);
      if (outcome === 'answered') {
        this.#answers.add(this.#now() - start);
        ofMinute.spread.add(this.#now() - start);
      } else ofMinute.refused += 1;
    };
  }

  line(took: Milliseconds): void {
    if (this.#now() >= this.#from) this.#lines.add(took);
  }

  waits(): Wait[] {
    return [...this.#waits.values()]
      .map(({ task, lane, spread }) => ({
        task,
        lane,
        pictures: spread.count,
        p50: spread.at(0.5),
        p95: spread.at(0.95),
        p99: spread.at(0.99),
      }))
      .sort((one, other) => `${one.lane} ${one.task}`.localeCompare(`${other.lane} ${other.task}`) * -1);
  }

  /** How long whole answers took. */
  answers(): { readonly p50: Milliseconds; readonly p95: Milliseconds; readonly p99: Milliseconds } {
    return { p50: this.#answers.at(0.5), p95: this.#answers.at(0.95), p99: this.#answers.at(0.99) };
  }

  /** Lines, from their acceptance until they were computed. */
  lines(): { readonly p50: Milliseconds; readonly longest: Milliseconds } {
    return { p50: this.#lines.at(0.5), longest: this.#lines.at(1) };
  }

  /** Minutes in which 95 of 100 answers took longer than this, or one in a hundred requests was not answered. */
  minutesOver(target: Milliseconds): number {
    return [...this.#minutes.values()].filter(
      ({ spread, refused }) => spread.at(0.95) > target || refused > 0.01 * (spread.count + refused),
    ).length;
  }
}
