import { DeadlineExceeded, Overloaded } from '@openfashion/contract';
import { describe, expect, test } from 'vitest';
import type { Call } from '../port.js';
import { BatchingQueue } from './batching-queue.js';

/** A model whose runs end when they are told to. */
function model() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  return {
    batches,
    /** End the oldest run that is under way. */
    end: async () => {
      ends.shift()?.();
      await new Promise(setImmediate);
    },
    run: (inputs: readonly number[]) => {
      batches.push([...inputs]);
      return new Promise<readonly string[]>((resolve) => ends.push(() => resolve(inputs.map(String))));
    },
  };
}
const call = (lane: Call['lane'] = 'interactive', more: Partial<Call> = {}): Call => ({
  lane,
  deadline: performance.now() + 60_000,
  signal: new AbortController().signal,
  ...more,
});
const queueOf = (run: (inputs: readonly number[]) => Promise<readonly string[]>, more: object = {}) =>
  new BatchingQueue<number, string>({
    run,
    capacity: 100,
    maxBatch: { interactive: 8, indexing: 2 },
    times: { 1: 1, 2: 1, 4: 1, 8: 1 },
    ...more,
  });
const settle = () => new Promise(setImmediate);

test('a batch starts at once when the model is free, and gathers while it is busy', async () => {
  const { batches, end, run } = model();
  const queue = queueOf(run);
  const first = queue.add(1, call());
  await settle();
  const rest = [2, 3, 4].map((input) => queue.add(input, call()));
  await end();
  await end();
  await end();
  expect(batches).toEqual([[1], [2, 3], [4]]);
  expect(await Promise.all([first, ...rest])).toEqual(['1', '2', '3', '4']);
});

test('interactive goes first, and indexing has its turn after a few', async () => {
  const { batches, end, run } = model();
  const queue = queueOf(run, { maxBatch: { interactive: 1, indexing: 2 } });
  const all = [queue.add(0, call())];
  await settle();
  for (let input = 1; input <= 6; input++) all.push(queue.add(100 + input, call('indexing')), queue.add(input, call()));
  for (let runs = 0; runs < 11; runs++) await end();
  await Promise.all(all);
  expect(batches.slice(0, 6)).toEqual([[0], [1], [2], [3], [4], [101, 102]]);
  expect(batches.flat()).toHaveLength(13);
});

test('a full queue refuses at once', async () => {
  const { end, run } = model();
  const queue = queueOf(run, { capacity: 2 });
  const first = queue.add(0, call());
  await settle();
  const waiting = [queue.add(1, call()), queue.add(2, call())];
  await expect(queue.add(3, call())).rejects.toBeInstanceOf(Overloaded);
  await end();
  await end();
  await Promise.all([first, ...waiting]);
});

test('one lane that is full leaves room in the other', async () => {
  const { batches, end, run } = model();
  const queue = queueOf(run, { capacity: 1, maxBatch: { interactive: 1, indexing: 1 } });
  const all = [queue.add(0, call())];
  await settle();
  all.push(queue.add(1, call('indexing')));
  await expect(queue.add(2, call('indexing'))).rejects.toBeInstanceOf(Overloaded);
  all.push(queue.add(3, call()));
  for (let runs = 0; runs < 3; runs++) await end();
  await Promise.all(all);
  expect(batches).toEqual([[0], [3], [1]]);
});

describe('what could not be answered before its deadline', () => {
  /** One input at a time, of which each takes 100 ms; the first of four is under way. */
  async function busy() {
    const { end, run } = model();
    const queue = queueOf(run, { maxBatch: { interactive: 1, indexing: 1 }, times: { 1: 100 } });
    const all = [0, 1, 2, 3].map((input) => queue.add(input, call()));
    await settle();
    return { queue, end, all };
  }
  const within = (milliseconds: number) => call('interactive', { deadline: performance.now() + milliseconds });

  test('is refused before it waits, and told when to come back', async () => {
    const { queue, end, all } = await busy();
    // 400 ms until all that wait were run, and 100 for its own run: with caution 625.
    const refusal = queue.refusal(within(450));
    expect(refusal).toBeInstanceOf(Overloaded);
    expect(refusal?.retryAfter).toBeGreaterThan(300);
    expect(refusal?.retryAfter).toBeLessThanOrEqual(400);
    await expect(queue.add(4, within(450))).rejects.toBeInstanceOf(Overloaded);
    expect(queue.refusal(within(700))).toBeUndefined();
    for (let runs = 0; runs < 4; runs++) await end();
    await Promise.all(all);
  });

  test('is tried all the same when nothing is ahead of it: nobody knows better', async () => {
    const { queue, end, all } = await busy();
    for (let runs = 0; runs < 4; runs++) await end();
    await Promise.all(all);
    expect(queue.refusal(within(5))).toBeUndefined();
  });
});

test('who left, and what is past its deadline, never reaches the model', async () => {
  const { batches, end, run } = model();
  const queue = queueOf(run);
  const first = queue.add(0, call());
  await settle();
  const leaver = new AbortController();
  const left = queue.add(1, call('interactive', { signal: leaver.signal }));
  const late = queue.add(2, call('interactive', { deadline: performance.now() + 5 }));
  const stays = queue.add(3, call());
  leaver.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  await expect(late).rejects.toBeInstanceOf(DeadlineExceeded);
  await expect(queue.add(4, call('interactive', { deadline: 0 }))).rejects.toBeInstanceOf(DeadlineExceeded);
  await end();
  await end();
  expect(await Promise.all([first, stays])).toEqual(['0', '3']);
  expect(batches).toEqual([[0], [3]]);
});

test('who leaves makes room at once', async () => {
  const { end, run } = model();
  const queue = queueOf(run, { capacity: 1 });
  const first = queue.add(0, call());
  await settle();
  const leaver = new AbortController();
  const left = queue.add(1, call('indexing', { signal: leaver.signal }));
  expect(queue.free('indexing')).toBe(0);
  expect(queue.free('interactive')).toBe(1);
  leaver.abort(new Error('left'));
  expect(queue.free('indexing')).toBe(1);
  await expect(left).rejects.toThrow('left');
  const second = queue.add(2, call());
  await end();
  await end();
  expect(await Promise.all([first, second])).toEqual(['0', '2']);
});

test('what is past its deadline is not run, even while the loop is too busy for timers', async () => {
  const { batches, end, run } = model();
  const queue = queueOf(run);
  const first = queue.add(0, call());
  await settle();
  const late = queue.add(1, call('interactive', { deadline: performance.now() + 5 }));
  const ended = end();
  for (const start = performance.now(); performance.now() < start + 10; );
  await expect(late).rejects.toBeInstanceOf(DeadlineExceeded);
  await Promise.all([ended, first]);
  expect(batches).toEqual([[0]]);
});

test('a run that fails fails its batch only', async () => {
  let runs = 0;
  const queue = queueOf(async (inputs) => {
    runs += 1;
    if (runs === 1) throw new Error('crashed');
    return inputs.map(String);
  });
  await expect(Promise.all([queue.add(1, call()), queue.add(2, call())])).rejects.toThrow('crashed');
  expect(await queue.add(3, call())).toBe('3');
});
