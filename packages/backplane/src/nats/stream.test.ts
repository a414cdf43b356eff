import { type JetStreamManager, jetstreamManager, type StoredMsg } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { Unavailable } from '@openfashion/contract';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { NatsServer, natsVersion } from '../../../../test/harness/nats-server.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import type { Backplane } from '../port.js';
import { type NatsEvent, type NatsOptions, openNatsBackplane } from './index.js';
import type { NatsKeyValue } from './key-value.js';
import { expiresMessages } from './server-version.js';

const bytes = (text: string) => new TextEncoder().encode(text);

natsSuite('streams as the server has them', () => {
  let server: NatsServer;
  let nats: NatsConnection;
  let manager: JetStreamManager;
  const opened: Backplane[] = [];
  beforeAll(async () => {
    server = await NatsServer.start();
    nats = await connect({ servers: server.url });
    manager = await jetstreamManager(nats);
  });
  afterAll(async () => {
    await nats.close();
    await server[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await Promise.all(opened.splice(0).map((backplane) => backplane.close()));
  });
  const open = async (options: Omit<NatsOptions, 'servers'>) => {
    const backplane = await openNatsBackplane({ servers: server.url, ...options });
    opened.push(backplane);
    return backplane;
  };

  test('they are on disk, refuse what is new when full, and are read from their leader', async () => {
    const backplane = await open({ prefix: 'shape' });
    await backplane.keyValue('things').create('a', bytes('1'));
    await backplane.workQueue('work').publish('m', bytes('1'));
    await backplane.objectStore('files').put('o', bytes('1'));
    for (const name of ['KV_shape_things', 'shape_queue_work', 'shape_object_files']) {
      const { config } = await manager.streams.info(name);
      expect(config).toMatchObject({ storage: 'file', discard: 'new', allow_direct: false, num_replicas: 1 });
    }
  });

  test('lists of many prefixes leave few consumers, and a server that makes few by itself makes as many as are wanted', async () => {
    const backplane = await open({ prefix: 'many' });
    const bucket = backplane.keyValue('things');
    const watching = new AbortController();
    for (let n = 0; n < 200; n++) {
      await bucket.create(`${n}/a`, bytes('1'));
      expect(await bucket.list(`${n}/`)).toHaveLength(1);
    }
    await expect.poll(async () => (await manager.streams.info('KV_many_things')).state.consumer_count).toBeLessThan(70);
    const heard = Array.from({ length: 1_100 }, async (_, n) => {
      for await (const change of bucket.watch(`${n}/`, watching.signal)) return change.kind;
      return 'none';
    });
    for (let n = 200; n < 1_100; n++) await bucket.create(`${n}/a`, bytes('1'));
    expect(new Set(await Promise.all(heard))).toEqual(new Set(['put']));
    watching.abort();
  }, 60_000);

  test('settings that have changed since a stream was made are brought up to date, and its content stays', async () => {
    const subjects = ['$KV.older_things.>'];
    await manager.streams.add({ name: 'KV_older_things', subjects, max_msg_size: 10_000, allow_direct: true });
    await manager.jetstream().publish('$KV.older_things.a', bytes('kept'));
    const backplane = await open({ prefix: 'older' });
    expect(await backplane.keyValue('things').get('a')).toMatchObject({ value: bytes('kept') });
    const { config } = await manager.streams.info('KV_older_things');
    expect(config).toMatchObject({ allow_direct: false, max_msgs_per_subject: 1, max_msg_size: 68 * 1024 });
  });

  test('what cannot be changed is told, and the stream used as it is', async () => {
    await manager.streams.add({ name: 'fixed_object_files', subjects: ['fixed.object.files.>'], storage: 'memory' });
    const events: NatsEvent[] = [];
    const backplane = await open({ prefix: 'fixed', observe: (event) => events.push(event) });
    await backplane.objectStore('files').put('o', bytes('1'));
    const warnings = events.map(({ message }) => message).filter((message) => message.includes('fixed'));
    expect(warnings).toEqual([
      expect.stringMatching(/^the stream fixed_object_files has other settings .* which cannot be changed: .*storage/),
    ]);
    expect(await backplane.objectStore('files').list('')).toEqual(['o']);
  });

  test('more replicas than there are servers is unavailable, in words that say so', async () => {
    const backplane = await open({ prefix: 'many', replicas: 3, timeout: 500 });
    const refused = await backplane
      .keyValue('things')
      .get('a')
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Unavailable);
    expect(String(refused)).toMatch(/could not open KV_many_things: .*replicas > 1 not supported/);
  });

  test('a consumer and streams that somebody removed are made again', async () => {
    const backplane = await open({ prefix: 'gone', timeout: 1_000 });
    const stop = new AbortController();
    const handled: string[] = [];
    const handler = async ({ id }: { id: string }) => void handled.push(id);
    const options = { ackWait: 1_000, maxDeliver: 3, concurrency: 2, signal: stop.signal };
    const queue = backplane.workQueue('work');
    const consuming = queue.consume(handler, options);
    await queue.publish('a', bytes(''));
    await expect.poll(() => handled).toEqual(['a']);
    await manager.consumers.delete('gone_queue_work', 'workers');
    await queue.publish('b', bytes(''));
    await expect.poll(() => handled).toEqual(['a', 'b']);
    await manager.streams.delete('gone_queue_work');
    await expect
      .poll(() =>
        queue.publish('c', bytes('')).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(() => handled).toEqual(['a', 'b', 'c']);
    stop.abort();
    await consuming;
  });

  test('what stands for a deleted key does not stay for ever', async () => {
    const backplane = await open({ prefix: 'markers' });
    const bucket = backplane.keyValue('things') as NatsKeyValue;
    for (const key of ['a/1', 'a/2', 'b']) await bucket.create(key, bytes('1'));
    for (const key of ['a/1', 'a/2']) await bucket.delete(key);
    const marker = (await manager.streams.getMessage('KV_markers_things', {
      last_by_subj: '$KV.markers_things.a.1',
    })) as StoredMsg;
    if (expiresMessages(natsVersion ?? '')) expect(marker.header.get('Nats-TTL')).toBe('3600s');
    else {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
      await bucket.sweep();
      expect((await manager.streams.info('KV_markers_things')).state.messages).toBe(1);
    }
    expect((await bucket.list('')).map(({ key }) => key)).toEqual(['b']);
    await bucket.create('a/1', bytes('2'));
  });
});
