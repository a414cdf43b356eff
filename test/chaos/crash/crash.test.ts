import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseSeed } from '../../harness/random.js';
import { Scenario } from './scenario.js';

// The short form of `npm run chaos:single`, of a service far below its quota.
const seed = chooseSeed();
let scenario: Scenario;
beforeAll(async () => {
  scenario = await Scenario.open(seed, 120, 500);
});
afterAll(() => scenario[Symbol.asyncDispose]());

test(`a job ends as the rules say though the server is killed three times and pictures change (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  const outcome = await scenario.run({ kills: 3, fickle: true });
  expect(outcome?.faults).toEqual([]);
  expect(outcome?.repeats).toBeGreaterThan(0);
});

test(`… and though each kill is a power failure (seed ${seed})`, { timeout: 180_000 }, async ({ skip }) => {
  const outcome = await scenario.run({ kills: 3, forgetful: true });
  if (outcome === undefined) return skip('a C compiler and Linux are needed');
  expect(outcome.faults).toEqual([]);
});
