import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { Unavailable } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { NatsCluster } from '../../../../test/harness/nats-cluster.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import type { Delivery } from '../port.js';
import { openNatsBackplane } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** Ask again while a stream has no leader: electing one takes longer than a call is tried. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Unavailable) || attempt === 5) throw error;
    }
  }
}

natsSuite('three servers that hold everything thrice', () => {
  test('one of them is killed, the leader of the bucket: everything goes on, nothing is lost', {
    timeout: 120_000,
  }, async () => {
    await using cluster = await NatsCluster.start();
    const [one, other] = await Promise.all([1, 2].map(() => openNatsBackplane({ servers: cluster.url, replicas: 3 })));
    if (!one || !other) throw new Error('both were opened');
    const [bucket, queue, store] = [one.keyValue('things'), one.workQueue('work'), one.objectStore('files')];
    const stop = new AbortController();
    const large = new Uint8Array(1_048_576).fill(7);
    const [acknowledged, seen, handled] = [new Set<string>(), [] as string[], new Set<string>()];

    await store.put('large', large);
    const watching = insist(async () => {
      for await (const change of other.keyValue('things').watch('', stop.signal)) {
        if (change.kind === 'put') seen.push(change.entry.key);
      }
    });
    const handler = async ({ id }: Delivery) => void handled.add(id);
    const consuming = other
      .workQueue('work')
      .consume(handler, { ackWait: 2_000, maxDeliver: 99, concurrency: 2, signal: stop.signal });
    let isWriting = true;
    const writing = (async () => {
      for (let n = 0; isWriting; n++) {
        try {
          await bucket.create(`k${n}`, bytes('v'));
          await queue.publish(`k${n}`, bytes('v'));
          acknowledged.add(`k${n}`);
        } catch (error) {
          expect(error).toBeInstanceOf(Unavailable);
        }
      }
    })();
    const written = (more: number) => {
      const before = acknowledged.size;
      return expect.poll(() => acknowledged.size, { timeout: 40_000 }).toBeGreaterThan(before + more);
    };

    await written(50);
    const nats = await connect({ servers: cluster.url });
    const leader = (await (await jetstreamManager(nats)).streams.info('KV_openfashion_things')).cluster?.leader ?? '';
    await nats.close();
    await cluster.node(leader).kill();
    await written(50);
    expect(Buffer.compare((await insist(() => store.get('large'))) ?? bytes(''), large)).toBe(0);
    await insist(() => store.put('larger', large));
    await cluster.node(leader).start();
    await written(50);

    isWriting = false;
    await writing;
    const stored = new Set((await other.keyValue('things').list('')).map(({ key }) => key));
    expect([...acknowledged].filter((key) => !stored.has(key))).toEqual([]);
    await expect.poll(() => [...acknowledged].filter((key) => !handled.has(key)), { timeout: 20_000 }).toEqual([]);
    await expect.poll(() => new Set(seen), { timeout: 20_000 }).toEqual(stored);
    expect(seen).toHaveLength(stored.size);
    expect(await store.list('')).toEqual(['large', 'larger']);
    stop.abort();
    await Promise.all([watching, consuming]);
    await Promise.all([one.close(), other.close()]);
  });
});
