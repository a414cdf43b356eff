import { expect, test } from 'vitest';
import { jobOfIndexId, makeIndexId } from './index-id.js';

test('an index id is a UUID that leads to its job', () => {
  for (const job of [1, 255, 10_000, 2 ** 48 - 1]) {
    const id = makeIndexId(job);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(jobOfIndexId(id)).toBe(job);
  }
});

test('ids of the same number differ', () => {
  expect(makeIndexId(7)).not.toBe(makeIndexId(7));
});

test.each(['', 'x', '24bb94b3-8a6b-488e-b038-4f6038da2596', makeIndexId(1).toUpperCase(), `${makeIndexId(1)}0`])(
  '%s is no id of ours',
  (id) => expect(jobOfIndexId(id)).toBeUndefined(),
);
