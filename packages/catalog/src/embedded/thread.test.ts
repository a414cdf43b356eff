import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Overloaded, Unavailable } from '@openfashion/contract';
import { afterAll, expect, test } from 'vitest';
import { folders } from '../../test/folders.js';
import { Thread } from './thread.js';

const newFolder = folders(afterAll);

interface Tasks {
  add(a: number, b: number): number;
  fail(): void;
  exit(): void;
  throwLater(): void;
}

/** A thread with a few tasks; `start` is code that it runs first. */
async function newThread(start = ''): Promise<Thread<Tasks>> {
  const entry = join(await newFolder(), 'entry.mjs');
  const serve = new URL('../../dist/embedded/serve.js', import.meta.url).href;
  await writeFile(
    entry,
    `import { serve } from ${JSON.stringify(serve)};
     ${start}
     serve({
       add: (a, b) => a + b,
       fail: () => { throw new Error('it is broken'); },
       exit: () => process.exit(3),
       throwLater: () => { setImmediate(() => { throw new Error('out of the blue'); }); },
     }, () => {});`,
  );
  return new Thread<Tasks>('helper', entry, '/some/file');
}

test('calls are carried out in order; one that fails says which and why', async () => {
  const thread = await newThread();
  const calls = [thread.call('add', 1, 2), thread.call('fail'), thread.call('add', 3, 4)] as const;
  expect(await calls[0]).toBe(3);
  await expect(calls[1]).rejects.toThrow('/some/file: could not fail: it is broken');
  await expect(calls[1]).rejects.toBeInstanceOf(Unavailable);
  expect(await calls[2]).toBe(7);
  await thread.close();
});

test.each(['exit', 'throwLater'] as const)(
  'when the thread dies (%s), no call hangs, and the next starts another',
  async (end) => {
    const thread = await newThread();
    expect(await thread.call('add', 1, 2)).toBe(3);
    const calls = [thread.call(end), ...Array.from({ length: 5 }, () => thread.call('add', 1, 2))];
    const outcomes = await Promise.allSettled(calls);
    const lost = outcomes.filter(({ status }) => status === 'rejected');
    if (end === 'exit') expect(lost).toHaveLength(6);
    for (const outcome of lost) expect(outcome).toMatchObject({ reason: expect.any(Unavailable) });
    // Of `throwLater`, the end may come after all were answered.
    await expect.poll(() => thread.call('add', 2, 2).catch(() => undefined)).toBe(4);
    await thread.close();
  },
);

test('a thread that cannot start fails its calls and says why', async () => {
  const thread = await newThread(`throw new Error('no database here');`);
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(thread.call('add', 1, 2)).rejects.toThrow('/some/file: the helper stopped: no database here');
  }
  await thread.close();
});

test('too many waiting calls are refused at once', async () => {
  const thread = await newThread();
  const calls = Array.from({ length: 10_000 }, () => thread.call('add', 1, 1));
  await expect(thread.call('add', 1, 1)).rejects.toBeInstanceOf(Overloaded);
  await Promise.all(calls);
  expect(await thread.call('add', 1, 1)).toBe(2);
  await thread.close();
});

test('close waits for the calls before it and ends the thread; later calls are refused', async () => {
  const started = once(process, 'worker');
  const thread = await newThread();
  const call = thread.call('add', 1, 2);
  const [worker] = await started;
  await thread.close();
  expect(await call).toBe(3);
  expect(worker.threadId).toBe(-1);
  await expect(thread.call('add', 1, 2)).rejects.toBeInstanceOf(Unavailable);
  await thread.close();
});
