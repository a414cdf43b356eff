import type { Finding } from '../finding.js';
import type { Options } from './options.js';
import { storm } from './storm.js';

export interface Scenario {
  readonly name: string;
  /** What holds in it. */
  readonly shows: string;
  /** Whether it is seconds in its short form, and in `npm test`. */
  readonly hasShortForm: boolean;
  run(options: Options): Promise<Finding[]>;
}

/** Everything that is done to a cluster, in the order in which it is. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'storm',
    shows: 'though every process is killed again and again, every job ends as if nothing had been',
    hasShortForm: true,
    run: storm,
  },
];
