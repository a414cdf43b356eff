import { expect, test } from 'vitest';
import { Gate } from './gate.js';

const never = new AbortController().signal;

test('lets so many in at once, the others in order', async () => {
  const gate = new Gate(2);
  const entered: number[] = [];
  const leave: (() => void)[] = [];
  const passing = [0, 1, 2, 3].map((one) =>
    gate.pass(() => {
      entered.push(one);
      return new Promise<void>((resolve) => leave.push(resolve));
    }, never),
  );
  expect(entered).toEqual([0, 1]);
  leave[1]?.();
  await passing[1];
  await expect.poll(() => entered).toEqual([0, 1, 2]);
  leave[0]?.();
  leave[2]?.();
  await expect.poll(() => entered).toEqual([0, 1, 2, 3]);
  leave[3]?.();
  await Promise.all(passing);
});

test('a place is free again after a failure; who comes in aborted does nothing', async () => {
  const gate = new Gate(1);
  await expect(gate.pass(() => Promise.reject(new Error('fails')), never)).rejects.toThrow('fails');
  await expect(gate.pass(async () => 1, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
  expect(await gate.pass(async () => 2, never)).toBe(2);
});
