import { describe, expect, test } from 'vitest';
import { chooseSeed } from '../../harness/random.js';
import { scenarios } from './scenarios.js';

const seed = chooseSeed();

describe(`model services, seed ${seed}`, () => {
  for (const { name, shows, run } of scenarios.filter((one) => one.name !== 'product-overload')) {
    test(`${name}: ${shows}`, async () => {
      const printed: string[] = [];
      const findings = await run({ seed, short: true, print: (line) => printed.push(line) });
      const about = [...printed, ...findings.map(({ text }) => text)].join('\n');
      expect(findings.length, about).toBeGreaterThan(0);
      expect(
        findings.filter(({ ok }) => !ok),
        about,
      ).toEqual([]);
    }, 180_000);
  }
});
