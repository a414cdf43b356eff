import { Conflict } from '@openfashion/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Backplane, type Change, type Delivery, RetryLater } from './port.js';

/** How the suite gets at the adapter under test. */
export interface BackplaneOpener {
  open(): Promise<Backplane>;
  /** Open what the last one left, after it was closed; absent where the suite's server keeps running anyway. */
  reopen?(): Promise<Backplane>;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

/** What every adapter of the backplane promises (port.ts), as tests. */
export function backplaneSuite(name: string, makeOpener: () => BackplaneOpener): void {
  describe(`backplane: ${name}`, () => {
    let opener: BackplaneOpener;
    let backplane: Backplane;
    let stop: AbortController;

    beforeEach(async () => {
      opener = makeOpener();
      backplane = await opener.open();
      stop = new AbortController();
    });
    afterEach(async () => {
      stop.abort();
      await backplane.close();
    });

    describe('key-value', () => {
      test('create writes once, update needs the revision, delete may', async () => {
        const bucket = backplane.keyValue('things');
        const first = await bucket.create('a/b', bytes('1'));
        await expect(bucket.create('a/b', bytes('2'))).rejects.toBeInstanceOf(Conflict);
        const second = await bucket.update('a/b', bytes('2'), first);
        expect(second).toBeGreaterThan(first);
        await expect(bucket.update('a/b', bytes('3'), first)).rejects.toBeInstanceOf(Conflict);
        await expect(bucket.update('none', bytes('3'), 1)).rejects.toBeInstanceOf(Conflict);
        await expect(bucket.delete('a/b', first)).rejects.toBeInstanceOf(Conflict);
        expect(text((await bucket.get('a/b'))?.value)).toBe('2');
        await bucket.delete('a/b', second);
        await bucket.delete('a/b');
        expect(await bucket.get('a/b')).toBeUndefined();
        expect(await bucket.create('a/b', bytes('4'))).toBeGreaterThan(second);
      });

      test('of many writers at one revision exactly one wins, 200 times', async () => {
        const bucket = backplane.keyValue('races');
        let revision = await bucket.create('k', bytes('0'));
        for (let round = 0; round < 200; round++) {
          const tries = await Promise.allSettled(
            [1, 2, 3].map((writer) => bucket.update('k', bytes(`${writer}`), revision)),
          );
          const won = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
          expect(won).toHaveLength(1);
          revision = won[0] ?? 0;
        }
      });

      test('list is ordered by key and keeps to the prefix and bucket', async () => {
        const bucket = backplane.keyValue('listed');
        await backplane.keyValue('other').create('a/0', bytes('x'));
        for (const key of ['a/2', 'b/1', 'a/10', 'a/1']) await bucket.create(key, bytes(key));
        expect((await bucket.list('a/')).map(({ key }) => key)).toEqual(['a/1', 'a/10', 'a/2']);
        expect(await bucket.list('c')).toEqual([]);
      });

      test('keys, values and names have bounds', async () => {
        const bucket = backplane.keyValue('bounds');
        for (const key of ['', '/a', 'a/', 'a b', 'a//b', '상', 'x'.repeat(201)]) {
          await expect(bucket.create(key, bytes(''))).rejects.toBeInstanceOf(RangeError);
        }
        await expect(bucket.create('a', new Uint8Array(64 * 1024 + 1))).rejects.toBeInstanceOf(RangeError);
        await bucket.create('a', new Uint8Array(64 * 1024));
        expect(() => backplane.keyValue('No Name')).toThrow(RangeError);
      });

      test('a value is the bucket’s own: changing the buffer afterwards changes nothing', async () => {
        const value = bytes('abc');
        const bucket = backplane.keyValue('own');
        const writing = bucket.create('k', value);
        value.fill(0);
        await writing;
        expect(text((await bucket.get('k'))?.value)).toBe('abc');
      });

      test('watch shows what is there, then each change once, and ends with its signal', async () => {
        const bucket = backplane.keyValue('watched');
        await bucket.create('a/1', bytes('1'));
        const seen: string[] = [];
        const show = (change: Change) =>
          change.kind === 'put' ? `${change.entry.key}=${text(change.entry.value)}` : `-${change.key}`;
        for await (const change of bucket.watch('a/', stop.signal)) {
          seen.push(show(change));
          if (seen.length === 1) {
            await bucket.create('b/1', bytes('unseen'));
            await bucket.create('a/2', bytes('2'));
            await bucket.delete('a/1');
          }
          if (seen.length === 3) stop.abort();
        }
        expect(seen).toEqual(['a/1=1', 'a/2=2', '-a/1']);
      });
    });

    describe('work queue', () => {
      const options = (more: object = {}) => ({
        ackWait: 5_000,
        maxDeliver: 3,
        concurrency: 1,
        signal: stop.signal,
        ...more,
      });
      /** Consume until `enough` says so. */
      const consume = async (
        handler: (message: Delivery) => Promise<void>,
        enough: () => boolean,
        more: object = {},
      ) => {
        const wrapped = async (message: Delivery) => {
          try {
            await handler(message);
          } finally {
            if (enough()) stop.abort();
          }
        };
        await backplane.workQueue('work').consume(wrapped, options(more));
      };

      test('messages come in order, once when handled', async () => {
        const queue = backplane.workQueue('work');
        for (const id of ['a', 'b', 'c']) await queue.publish(id, bytes(id));
        const seen: string[] = [];
        await consume(
          async ({ id, data, deliveries }) => void seen.push(`${id}${text(data)}${deliveries}`),
          () => seen.length === 3,
        );
        expect(seen).toEqual(['aa1', 'bb1', 'cc1']);
        expect(await queue.size()).toBe(0);
      });

      test('what a message was published with is handed out with it, each time', async () => {
        const queue = backplane.workQueue('work');
        const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
        await queue.publish('a', bytes('a'), trace);
        await queue.publish('b', bytes('b'));
        const seen: string[] = [];
        await consume(
          async (message) => {
            seen.push(`${message.id} ${message.trace}`);
            if (seen.length === 1) throw new RetryLater(1);
          },
          () => seen.length === 3,
        );
        expect(seen.toSorted()).toEqual([`a ${trace}`, `a ${trace}`, 'b undefined']);
      });

      test('an id that is queued or in hand is not queued again', async () => {
        const queue = backplane.workQueue('work');
        await queue.publish('a', bytes('1'));
        await queue.publish('a', bytes('2'));
        let seen = 0;
        await consume(
          async () => {
            seen += 1;
            await queue.publish('a', bytes('3'));
          },
          () => seen === 1,
        );
        expect(seen).toBe(1);
        expect(await queue.size()).toBe(0);
      });

      test('a handler that fails has the message again; too often makes it a dead letter', async () => {
        const queue = backplane.workQueue('work');
        await queue.publish('bad', bytes('x'));
        const deliveries: number[] = [];
        const consuming = backplane.workQueue('work').consume(async (message) => {
          deliveries.push(message.deliveries);
          throw new Error('fails');
        }, options());
        await expect.poll(() => queue.deadLetters(), { timeout: 15_000 }).toHaveLength(1);
        stop.abort();
        await consuming;
        expect(deliveries).toEqual([1, 2, 3]);
        expect(await queue.deadLetters()).toMatchObject([{ id: 'bad', deliveries: 3 }]);
        await queue.removeDeadLetter('bad');
        expect(await queue.deadLetters()).toEqual([]);
      });

      test('RetryLater brings the message back after a pause and does not count', async () => {
        await backplane.workQueue('work').publish('later', bytes('x'));
        const deliveries: number[] = [];
        await consume(
          async (message) => {
            deliveries.push(message.deliveries);
            if (deliveries.length < 6) throw new RetryLater(10);
          },
          () => deliveries.length === 6,
        );
        expect(deliveries).toEqual([1, 1, 1, 1, 1, 1]);
      });

      test('a message that is not settled in time is handed out again; one whose work goes on is not', async () => {
        const queue = backplane.workQueue('work');
        await queue.publish('slow', bytes('x'));
        await queue.publish('busy', bytes('x'));
        const seen: string[] = [];
        let release = () => {};
        const held = new Promise<void>((resolve) => {
          release = resolve;
        });
        await consume(
          async ({ id, deliveries, working }) => {
            seen.push(`${id}${deliveries}`);
            if (id === 'slow' && deliveries === 1) await held;
            if (id === 'busy') {
              for (let step = 0; step < 6; step++) {
                await new Promise((resolve) => setTimeout(resolve, 100));
                await working();
              }
            }
            if (id === 'slow' && deliveries === 2) release();
          },
          () => seen.includes('slow2') && seen.includes('busy1'),
          { ackWait: 300, concurrency: 2 },
        );
        expect(seen.filter((one) => one.startsWith('busy'))).toEqual(['busy1']);
        expect(seen.filter((one) => one.startsWith('slow'))).toEqual(['slow1', 'slow2']);
      });

      test('aborting takes no new message and waits for those in hand', async () => {
        const queue = backplane.workQueue('work');
        for (const id of ['a', 'b']) await queue.publish(id, bytes(id));
        const done: string[] = [];
        await queue.consume(async ({ id }) => {
          stop.abort();
          await new Promise((resolve) => setTimeout(resolve, 50));
          done.push(id);
        }, options());
        expect(done).toEqual(['a']);
        expect(await queue.size()).toBe(1);
      });

      test('consumers share the work', async () => {
        const queue = backplane.workQueue('work');
        for (let id = 0; id < 20; id++) await queue.publish(`m${id}`, bytes(''));
        const seen: string[] = [];
        const handler = async ({ id }: Delivery) => {
          seen.push(id);
          if (seen.length === 20) stop.abort();
        };
        await Promise.all([queue.consume(handler, options({ concurrency: 3 })), queue.consume(handler, options())]);
        expect(new Set(seen).size).toBe(20);
        expect(seen).toHaveLength(20);
      });
    });

    describe('object store', () => {
      test('an object of 5 MB is put, replaced, listed and deleted', async () => {
        const store = backplane.objectStore('files');
        const large = new Uint8Array(5 * 1_048_576).map((_, index) => index % 251);
        await store.put('job/1', large);
        await store.put('job/2', bytes('two'));
        await store.put('other', bytes('x'));
        expect(Buffer.compare((await store.get('job/1')) ?? bytes(''), large)).toBe(0);
        await store.put('job/1', bytes('new'));
        expect(text(await store.get('job/1'))).toBe('new');
        expect(await store.list('job/')).toEqual(['job/1', 'job/2']);
        await store.delete('job/1');
        await store.delete('job/1');
        expect(await store.get('job/1')).toBeUndefined();
        await expect(store.put('../a', bytes(''))).rejects.toBeInstanceOf(RangeError);
      });
    });

    test('everything is there after closing and opening again', async (context) => {
      if (!opener.reopen) return context.skip('the server of this adapter keeps running');
      const revision = await backplane.keyValue('kept').create('k', bytes('v'));
      await backplane.workQueue('kept').publish('m', bytes('d'));
      await backplane.objectStore('kept').put('o', bytes('object'));
      await backplane.close();
      backplane = await opener.reopen();
      expect(await backplane.keyValue('kept').get('k')).toEqual({ key: 'k', value: bytes('v'), revision });
      expect(await backplane.keyValue('kept').update('k', bytes('w'), revision)).toBeGreaterThan(revision);
      expect(await backplane.workQueue('kept').size()).toBe(1);
      expect(text(await backplane.objectStore('kept').get('o'))).toBe('object');
    });
  });
}
