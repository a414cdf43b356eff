import { expect, test } from 'vitest';
import { createLogger } from './logger.js';
import { startUp } from './start-up.js';

const options = { logger: createLogger({ name: 'test', level: 'silent' }), grace: 1_000 };

test('what was started is closed in reverse order when it is told to stop', async () => {
  const closed: string[] = [];
  const stop = await startUp(options, async (onStop, stop) => {
    for (const part of ['first', 'second']) onStop(part, () => void closed.push(part));
    return stop;
  });
  expect(closed).toEqual([]);
  expect(await stop()).toBe(true);
  expect(closed).toEqual(['second', 'first']);
});

test('what was opened before a part that cannot start is closed, and why it could not is told', async () => {
  const closed: string[] = [];
  const starting = startUp(options, async (onStop) => {
    onStop('first', () => void closed.push('first'));
    throw new Error('no second');
  });
  await expect(starting).rejects.toThrow('no second');
  expect(closed).toEqual(['first']);
});
