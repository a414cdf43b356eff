import { describe, expect, test } from 'vitest';
import { clusterLacks, clusterVersions } from '../../harness/cluster.js';
import { chooseSeed } from '../../harness/random.js';
import { scenarios } from './scenarios.js';

const seed = chooseSeed();
const on = clusterLacks ? `skipped, ${clusterLacks}` : `on ${clusterVersions}, seed ${seed}`;

describe.skipIf(clusterLacks !== undefined)(`a cluster under fire, ${on}`, () => {
  for (const { name, shows, run } of scenarios.filter(({ hasShortForm }) => hasShortForm)) {
    test(`${name}: ${shows}`, async () => {
      const printed: string[] = [];
      const findings = await run({ seed, short: true, minutes: 1, print: (line) => printed.push(line) });
      const about = [...printed, ...findings.map(({ text }) => text)].join('\n');
      expect(findings.length, about).toBeGreaterThan(0);
      expect(
        findings.filter(({ ok }) => !ok),
        about,
      ).toEqual([]);
    }, 300_000);
  }
});
