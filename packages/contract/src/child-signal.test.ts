import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { childOf } from './child-signal.js';

test('is aborted with any parent, with its reason, and by itself without them', () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const child = childOf(one.signal, two.signal);
  const other = childOf(one.signal);
  other.abort('own');
  expect([child.signal.aborted, one.signal.aborted]).toEqual([false, false]);
  two.abort('stopped');
  expect([child.signal.reason, other.signal.reason]).toEqual(['stopped', 'own']);
  expect(childOf(two.signal).signal.reason).toBe('stopped');
});

test('leaves nothing at its parents once unlinked', () => {
  const parent = new AbortController();
  const child = childOf(parent.signal);
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(1);
  child.unlink();
  expect(getEventListeners(parent.signal, 'abort')).toHaveLength(0);
});
