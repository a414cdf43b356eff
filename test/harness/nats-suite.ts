import { describe } from 'vitest';
import { natsVersion } from './nats-server.js';

/** Tests that need a real NATS server: skipped by name where there is none, named after its version where there is one. */
export const natsSuite = (name: string, tests: () => void): void => {
  const version = natsVersion ?? '– skipped: there is no nats-server on this machine';
  const title = `${name}, on NATS ${version}`;
  // Reporters leave out the names of suites that pass or are skipped.
  console.log(title);
  describe.skipIf(natsVersion === undefined)(title, tests);
};
