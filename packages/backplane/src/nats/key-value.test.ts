import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Conflict, Unavailable } from '@openfashion/contract';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { NatsServer } from '../../../../test/harness/nats-server.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import { Relay } from '../../../../test/harness/relay.js';
import type { Backplane, Change } from '../port.js';
import { openNatsBackplane } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => new TextDecoder().decode(value);
const show = (change: Change) =>
  change.kind === 'put' ? `${change.entry.key}=${text(change.entry.value)}` : `-${change.key}`;

natsSuite('key-value buckets of several processes', () => {
  let server: NatsServer;
  let prefix: string;
  let one: Backplane;
  let other: Backplane;
  let deployments = 0;
  beforeAll(async () => {
    server = await NatsServer.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(async () => {
    prefix = `values-${deployments++}`;
    [one, other] = await Promise.all([
      openNatsBackplane({ servers: server.url, prefix }),
      openNatsBackplane({ servers: server.url, prefix }),
    ]);
  });
  afterEach(() => Promise.all([one.close(), other.close()]));

  test('processes that start at once share one bucket, and each key is created by one of them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nats-start-'));
    const program = join(folder, 'program.mjs');
    const adapter = new URL('../../dist/nats/index.js', import.meta.url).href;
    await writeFile(
      program,
      `import { openNatsBackplane } from ${JSON.stringify(adapter)};
      const backplane = await openNatsBackplane({ servers: ${JSON.stringify(server.url)}, prefix: 'at-once' });
      console.log('open');
      await new Promise((go) => process.stdin.once('data', go));
      const keys = Array.from({ length: 20 }, (_, n) => 'k' + n);
      const mine = await Promise.all(keys.map((key) =>
        backplane.keyValue('things').create(key, new Uint8Array(1)).then(() => [key], (error) => error.name === 'Conflict' ? [] : [error.message])));
      await backplane.workQueue('work').publish('m', new Uint8Array(1));
      console.log(mine.flat().join(' '));
      await backplane.close();
      process.exit();`,
    );
    const children = [1, 2, 3].map(() => spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] }));
    const lines = children.map((child) => createInterface({ input: child.stdout }));
    await Promise.all(lines.map((line) => once(line, 'line')));
    const won = lines.map((line) => once(line, 'line'));
    for (const child of children) child.stdin.write('go');
    const keys = (await Promise.all(won)).flatMap(([line]) => String(line).split(' ').filter(Boolean));
    expect(keys.sort()).toEqual(Array.from({ length: 20 }, (_, n) => `k${n}`).sort());
    await rm(folder, { recursive: true });
  });

  test('of two connections that create or update a key at once one wins, 200 times', async () => {
    const buckets = [one, other].map((backplane) => backplane.keyValue('races'));
    for (let round = 0; round < 200; round++) {
      const key = `k${round % 50}`;
      const known = await buckets[0]?.get(key);
      const tries = await Promise.allSettled(
        buckets.map((bucket) =>
          known ? bucket.update(key, bytes('x'), known.revision) : bucket.create(key, bytes('x')),
        ),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const tried of tries) if (tried.status === 'rejected') expect(tried.reason).toBeInstanceOf(Conflict);
      if (round % 3 === 0) await buckets[1]?.delete(key);
    }
  });

  test('what one has written is in the next list and read of the other', async () => {
    const [writer, reader] = [one.keyValue('seen'), other.keyValue('seen')];
    for (let n = 0; n < 100; n++) {
      const revision = await writer.create(`a/${n}`, bytes(`${n}`));
      expect(await reader.list('a/')).toHaveLength(1);
      expect((await reader.list('a/'))[0]).toMatchObject({ key: `a/${n}`, revision });
      await writer.delete(`a/${n}`, revision);
      expect(await reader.list('a/')).toEqual([]);
      expect(await reader.get(`a/${n}`)).toBeUndefined();
    }
  });

  test('a prefix that ends within a part of the key, or is a whole key, is one all the same', async () => {
    const bucket = one.keyValue('prefixes');
    for (const key of ['a', 'a/b', 'a/bc/d', 'ab', 'b/a']) await bucket.create(key, bytes(key));
    const listed = async (prefix: string) => (await bucket.list(prefix)).map(({ key }) => key);
    expect(await listed('a')).toEqual(['a', 'a/b', 'a/bc/d', 'ab']);
    expect(await listed('a/')).toEqual(['a/b', 'a/bc/d']);
    expect(await listed('a/b')).toEqual(['a/b', 'a/bc/d']);
    expect(await listed('')).toHaveLength(5);
  });

  test('a watch goes on after its connection was cut: what changed meanwhile is shown once', async () => {
    await using relay = await Relay.to(server.port);
    const watching = await openNatsBackplane({ servers: `nats://127.0.0.1:${relay.port}`, prefix });
    const bucket = one.keyValue('watched');
    for (const key of ['kept', 'changed', 'deleted']) await bucket.create(key, bytes('1'));
    const stop = new AbortController();
    const seen: string[] = [];
    const watched = (async () => {
      for await (const change of watching.keyValue('watched').watch('', stop.signal)) seen.push(show(change));
    })();
    await expect.poll(() => seen).toEqual(['changed=1', 'deleted=1', 'kept=1']);
    relay.cut();
    await expect
      .poll(() =>
        watching.ping().then(
          () => true,
          () => false,
        ),
      )
      .toBe(false);
    const changed = await bucket.get('changed');
    await bucket.update('changed', bytes('2'), changed?.revision ?? 0);
    await bucket.delete('deleted');
    await bucket.create('new', bytes('1'));
    relay.mend();
    await expect.poll(() => seen.length, { timeout: 15_000 }).toBe(6);
    await bucket.create('last', bytes('1'));
    await expect.poll(() => seen.length).toBe(7);
    expect(seen.slice(3).sort()).toEqual(['-deleted', 'changed=2', 'last=1', 'new=1']);
    stop.abort();
    await watched;
    await watching.close();
  });

  test('what was acknowledged while its server was killed again and again is there, and was watched once', async () => {
    const stop = new AbortController();
    const bucket = one.keyValue('killed');
    const acknowledged: string[] = [];
    const seen: string[] = [];
    const watched = (async () => {
      for await (const change of other.keyValue('killed').watch('', stop.signal)) seen.push(show(change));
    })();
    let isWriting = true;
    const writing = (async () => {
      for (let n = 0; isWriting; n++) {
        try {
          await bucket.create(`k${n}`, bytes(`${n}`));
          acknowledged.push(`k${n}=${n}`);
        } catch (error) {
          expect(error).toBeInstanceOf(Unavailable);
        }
      }
    })();
    for (let round = 1; round <= 3; round++) {
      await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(50 * round);
      await server.kill();
      await server.start();
    }
    await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(200);
    isWriting = false;
    await writing;
    const stored = new Set((await bucket.list('')).map(({ key, value }) => `${key}=${text(value)}`));
    expect(acknowledged.filter((entry) => !stored.has(entry))).toEqual([]);
    await expect.poll(() => new Set(seen), { timeout: 15_000 }).toEqual(stored);
    expect(seen).toHaveLength(stored.size);
    stop.abort();
    await watched;
  });
});
