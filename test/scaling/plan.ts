import type { Milliseconds } from '@openfashion/contract';
import type { Profile } from './profiles.js';
import { compared } from './thresholds.js';
import { hour } from './units.js';

/** Simulations that are compared in one table. */
export interface Part {
  readonly title: string;
  readonly profile: Profile['name'];
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly rows: readonly { readonly load: number; readonly spare: number; readonly thresholds: string }[];
}

const rows = (load: number, ...sets: readonly string[]) => sets.map((thresholds) => ({ load, spare: 0, thresholds }));
/** What shows itself in a rise on CPUs. */
const rise = Object.keys(compared).filter((set) => !['main process 0.6', 'down at once'].includes(set));

/** A table of docs/scaling.md. */
export interface PagePart extends Part {
  /** Of its place there. */
  readonly name: string;
}

/** What the page shows. Large loads only around the sale’s rise: a request costs the simulation about a tenth of a millisecond. */
export const plan: readonly PagePart[] = [
  { name: 'day', title: 'The whole day, on CPUs', profile: 'cpu', from: 0, to: 24 * hour, rows: rows(1, 'shipped') },
  {
    name: 'rise',
    title: 'The sale’s rise, on CPUs',
    profile: 'cpu',
    from: 19.98 * hour,
    to: 20.08 * hour,
    rows: rows(30, ...rise),
  },
  {
    name: 'steeper',
    title: 'The sale’s rise at twice that load, on CPUs',
    profile: 'cpu',
    from: 19.98 * hour,
    to: 20.05 * hour,
    rows: rows(60, 'shipped', 'two replicas always', 'wait alone', 'busy alone', 'busy 0.4'),
  },
  {
    name: 'gpu-day',
    title: 'The whole day at ten times the load, on GPUs',
    profile: 'gpu',
    from: 0,
    to: 24 * hour,
    rows: rows(10, 'shipped'),
  },
  {
    name: 'gpu',
    title: 'The sale’s rise, on GPUs',
    profile: 'gpu',
    from: 19.98 * hour,
    to: 20.08 * hour,
    rows: [
      { load: 100, spare: 0, thresholds: 'shipped' },
      { load: 250, spare: 0, thresholds: 'shipped' },
      { load: 250, spare: 2, thresholds: 'shipped' },
      { load: 250, spare: 0, thresholds: 'main process 0.6' },
    ],
  },
  {
    name: 'fall',
    title: 'Until the sale is half over, on CPUs',
    profile: 'cpu',
    from: 19.98 * hour,
    to: 20.45 * hour,
    rows: rows(30, 'shipped', 'down at once'),
  },
];
