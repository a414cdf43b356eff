import { expect, test } from 'vitest';
import { chooseSeed } from '../../harness/random.js';
import { kindNames } from './requests.js';
import { soak } from './soak.js';
import { verdict } from './verdict.js';

test('a short soak: every answer is one of its kind, and nothing stays open or lies about that no job explains', async () => {
  const seed = chooseSeed();
  const printed: string[] = [];
  const result = await soak({
    seed,
    milliseconds: 6_000,
    capacityMilliseconds: 2_000,
    products: 24,
    pool: 16,
    lines: { min: 20, max: 40 },
    every: { sample: 1_000, row: 2_000 },
    print: (line) => printed.push(line),
  });
  const about = `SEED=${seed}\n${printed.join('\n')}\n${result.wrong.slice(0, 5).join('\n')}`;
  expect(result.kinds, about).toEqual(new Set(kindNames));
  expect(result.jobs, about).toBeGreaterThan(1);
  expect(
    verdict(result).filter(({ ok }) => !ok),
    about,
  ).toEqual([]);
}, 180_000);
