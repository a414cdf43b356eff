import type { Scenario } from '../../harness/scenarios.js';
import { outages } from './outages.js';
import { overload } from './overload.js';
import { productOverload } from './product-overload.js';
import { scaling } from './scaling.js';

/** Everything that is done to model services, in the order in which it is. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'outages',
    shows:
      'while a service is away answers are errors of the contract, at once; afterwards traffic is soon back; no line fails',
    isTest: true,
    run: outages,
  },
  {
    name: 'scaling',
    shows: 'replicas that come get their share, replicas that go lose no request',
    isTest: true,
    run: scaling,
  },
  {
    name: 'overload',
    shows: 'a service asked for too much answers what it can, refuses the rest at once, and indexing goes on',
    isTest: true,
    run: overload,
  },
  {
    name: 'product-overload',
    shows: 'the product asked for too much answers each request with success or -50000',
    isTest: false,
    run: productOverload,
  },
];
