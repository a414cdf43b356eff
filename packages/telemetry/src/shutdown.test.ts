import { expect, test } from 'vitest';
import { createLogger } from './logger.js';
import { shutDown } from './shutdown.js';

const logger = createLogger({ name: 'test', level: 'silent' });

test('steps run in order, one that fails does not keep the next from running', async () => {
  const ran: string[] = [];
  const clean = await shutDown({
    logger,
    grace: 1_000,
    steps: [
      { name: 'a', run: () => void ran.push('a') },
      {
        name: 'b',
        run: () => {
          throw new Error('b failed');
        },
      },
      { name: 'c', run: async () => void ran.push('c') },
    ],
  });
  expect(ran).toEqual(['a', 'c']);
  expect(clean).toBe(false);
});

test('a step that hangs is given up after the grace period', async () => {
  const clean = await shutDown({ logger, grace: 20, steps: [{ name: 'hangs', run: () => new Promise(() => {}) }] });
  expect(clean).toBe(false);
});
