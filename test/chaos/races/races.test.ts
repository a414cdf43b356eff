import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseSeed } from '../../harness/random.js';
import { races } from './races.js';
import { runRace } from './run-race.js';
import { RaceWorld } from './world.js';

const seed = chooseSeed();
const rounds = 4;

let world: RaceWorld;
beforeAll(async () => {
  world = await RaceWorld.open();
});
afterAll(() => world?.[Symbol.asyncDispose]());

describe(`races, seed ${seed}`, () => {
  for (const race of races) {
    test(`${race.name}: ${race.shows}`, async () => {
      const { counts } = await runRace(race, world, { seed, rounds });
      expect(counts.size).toBeGreaterThan(0);
    });
  }
});
