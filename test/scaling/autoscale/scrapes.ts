import type { Milliseconds } from '@openfashion/contract';
import type { VirtualClock } from '../time/virtual-clock.js';
import { minute, second } from '../units.js';

/** How often Prometheus asks each pod. */
const interval: Milliseconds = 15 * second;
/** `[1m]` in the queries. */
const window: Milliseconds = 1 * minute;

interface Sample<Values> {
  readonly at: Milliseconds;
  readonly values: Values;
}

/** Two samples of a pod, and the milliseconds between. */
interface Span<Values> {
  readonly first: Values;
  readonly last: Values;
  readonly time: Milliseconds;
}

/** None of a pod that has one sample only. */
function span<Values>(samples: readonly Sample<Values>[]): readonly Span<Values>[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  return [{ first: first.values, last: last.values, time: last.at - first.at }];
}

/** What Prometheus knows of the pods of one deployment: a sample of each every fifteen seconds, of the last minute. */
export class Scrapes<Pod extends object, Values> {
  readonly #clock: VirtualClock;
  readonly #samples = new Map<Pod, Sample<Values>[]>();

  constructor(clock: VirtualClock, pods: () => readonly Pod[], read: (pod: Pod) => Values) {
    this.#clock = clock;
    clock.every(interval, () => {
      for (const pod of pods()) {
        const samples = this.#samples.get(pod) ?? [];
        samples.push({ at: clock.now(), values: read(pod) });
        this.#samples.set(pod, samples);
      }
      this.#forget();
    });
  }

  /** Of each pod, the first and the last sample of the window: what `rate` looks at. */
  spans(): readonly Span<Values>[] {
    return [...this.#samples.values()].flatMap(span);
  }

  /** Of each of these pods, its last two samples: what the metrics server tells of processors. */
  latest(pods: readonly Pod[]): readonly Span<Values>[] {
    return pods.flatMap((pod) => span((this.#samples.get(pod) ?? []).slice(-2)));
  }

  /** Of each pod, all values of the window. */
  all(): readonly (readonly Values[])[] {
    return [...this.#samples.values()].map((samples) => samples.map(({ values }) => values));
  }

  #forget(): void {
    for (const [pod, samples] of this.#samples) {
      const kept = samples.filter(({ at }) => at > this.#clock.now() - window - interval / 2);
      if (kept.length > 0) this.#samples.set(pod, kept);
      else this.#samples.delete(pod);
    }
  }
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
