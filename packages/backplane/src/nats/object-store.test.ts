import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Overloaded } from '@openfashion/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { NatsServer, type NatsServerOptions } from '../../../../test/harness/nats-server.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import type { Backplane, ObjectStore } from '../port.js';
import { openNatsBackplane } from './index.js';
import type { NatsObjectStore } from './object-store.js';

const MB = 1_048_576;

natsSuite('objects and the room that they take', () => {
  let server: NatsServer;
  let backplane: Backplane;
  afterEach(async () => {
    vi.useRealTimers();
    await backplane.close();
    await server[Symbol.asyncDispose]();
  });
  const start = async (options: NatsServerOptions = {}) => {
    server = await NatsServer.start(options);
    backplane = await openNatsBackplane({ servers: server.url });
  };

  /** Subjects of the store `files` that hold chunks. */
  async function chunks(): Promise<number> {
    const nats = await connect({ servers: server.url });
    const { streams } = await jetstreamManager(nats);
    const filter = 'openfashion.object.files.chunk.>';
    const { state } = await streams.info('openfashion_object_files', { subjects_filter: filter });
    await nats.close();
    return Object.keys(state.subjects ?? {}).length;
  }

  test('an object is read whole while others replace it, and nothing of those replaced stays', async () => {
    await start();
    const store = backplane.objectStore('files');
    const other = await openNatsBackplane({ servers: server.url });
    await store.put('shared', new Uint8Array(MB).fill(1));
    // Of different sizes, one of them in one message.
    const sizes = [MB, 200_000, 600_000];
    let isWriting = true;
    const write = async (writer: ObjectStore, first: number) => {
      for (let n = first; n < 24; n += 2) await writer.put('shared', new Uint8Array(sizes[n % 3] ?? 0).fill(n + 2));
    };
    const writing = Promise.all([write(store, 0), write(other.objectStore('files'), 1)]).finally(() => {
      isWriting = false;
    });
    let reads = 0;
    while (isWriting) {
      const data = (await store.get('shared')) ?? new Uint8Array();
      expect(sizes).toContain(data.length);
      expect(Buffer.compare(data, new Uint8Array(data.length).fill(data[0] ?? 0))).toBe(0);
      reads += 1;
    }
    await writing;
    expect(reads).toBeGreaterThan(5);
    const { length } = (await store.get('shared')) ?? [];
    expect(await chunks()).toBe(length === 200_000 ? 0 : Math.ceil((length ?? 0) / (256 * 1024)));
    await other.close();
  });

  test('what a crash left half written is no object, and is reclaimed', async () => {
    await start();
    const store = backplane.objectStore('files') as NatsObjectStore;
    await store.put('whole', new Uint8Array(MB).fill(1));
    const putting = store.put('torn', new Uint8Array(40 * MB)).catch(() => {});
    await expect.poll(chunks).toBeGreaterThan(5);
    await backplane.close();
    await putting;

    backplane = await openNatsBackplane({ servers: server.url });
    const after = backplane.objectStore('files') as NatsObjectStore;
    expect(await after.list('')).toEqual(['whole']);
    expect(await after.get('torn')).toBeUndefined();
    await after.sweep();
    expect(await chunks()).toBeGreaterThan(5);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    await after.sweep();
    expect(await chunks()).toBe(4);
    expect(Buffer.compare((await after.get('whole')) ?? new Uint8Array(), new Uint8Array(MB).fill(1))).toBe(0);
  });

  test('a full disk refuses what is new, keeps what is there, and takes more when there is room', async () => {
    await start({ maxStorage: 12 * MB });
    const [store, bucket, queue] = [
      backplane.objectStore('files'),
      backplane.keyValue('things'),
      backplane.workQueue('work'),
    ];
    const kept = await bucket.create('kept', new Uint8Array(10));
    await queue.publish('kept', new Uint8Array(10));
    const acknowledged: string[] = [];
    const full = await (async () => {
      for (let n = 0; n < 100; n++) {
        await store.put(`o${n}`, new Uint8Array(MB).fill(n));
        acknowledged.push(`o${n}`);
      }
    })().catch((error: unknown) => error);
    expect(full).toBeInstanceOf(Overloaded);
    expect(String(full)).toMatch(/JetStream has no room left/);
    expect(acknowledged.length).toBeGreaterThan(5);
    // What found no place whole left its place to others.
    expect(await chunks()).toBe(4 * acknowledged.length);
    const writes = [
      () => bucket.create('new', new Uint8Array(60_000)),
      () => bucket.update('kept', new Uint8Array(60_000), kept),
      () => queue.publish('new', new Uint8Array(60_000)),
    ];
    // What is left of the room may still take small messages.
    for (let n = 0; n < 30; n++) await queue.publish(`filler${n}`, new Uint8Array(60_000)).catch(() => {});
    for (const write of writes) await expect(write()).rejects.toBeInstanceOf(Overloaded);

    expect((await bucket.get('kept'))?.revision).toBe(kept);
    expect(await bucket.list('')).toHaveLength(1);
    expect(await store.list('')).toEqual([...acknowledged].sort());
    for (const name of acknowledged) expect((await store.get(name))?.length).toBe(MB);

    for (const name of acknowledged.slice(0, 3)) await store.delete(name);
    await expect(bucket.update('kept', new Uint8Array(60_000), kept)).resolves.toBeGreaterThan(kept);
    await store.put('o0', new Uint8Array(MB));
  });
});
