import type { Manifests } from './manifests.js';
import type { Part } from './plan.js';
import type { Result } from './report/result.js';
import { simulate } from './simulate.js';
import { compared } from './thresholds.js';
import { shopDay } from './traffic/shop-day.js';

/** All rows of a part, one after the other, each with what it is called. */
export async function runPart(
  { profile, from, to, rows }: Part,
  seed: number,
  manifests: Manifests,
  said: (line: string) => void,
): Promise<readonly (readonly [name: string, result: Result])[]> {
  const results: (readonly [string, Result])[] = [];
  for (const { load, spare, thresholds: set } of rows) {
    const thresholds = compared[set];
    if (thresholds === undefined) throw new Error(`${set}: no set of thresholds has this name`);
    const start = performance.now();
    const result = await simulate({ seed, day: shopDay, load, profile, thresholds, from, to, spare, manifests });
    const name = `${load} ×, ${set}${spare > 0 ? `, ${spare} spare` : ''}`;
    said(`${name}: ${((performance.now() - start) / 1_000).toFixed(0)} s`);
    results.push([name, result]);
  }
  return results;
}
