import { expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.js';

test('what was asked for happens in order of time, then of asking; what was taken back does not', async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name} at ${clock.now()}`);
  for (const delay of [30, 10, 20, 10]) clock.after(delay, note(`${delay}`));
  clock.after(15, note('left'))();
  clock.after(40, note('too late'));
  await clock.run(30);
  expect(seen).toEqual(['10 at 10', '10 at 10', '20 at 20', '30 at 30']);
  expect(clock.now()).toBe(30);
});

test('promises that wait for an event go on before time does', async () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const work = async () => {
    await clock.sleep(10);
    for (let step = 0; step < 5; step++) await Promise.resolve();
    seen.push(clock.now());
    await clock.sleep(10);
    seen.push(clock.now());
  };
  const working = work();
  clock.after(11, () => seen.push(-1));
  await clock.run(100);
  await working;
  expect(seen).toEqual([10, -1, 20]);
});

test('a thousand events at random come in order', async () => {
  const clock = new VirtualClock();
  const times: number[] = [];
  for (let number = 0; number < 1_000; number++) clock.after((number * 7_919) % 1_000, () => times.push(clock.now()));
  await clock.run(1_000);
  expect(times).toEqual([...times].sort((one, other) => one - other));
  expect(times).toHaveLength(1_000);
});

test('what fails ends the run', async () => {
  const clock = new VirtualClock();
  clock.after(1, () => {
    throw new Error('wrong');
  });
  await expect(clock.run(2)).rejects.toThrow('wrong');
});
