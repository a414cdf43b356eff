import { DeadlineExceeded, Overloaded } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { type Clock, pause, systemClock } from './clock.js';
import { BatchingQueue } from './queue/batching-queue.js';

/** A clock that moves when it is told to. */
class HandClock implements Clock {
  #now = 1_000_000;
  readonly #waiting = new Set<{ readonly at: number; readonly work: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delay: number, work: () => void): () => void {
    const one = { at: this.#now + delay, work };
    this.#waiting.add(one);
    return () => this.#waiting.delete(one);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  async pass(time: number): Promise<void> {
    this.#now += time;
    for (const one of [...this.#waiting].filter(({ at }) => at <= this.#now)) {
      this.#waiting.delete(one);
      one.work();
    }
    await new Promise(setImmediate);
  }
}

test('a pause ends when its time is over, or with the reason of who left, and then wakes nobody', async () => {
  const clock = new HandClock();
  const leaver = new AbortController();
  let over = false;
  const first = pause(clock, 100, leaver.signal).then(() => {
    over = true;
  });
  await clock.pass(99);
  expect(over).toBe(false);
  await clock.pass(1);
  expect(over).toBe(true);
  await first;
  const second = pause(clock, 100, leaver.signal);
  leaver.abort(new Error('left'));
  await expect(second).rejects.toThrow('left');
  expect(clock.waiting).toBe(0);
  await expect(pause(clock, 100, leaver.signal)).rejects.toThrow('left');
});

test('the machine’s clock wakes who did not leave', async () => {
  const woken: string[] = [];
  const cancel = systemClock.after(1, () => woken.push('left'));
  cancel();
  await new Promise<void>((resolve) => {
    systemClock.after(5, () => resolve(void woken.push('stayed')));
  });
  expect(woken).toEqual(['stayed']);
});

test('a queue with a clock of its own lives in that one’s time: waits, refusals and deadlines', async () => {
  const clock = new HandClock();
  const ends: (() => void)[] = [];
  const waits: number[] = [];
  const queue = new BatchingQueue<number, number>({
    run: (inputs) => new Promise((resolve) => ends.push(() => resolve(inputs))),
    capacity: 10,
    maxBatch: { interactive: 1, indexing: 1 },
    times: { 1: 60_000 },
    observer: { waited: (_lane, waited) => waits.push(waited) },
    clock,
  });
  const call = (within: number) => ({
    lane: 'interactive' as const,
    deadline: clock.now() + within,
    signal: new AbortController().signal,
  });
  const first = queue.add(1, call(500_000));
  await clock.pass(0);
  const second = queue.add(2, call(500_000));
  const late = queue.add(3, call(230_000)).catch((error: unknown) => error);
  await expect(queue.add(4, call(150_000))).rejects.toBeInstanceOf(Overloaded);
  await clock.pass(60_000);
  ends.shift()?.();
  await clock.pass(0);
  await clock.pass(170_000);
  expect(await late).toBeInstanceOf(DeadlineExceeded);
  ends.shift()?.();
  expect(await Promise.all([first, second])).toEqual([1, 2]);
  expect(waits).toEqual([0, 60_000]);
  expect(clock.waiting).toBe(0);
});
