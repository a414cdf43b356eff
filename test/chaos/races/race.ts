import type { Random } from '../../harness/random.js';
import type { RaceWorld } from './world.js';

/** Requests or writes that meet, and what must hold whichever is first. */
export interface Race {
  /** As `--only` names it. */
  readonly name: string;
  /** What holds whoever is first: a sentence. */
  readonly shows: string;
  /**
   * Let it happen once, on services of its own.
   * @returns names of what came about, which the table counts: a race that never met has shown nothing
   * @throws AssertionError when what must hold does not
   */
  round(world: RaceWorld, random: Random): Promise<readonly string[]>;
}
