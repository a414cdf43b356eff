import type { Milliseconds } from '@openfashion/contract';

// Kubernetes' HorizontalPodAutoscaler, `autoscaling/v2`: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
// ("Algorithm details" and "Configurable scaling behavior"). What the text leaves open follows the controller: a value over all pods is
// divided by its target per pod, a value as it stands multiplies the pods that are ready, CPU of pods that start counts as none.

/** One metric of an autoscaler as it stands now. */
export type Reading =
  /** External metric, type `AverageValue`: a sum over all pods. */
  | { readonly kind: 'averageValue'; readonly total: number; readonly target: number }
  /** External metric, type `Value`: as it stands, e.g. a percentile. */
  | { readonly kind: 'value'; readonly value: number; readonly target: number }
  /** Resource metric, type `Utilization`: one value a pod that is ready, as a share of what it requested. */
  | { readonly kind: 'utilization'; readonly values: readonly number[]; readonly target: number };

export interface Policy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly period: Milliseconds;
}

export interface Rules {
  readonly stabilization: Milliseconds;
  readonly policies: readonly Policy[];
}

export interface HpaOptions {
  readonly min: number;
  readonly max: number;
  readonly up: Rules;
  readonly down: Rules;
}

/** How often the controller looks (`--horizontal-pod-autoscaler-sync-period`). */
export const syncPeriod: Milliseconds = 15_000;
/** So much of a difference changes nothing (`--horizontal-pod-autoscaler-tolerance`). */
const tolerance = 0.1;

const within = (ratio: number) => Math.abs(ratio - 1) <= tolerance;

/**
 * Replicas that one metric asks for.
 * @param current replicas that are asked for now
 * @param ready of them
 */
export function proposal(reading: Reading, current: number, ready: number): number {
  switch (reading.kind) {
    case 'averageValue':
      if (within(reading.total / (reading.target * current))) return current;
      return Math.ceil(reading.total / reading.target);
    case 'value': {
      const ratio = reading.value / reading.target;
      return within(ratio) ? current : Math.ceil(ratio * ready);
    }
    case 'utilization':
      return ofUtilization(reading.values, reading.target, current);
  }
}

function ofUtilization(values: readonly number[], target: number, current: number): number {
  if (values.length === 0) return current;
  const sum = values.reduce((all, one) => all + one, 0);
  const ratio = sum / values.length / target;
  const starting = current - values.length;
  if (ratio < 1 || starting <= 0) return within(ratio) ? current : Math.ceil(ratio * values.length);
  const withStarting = sum / current / target;
  return within(withStarting) || withStarting < 1 ? current : Math.ceil(withStarting * current);
}

interface Change {
  readonly at: Milliseconds;
  readonly replicas: number;
}

/** One autoscaler, with what it remembers of its last decisions. */
export class Hpa {
  readonly #options: HpaOptions;
  #recommendations: Change[] = [];
  #changes: Change[] = [];

  constructor(options: HpaOptions) {
    this.#options = options;
  }

  /**
   * Replicas that shall be there from now on.
   * @param readings of its metrics that could be read: with none, nothing changes
   */
  decide(now: Milliseconds, current: number, ready: number, readings: readonly Reading[]): number {
    if (readings.length === 0) return current;
    const { min, max } = this.#options;
    const wanted = Math.max(...readings.map((reading) => proposal(reading, current, ready)));
    const stable = this.#stabilized(now, current, wanted);
    const allowed = Math.min(this.#most(now, current), Math.max(this.#least(now, current), stable));
    const decided = Math.min(max, Math.max(min, allowed));
    if (decided !== current) this.#changes.push({ at: now, replicas: decided - current });
    return decided;
  }

  /** The least that was recommended while going up, the most while going down. */
  #stabilized(now: Milliseconds, current: number, wanted: number): number {
    const { up, down } = this.#options;
    const longest = Math.max(up.stabilization, down.stabilization);
    this.#recommendations = this.#recommendations.filter(({ at }) => at > now - longest);
    this.#recommendations.push({ at: now, replicas: wanted });
    const since = (window: Milliseconds) =>
      this.#recommendations.filter(({ at }) => at > now - window || at === now).map(({ replicas }) => replicas);
    const upTo = Math.min(...since(up.stabilization));
    const downTo = Math.max(...since(down.stabilization));
    if (current < upTo) return upTo;
    return Math.min(current, downTo);
  }

  #most(now: Milliseconds, current: number): number {
    const limits = this.#options.up.policies.map(({ type, value, period }) => {
      const start = current - this.#changed(now, period);
      return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    });
    return Math.max(current, ...limits);
  }

  #least(now: Milliseconds, current: number): number {
    const limits = this.#options.down.policies.map(({ type, value, period }) => {
      const start = current - this.#changed(now, period);
      return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
    });
    return Math.min(current, ...limits);
  }

  #changed(now: Milliseconds, period: Milliseconds): number {
    return this.#changes.filter(({ at }) => at > now - period).reduce((all, { replicas }) => all + replicas, 0);
  }
}
