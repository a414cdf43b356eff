import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NatsServer } from '../../../../test/harness/nats-server.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import { ProcessUnderTest } from '../../../../test/harness/process-under-test.js';
import { Relay } from '../../../../test/harness/relay.js';
import { type Backplane, type ConsumeOptions, type Delivery, RetryLater } from '../port.js';
import { openNatsBackplane } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);

natsSuite('work queues of several processes', () => {
  let server: NatsServer;
  let folder: string;
  let prefix: string;
  let backplane: Backplane;
  let stop: AbortController;
  let deployments = 0;
  beforeAll(async () => {
    server = await NatsServer.start();
    folder = await mkdtemp(join(tmpdir(), 'nats-consumers-'));
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    prefix = `work-${deployments++}`;
    backplane = await openNatsBackplane({ servers: server.url, prefix });
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await backplane.close();
  });

  const options = (more: Partial<ConsumeOptions> = {}): ConsumeOptions => ({
    ackWait: 1_000,
    maxDeliver: 3,
    concurrency: 1,
    signal: stop.signal,
    ...more,
  });

  /** A process that prints what it takes and never finishes it. */
  async function hangingProcess(): Promise<ProcessUnderTest> {
    const program = join(folder, `${prefix}.mjs`);
    const adapter = new URL('../../dist/nats/index.js', import.meta.url).href;
    await writeFile(
      program,
      `import { openNatsBackplane } from ${JSON.stringify(adapter)};
      const backplane = await openNatsBackplane({ servers: '${server.url}', prefix: '${prefix}' });
      console.log('consumes');
      await backplane.workQueue('work').consume(async ({ id, deliveries }) => {
        console.log('took ' + id + ' ' + deliveries);
        await new Promise(() => setInterval(() => {}, 1_000));
      }, { ackWait: 1_000, maxDeliver: 3, concurrency: 2, signal: new AbortController().signal });`,
    );
    return new ProcessUnderTest(program, {});
  }

  /** Consume until the handler has seen one message. */
  async function takeOne(more: Partial<ConsumeOptions> = {}): Promise<Delivery> {
    const stopOne = new AbortController();
    const taken: Delivery[] = [];
    const handler = async (message: Delivery) => {
      taken.push(message);
      stopOne.abort();
    };
    await backplane.workQueue('work').consume(handler, options({ ...more, signal: stopOne.signal }));
    return taken[0] as Delivery;
  }

  test('a message whose process is killed is handed to another, counted once; three deaths make a dead letter', async () => {
    const queue = backplane.workQueue('work');
    await queue.publish('a/deadly', bytes('data'));
    for (let death = 1; death <= 3; death++) {
      const consumer = await hangingProcess();
      expect(await consumer.line('took')).toBe(`took a/deadly ${death}`);
      await consumer.kill();
    }
    const consuming = queue.consume(async () => {
      throw new Error('it was handed out too often already');
    }, options());
    await expect.poll(() => queue.deadLetters(), { timeout: 15_000 }).toHaveLength(1);
    const [letter] = await queue.deadLetters();
    expect(letter).toMatchObject({ id: 'a/deadly', deliveries: 3 });
    expect(new TextDecoder().decode(letter?.data)).toBe('data');
    await expect.poll(() => queue.size()).toBe(0);
    await queue.removeDeadLetter('a/deadly');
    expect(await queue.deadLetters()).toEqual([]);
    stop.abort();
    await consuming;
  });

  test('retries that were asked for do not count, however many; a death after them does', async () => {
    await backplane.workQueue('work').publish('m', bytes(''));
    let tries = 0;
    const handled: number[] = [];
    await backplane.workQueue('work').consume(async ({ deliveries }) => {
      handled.push(deliveries);
      if (++tries === 30) stop.abort();
      throw new RetryLater(1);
    }, options());
    expect(handled).toEqual(Array(30).fill(1));

    const consumer = await hangingProcess();
    expect(await consumer.line('took')).toBe('took m 1');
    await consumer.kill();
    expect(await takeOne()).toMatchObject({ id: 'm', deliveries: 2 });
  });

  test('who stops waiting leaves no message lying: the next one gets it at once, uncounted', async () => {
    const queue = backplane.workQueue('work');
    for (let round = 0; round < 20; round++) {
      const waiting = new AbortController();
      const idle = queue.consume(
        async () => {
          throw new Error('nothing is to be taken here');
        },
        options({ ackWait: 60_000, concurrency: 4, signal: waiting.signal }),
      );
      // The message and the end of the waiting meet.
      const published = queue.publish(`m${round}`, bytes(''));
      waiting.abort();
      await Promise.all([idle, published]);
      const start = performance.now();
      expect(await takeOne({ ackWait: 60_000 })).toMatchObject({ id: `m${round}`, deliveries: 1 });
      expect(performance.now() - start).toBeLessThan(5_000);
    }
    expect(await queue.size()).toBe(0);
  });

  test('a consumer whose connection was cut while it waited keeps no message from others', async () => {
    await using relay = await Relay.to(server.port);
    const cutOff = await openNatsBackplane({ servers: `nats://127.0.0.1:${relay.port}`, prefix });
    const there: string[] = [];
    const handler = async ({ id, deliveries }: Delivery) => void there.push(`${id} ${deliveries}`);
    const consuming = cutOff.workQueue('work').consume(handler, options({ ackWait: 60_000, concurrency: 4 }));
    await backplane.workQueue('work').publish('first', bytes(''));
    await expect.poll(() => there).toEqual(['first 1']);
    relay.cut();
    await expect
      .poll(() =>
        cutOff.ping().then(
          () => true,
          () => false,
        ),
      )
      .toBe(false);
    await backplane.workQueue('work').publish('second', bytes(''));
    expect(await takeOne({ ackWait: 60_000 })).toMatchObject({ id: 'second', deliveries: 1 });
    relay.mend();
    await backplane.workQueue('work').publish('third', bytes(''));
    await expect.poll(() => there, { timeout: 15_000 }).toEqual(['first 1', 'third 1']);
    stop.abort();
    await consuming;
    await cutOff.close();
  });

  test('a process that stood still does not handle what was handed to another meanwhile', async () => {
    const queue = backplane.workQueue('work');
    await using sleeper = await hangingProcess();
    await queue.publish('first', bytes(''));
    expect(await sleeper.line('took')).toBe('took first 1');
    // Its other lane waits: the server sends it the next message.
    await sleeper.suspended();
    await queue.publish('second', bytes(''));
    const seen: string[] = [];
    const consuming = queue.consume(async ({ id, deliveries }) => {
      seen.push(`${id} ${deliveries}`);
      if (seen.length === 2) stop.abort();
    }, options());
    await consuming;
    expect(seen.sort()).toEqual(['first 2', 'second 1']);
    sleeper.resume();
    await queue.publish('third', bytes(''));
    expect(await sleeper.line('took', 1)).toBe('took third 1');
  });

  test('each consumer has the ackWait and maxDeliver that it asked for', async () => {
    const queue = backplane.workQueue('work');
    await queue.publish('first', bytes(''));
    await takeOne({ ackWait: 100 });
    await queue.publish('m', bytes(''));
    const seen: string[] = [];
    const hang = (name: string) => async (message: Delivery) => {
      seen.push(`${name}${message.deliveries}`);
      await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
    };
    const patient = queue.consume(hang('patient'), options({ ackWait: 60_000, maxDeliver: 9 }));
    await expect.poll(() => seen).toEqual(['patient1']);
    await queue.publish('n', bytes(''));
    const hasty = queue.consume(hang('hasty'), options({ ackWait: 100, maxDeliver: 2, concurrency: 3 }));
    await expect.poll(() => queue.deadLetters()).toMatchObject([{ id: 'n', deliveries: 2 }]);
    expect(seen).toEqual(['patient1', 'hasty1', 'hasty2']);
    stop.abort();
    await Promise.all([patient, hasty]);
  });

  test('every message is handled though the server is killed again and again', async () => {
    const queue = backplane.workQueue('work');
    const other = await openNatsBackplane({ servers: server.url, prefix });
    const handled = new Set<string>();
    const handler = async ({ id }: Delivery) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      handled.add(id);
    };
    const more = { ackWait: 2_000, maxDeliver: 99, concurrency: 3 };
    const consuming = Promise.all(
      [backplane, other].map((one) => one.workQueue('work').consume(handler, options(more))),
    );
    const ids = Array.from({ length: 300 }, (_, n) => `m${n}`);
    const publishing = (async () => {
      for (const id of ids) {
        while (
          !(await queue.publish(id, bytes('')).then(
            () => true,
            () => false,
          ))
        );
      }
    })();
    for (const least of [50, 150]) {
      await expect.poll(() => handled.size, { timeout: 20_000 }).toBeGreaterThan(least);
      await server.kill();
      await server.start();
    }
    await publishing;
    await expect.poll(() => handled.size, { timeout: 20_000 }).toBe(300);
    await expect.poll(() => queue.size(), { timeout: 20_000 }).toBe(0);
    expect(await queue.deadLetters()).toEqual([]);
    stop.abort();
    await consuming;
    await other.close();
  });
});
