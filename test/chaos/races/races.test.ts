import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clusterLacks } from '../../harness/cluster.js';
import { chooseSeed } from '../../harness/random.js';
import { racesOn } from './races.js';
import { runRace } from './run-race.js';
import { RaceWorld } from './world.js';

const seed = chooseSeed();
const rounds = 4;

for (const shape of ['single node', 'cluster'] as const) {
  const lacks = shape === 'cluster' && clusterLacks;
  describe.skipIf(lacks)(`races on a ${shape}${lacks ? ` (${lacks})` : ''}, seed ${seed}`, () => {
    let world: RaceWorld;
    beforeAll(async () => {
      world = await RaceWorld.open(shape);
    }, 120_000);
    afterAll(() => world?.[Symbol.asyncDispose]());

    for (const race of racesOn(shape)) {
      // Longer than all rounds may take: the one that does not end says itself how to have it again.
      test(`${race.name}: ${race.shows}`, { timeout: 250_000 }, async () => {
        const { counts } = await runRace(race, world, { seed, rounds });
        expect(counts.size).toBeGreaterThan(0);
      });
    }
  });
}
