import type { Finding } from '../chaos/finding.js';
import { fairness } from './fairness.js';
import type { Options } from './options.js';
import { sharing } from './sharing.js';
import { throughput } from './throughput.js';

export interface Scenario {
  readonly name: string;
  readonly shows: string;
  run(options: Options): Promise<Finding[]>;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'sharing',
    shows: 'three replicas share one job and ten, and the order within a service is kept',
    run: sharing,
  },
  { name: 'fairness', shows: 'a small job does not wait for a large one of another service', run: fairness },
  {
    name: 'throughput',
    shows: 'replicas multiply the documents a second where downloads are the bound',
    run: throughput,
  },
];
