import { expect, test } from 'vitest';
import { chooseSeed } from '../../harness/random.js';
import { backupsUnderLoad } from './scenario.js';

// The short form of `npm run chaos:backup`.
const seed = chooseSeed();

test(`a node that is started on a backup ends every job that it knows as the rules say (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  const { faults, backups, unfinished } = await backupsUnderLoad({ seed, lines: 30, backups: 2, documents: 300 });
  expect(faults).toEqual([]);
  expect(backups).toHaveLength(2);
  // Backups of a node at rest would have shown nothing.
  expect(unfinished).toBeGreaterThan(0);
});
