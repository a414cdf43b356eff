import { runAll } from '../../harness/scenarios.js';
import { scenarios } from './scenarios.js';

await runAll({
  script: 'chaos:services',
  about: `Kills model services under load, adds and takes away replicas, and asks for more than can be answered; says what held, with
figures. Exits with 0 when all of it did. Wants a machine of its own.`,
  scenarios,
  takes: { seed: 'of orders, moments and requests (default: drawn, and printed)' },
});
