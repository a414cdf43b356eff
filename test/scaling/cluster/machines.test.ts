import { expect, test } from 'vitest';
import { VirtualClock } from '../time/virtual-clock.js';
import { hour, minute } from '../units.js';
import { Machines } from './machines.js';

const pool = (clock: VirtualClock, spare: number) => {
  const machines = new Machines({ clock, start: 4 * minute, idle: 10 * minute, spare });
  machines.begin();
  return machines;
};

test('without a spare machine a pod waits for one; it is paid for from its order until it has been idle', async () => {
  const clock = new VirtualClock();
  const machines = pool(clock, 0);
  let found = Number.NaN;
  machines.take(() => {
    found = clock.now();
  });
  await clock.run(20 * minute);
  expect(found).toBe(4 * minute);
  machines.free();
  await clock.run(5 * hour);
  expect(machines.hours * hour).toBeCloseTo(30 * minute);
});

test('with one it begins at once, and another is ordered', async () => {
  const clock = new VirtualClock();
  const machines = pool(clock, 1);
  let found = Number.NaN;
  machines.take(() => {
    found = clock.now();
  });
  expect(found).toBe(0);
  await clock.run(1 * hour);
  expect(machines.hours).toBe(2);
});

test('who does not want one any more gets none', async () => {
  const clock = new VirtualClock();
  const machines = pool(clock, 0);
  const found: string[] = [];
  const leave = machines.take(() => found.push('first'));
  machines.take(() => found.push('second'));
  leave();
  await clock.run(1 * hour);
  expect(found).toEqual(['second']);
  // The other machine came, was idle, and went.
  expect(machines.hours * hour).toBeCloseTo(hour + 14 * minute);
});
