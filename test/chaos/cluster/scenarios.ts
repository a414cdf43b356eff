import type { Scenario } from '../../harness/scenarios.js';
import { badNetwork } from './bad-network.js';
import { clockJumps } from './clock.js';
import { full } from './full.js';
import { sleeper } from './sleeper.js';
import { storm } from './storm.js';
import { threeNats } from './three-nats.js';
import { threeQdrant } from './three-qdrant.js';

/** Everything that is done to a cluster, in the order in which it is. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'storm',
    shows: 'though every process is killed again and again, every job ends as if nothing had been',
    isTest: true,
    run: storm,
  },
  {
    name: 'sleeper',
    shows: 'an indexer that stood still while others did its work changes nothing when it goes on',
    isTest: false,
    run: sleeper,
  },
  {
    name: 'full',
    shows: 'where JetStream has no room left, what was accepted ends, what is refused is told so, and searches go on',
    isTest: true,
    run: full,
  },
  {
    name: 'bad-network',
    shows: 'though what is asked of Qdrant is late, cut off or lost, answers are right or errors of the contract',
    isTest: true,
    run: badNetwork,
  },
  {
    name: 'clock',
    shows: 'wall clocks that jump by an hour show in time fields and nowhere else',
    isTest: true,
    run: clockJumps,
  },
  {
    name: 'three-nats',
    shows: 'of three NATS servers the one that leads may be lost',
    isTest: false,
    run: threeNats,
  },
  {
    name: 'three-qdrant',
    shows: 'of three Qdrant servers one may be lost, and all copies agree afterwards',
    isTest: false,
    run: threeQdrant,
  },
];
