import { describe, expect, test } from 'vitest';
import { clusterLacks } from '../harness/cluster.js';
import { scenarios } from './scenarios.js';

// How fast replicas are together shows on a machine that they have for themselves.
const chosen = scenarios.filter(({ name }) => name !== 'throughput');

describe.skipIf(clusterLacks)(`scale-out${clusterLacks ? ` (${clusterLacks})` : ''}`, () => {
  for (const { name, shows, run } of chosen) {
    test(`${name}: ${shows}`, async () => {
      const printed: string[] = [];
      const findings = await run({ short: true, print: (line) => printed.push(line) });
      const about = [...printed, ...findings.map(({ text }) => text)].join('\n');
      expect(findings.length, about).toBeGreaterThan(0);
      expect(
        findings.filter(({ ok }) => !ok),
        about,
      ).toEqual([]);
    }, 180_000);
  }
});
