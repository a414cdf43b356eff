import { Conflict, Overloaded } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { patiently } from './patiently.js';

const never = new AbortController().signal;

test('what is busy is called again until it answers', async () => {
  let calls = 0;
  const call = async () => {
    calls += 1;
    if (calls < 4) throw new Overloaded('full');
    return calls;
  };
  expect(await patiently(call, 10_000, never)).toBe(4);
});

test('patience ends, and errors that a retry cannot help are thrown at once', async () => {
  await expect(patiently(() => Promise.reject(new Overloaded('full')), 1, never)).rejects.toThrow('full');
  let calls = 0;
  const conflict = async () => {
    calls += 1;
    throw new Conflict('no');
  };
  await expect(patiently(conflict, 10_000, never)).rejects.toThrow('no');
  expect(calls).toBe(1);
});

test('an aborted wait ends with the signal’s reason', async () => {
  const stop = new AbortController();
  const waiting = patiently(
    async () => {
      stop.abort(new Error('stopped'));
      throw new Overloaded('full');
    },
    10_000,
    stop.signal,
  );
  await expect(waiting).rejects.toThrow('stopped');
});
