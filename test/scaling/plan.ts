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

const rows = (load: number, ...sets: readonly string[]) => sets.map((thresholds) => ({ load, spare: 0, thresholds }));
const otherThanRise = ['main process 0.6', 'down at once'];
const rise = Object.keys(compared).filter((set) => !otherThanRise.includes(set));

/** What the page shows. Large loads only around the sale's rise: a request costs the simulation about a tenth of a millisecond. */
export const plan: readonly Part[] = [
  {
    title: 'The whole day, on CPUs',
    profile: 'cpu',
    from: 0,
    to: 24 * hour,
    rows: [...rows(1, 'shipped'), ...rows(10, 'shipped')],
  },
  { title: 'The sale’s rise, on CPUs', profile: 'cpu', from: 19.98 * hour, to: 20.1 * hour, rows: rows(30, ...rise) },
  {
    title: 'The sale until most of it is over, on CPUs',
    profile: 'cpu',
    from: 19.98 * hour,
    to: 20.7 * hour,
    rows: rows(30, 'shipped', 'down at once'),
  },
  {
    title: 'The sale’s rise, on CPUs, a hundred times',
    profile: 'cpu',
    from: 19.98 * hour,
    to: 20.06 * hour,
    rows: rows(100, 'shipped'),
  },
  {
    title: 'The sale’s rise, on GPUs',
    profile: 'gpu',
    from: 19.98 * hour,
    to: 20.05 * hour,
    rows: [...rows(200, 'shipped', 'main process 0.6'), { load: 200, spare: 2, thresholds: 'shipped' }],
  },
];
