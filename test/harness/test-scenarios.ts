import { describe, expect, test } from 'vitest';
import { chooseSeed } from './random.js';
import type { Command } from './scenarios.js';

/** The short forms of scenarios as tests, skipped by name where they cannot be run. @param timeout of each, in milliseconds */
export function testAll(
  title: string,
  { scenarios, lacks, on }: Pick<Command, 'scenarios' | 'lacks' | 'on'>,
  timeout: number,
): void {
  const seed = chooseSeed();
  const where = lacks ? `skipped, ${lacks}` : `${on ? `on ${on}, ` : ''}seed ${seed}`;
  describe.skipIf(lacks !== undefined)(`${title}, ${where}`, () => {
    for (const { name, shows, run } of scenarios.filter(({ isTest }) => isTest)) {
      test(`${name}: ${shows}`, { timeout }, async () => {
        const printed: string[] = [];
        const findings = await run({ seed, short: true, minutes: 1, print: (line) => printed.push(line) });
        const about = [...printed, ...findings.map(({ text }) => text)].join('\n');
        expect(findings.length, about).toBeGreaterThan(0);
        expect(
          findings.filter(({ ok }) => !ok),
          about,
        ).toEqual([]);
      });
    }
  });
}
