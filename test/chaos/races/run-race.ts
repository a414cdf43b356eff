import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../harness/random.js';
import type { Race } from './race.js';
import type { RaceWorld } from './world.js';

export interface Outcome {
  readonly race: string;
  readonly rounds: number;
  readonly seconds: number;
  /** How often what came about. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A round in which something did not hold; `cause` says what. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/**
 * Run the rounds of a race. Each has a seed of its own, the first that of the run, so that any can be had again alone.
 * @throws Violation at the first round that fails or does not end, or after which the server logged an error
 */
export async function runRace(
  { name, round }: Race,
  world: RaceWorld,
  { seed, rounds }: { readonly seed: number; readonly rounds: number },
): Promise<Outcome> {
  const counts = new Map<string, number>();
  const start = performance.now();
  for (let number = 1; number <= rounds; number++) {
    const own = seed + number - 1;
    try {
      const events = await inTime(round(world, seededRandom(own)));
      for (const event of events) counts.set(event, (counts.get(event) ?? 0) + 1);
      world.requireCalm();
    } catch (cause) {
      const where = world.shape === 'cluster' ? '--cluster ' : '';
      const again = `npm run chaos:races -- ${where}--only ${name} --seed ${own} --rounds 1`;
      throw new Violation(`${name}: seed ${seed}, round ${number} of ${rounds}; again: ${again}`, { cause });
    }
  }
  return { race: name, rounds, seconds: (performance.now() - start) / 1000, counts };
}

/** A round that takes a minute waits for what will not come: most take less than a second. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const late = pause(60_000, undefined, { signal: over.signal }).then(() => assert.fail('no end within a minute'));
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** What came about and how often, as Markdown. */
export function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes.flatMap(({ race, rounds, seconds, counts }) =>
    [...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([event, count], index) =>
        index === 0 ? [race, `${rounds}`, seconds.toFixed(1), event, count] : ['', '', '', event, count],
      ),
  );
  const head = [['race', 'rounds', 'seconds', 'what came about', 'times'], Array(5).fill('---')];
  return [...head, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
