import { Overloaded } from '@openfashion/contract';
import { expect, test } from 'vitest';
import type { Write } from '../port.js';
import { GroupCommit } from './group-commit.js';
import type { Application } from './tasks.js';

const application = (service: string, writes = 1): Application => ({
  scope: { service, embedding: 'e' },
  batch: Array.from({ length: writes }, (_, index): Write => ({ kind: 'remove', seq: index, productId: 'p' })),
});

/** Commits that end when told to. */
function recorder() {
  const groups: string[][] = [];
  const ends: ((errors?: (Error | undefined)[]) => void)[] = [];
  const writes = new GroupCommit((group) => {
    groups.push(group.map(({ scope }) => scope.service));
    return new Promise((resolve) => ends.push((errors) => resolve(errors ?? group.map(() => undefined))));
  });
  return { groups, ends, writes };
}

test('what arrives during a commit is committed together, in order, and resolves when that is done', async () => {
  const { groups, ends, writes } = recorder();
  const done: string[] = [];
  const all = ['a', 'b', 'c'].map((service) => writes.add(application(service)).then(() => done.push(service)));
  expect(groups).toEqual([['a']]);
  ends[0]?.();
  await all[0];
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(done).toEqual(['a']);
  ends[1]?.();
  await Promise.all(all);
  expect(done).toEqual(['a', 'b', 'c']);
  await writes.idle();
});

test('each learns of its own failure only; a commit that fails as a whole fails for all in it', async () => {
  const { ends, writes } = recorder();
  const all = ['a', 'b', 'c'].map((service) => writes.add(application(service)));
  const outcomes = Promise.allSettled(all);
  ends[0]?.();
  await all[0];
  ends[1]?.([new Error('b is broken'), undefined]);
  expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);

  const broken = new GroupCommit(() => Promise.reject(new Error('gone')));
  await expect(Promise.all([broken.add(application('a')), broken.add(application('b'))])).rejects.toThrow('gone');
  await broken.idle();
});

test('a group is bounded, and so is what waits', async () => {
  const { groups, ends, writes } = recorder();
  const { batch } = application('', 1_000);
  const add = (service: string) => writes.add({ scope: { service, embedding: 'e' }, batch });
  const all = Array.from({ length: 201 }, (_, index) => add(`${index}`));
  await expect(add('too much')).rejects.toBeInstanceOf(Overloaded);
  ends[0]?.();
  await all[0];
  expect(groups[1]).toEqual(['1', '2', '3', '4']);
});
