import type { Milliseconds } from '@openfashion/contract';
import type { Random } from '../../harness/random.js';
import type { VirtualClock } from '../time/virtual-clock.js';
import { minute } from '../units.js';

export interface ArrivalsOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Arrivals in a millisecond; within a minute it only rises or only falls. */
  readonly rate: (at: Milliseconds) => number;
  readonly until: Milliseconds;
  readonly ask: () => void;
}

/** Requests of people who know nothing of one another: a Poisson process whose rate changes, drawn by thinning minute by minute. */
export function arrivals({ clock, random, rate, until, ask }: ArrivalsOptions): void {
  const ofMinute = () => {
    const start = clock.now();
    const end = Math.min(start + minute, until);
    if (start >= until) return;
    const most = Math.max(rate(start), rate(end));
    const next = (from: Milliseconds) => {
      const at = from - Math.log(1 - random()) / most;
      if (at >= end) return;
      clock.at(at, () => {
        if (random() * most < rate(at)) ask();
        next(at);
      });
    };
    next(start);
    clock.at(end, ofMinute);
  };
  ofMinute();
}
