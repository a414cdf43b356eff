import type { Scenario } from '../harness/scenarios.js';
import { fairness } from './fairness.js';
import { listing } from './listing.js';
import { sharing } from './sharing.js';
import { throughput } from './throughput.js';

export const scenarios: readonly Scenario[] = [
  {
    name: 'sharing',
    shows: 'three replicas share one job and ten, and the order within a service is kept',
    isTest: true,
    run: sharing,
  },
  {
    name: 'fairness',
    shows: 'a small job does not wait for a large one of another service',
    isTest: true,
    run: fairness,
  },
  { name: 'listing', shows: 'a page of ten thousand index records is answered at once', isTest: true, run: listing },
  {
    name: 'throughput',
    shows: 'replicas multiply the documents a second where downloads are the bound',
    // How fast replicas are together shows on a machine that they have for themselves.
    isTest: false,
    run: throughput,
  },
];
