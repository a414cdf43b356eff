import type { Milliseconds } from '@openfashion/contract';
import type { Profile } from './profiles.js';
import { compared } from './thresholds.js';
import { hour } from './units.js';

/** One table of docs/scaling.md. */
export interface Part {
  readonly title: string;
  readonly profile: Profile['name'];
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  readonly rows: readonly { readonly load: number; readonly spare: number; readonly thresholds: string }[];
}

const all = (load: number) => Object.keys(compared).map((thresholds) => ({ load, spare: 0, thresholds }));

/** What the page shows. Large loads only around the sale's rise: a request costs the simulation about a tenth of a millisecond. */
export const plan: readonly Part[] = [
  {
    title: 'The whole day, on CPUs',
    profile: 'cpu',
    from: 0,
    to: 24 * hour,
    rows: [1, 10].map((load) => ({ load, spare: 0, thresholds: 'shipped' })),
  },
  { title: 'Around the sale, on CPUs, thresholds', profile: 'cpu', from: 19.8 * hour, to: 20.7 * hour, rows: all(100) },
  {
    title: 'The sale’s rise, on GPUs, thresholds',
    profile: 'gpu',
    from: 19.9 * hour,
    to: 20.25 * hour,
    rows: all(300),
  },
  {
    title: 'The sale’s rise, on GPUs, loads and spare machines',
    profile: 'gpu',
    from: 19.95 * hour,
    to: 20.15 * hour,
    rows: [
      { load: 100, spare: 0, thresholds: 'shipped' },
      { load: 300, spare: 3, thresholds: 'shipped' },
      { load: 1_000, spare: 0, thresholds: 'shipped' },
    ],
  },
];
