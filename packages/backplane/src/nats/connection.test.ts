import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unavailable } from '@openfashion/contract';
import { afterEach, expect, test } from 'vitest';
import { createAuthority, hasOpenssl } from '../../../../test/harness/certificates.js';
import { createCredentials } from '../../../../test/harness/nats-credentials.js';
import { NatsServer } from '../../../../test/harness/nats-server.js';
import { natsSuite } from '../../../../test/harness/nats-suite.js';
import type { Backplane } from '../port.js';
import { type NatsEvent, type NatsOptions, openNatsBackplane } from './index.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0).reverse()) await close();
});

async function start(...options: Parameters<typeof NatsServer.start>): Promise<NatsServer> {
  const server = await NatsServer.start(...options);
  opened.push({ close: () => server[Symbol.asyncDispose]() });
  return server;
}

async function open(options: NatsOptions): Promise<Backplane> {
  const backplane = await openNatsBackplane(options);
  opened.push(backplane);
  return backplane;
}

/** What the observer heard, with a way to wait for a kind of it. */
function listening() {
  const events: NatsEvent[] = [];
  const heard = (kind: NatsEvent['kind']) => events.filter((event) => event.kind === kind);
  const hears = (kind: NatsEvent['kind'], times = 1) =>
    expect.poll(() => heard(kind).length, { timeout: 15_000 }).toBeGreaterThanOrEqual(times);
  return { events, heard, hears, observe: (event: NatsEvent) => void events.push(event) };
}

async function timeOf(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work;
  return performance.now() - start;
}

natsSuite('the connection of the backplane', () => {
  test('a start without a server waits, says so, and goes on when the server is there', async () => {
    const server = await start();
    await server.kill();
    const { hears, heard, observe } = listening();
    const opening = open({ servers: server.url, observe });
    await hears('waiting', 2);
    expect(heard('waiting')[0]?.message).toBe(`NATS at 127.0.0.1:${server.port} cannot be reached; trying again`);
    await server.start();
    await expect((await opening).ping()).resolves.toBeUndefined();
    expect(heard('connected')).toHaveLength(1);
  });

  test('a start that is given up ends as unavailable', async () => {
    const server = await start();
    await server.kill();
    const { hears, observe } = listening();
    const giveUp = new AbortController();
    const opening = openNatsBackplane({ servers: server.url, observe, signal: giveUp.signal });
    const ended = expect(opening).rejects.toBeInstanceOf(Unavailable);
    await hears('waiting');
    giveUp.abort();
    await ended;
  });

  test('without its server calls are unavailable in bounded time and readiness at once; then all goes on', async () => {
    const server = await start();
    const { hears, observe } = listening();
    const backplane = await open({ servers: server.url, timeout: 1_000, observe });
    const bucket = backplane.keyValue('things');
    const revision = await bucket.create('a', bytes('1'));
    await server.kill();
    await hears('disconnected');

    expect(await timeOf(expect(backplane.ping()).rejects.toBeInstanceOf(Unavailable))).toBeLessThan(500);
    const calls = [
      () => bucket.get('a'),
      () => bucket.update('a', bytes('2'), revision),
      () => bucket.list(''),
      () => backplane.workQueue('work').publish('m', bytes('')),
      () => backplane.objectStore('files').put('o', bytes('')),
    ];
    for (const call of calls) {
      expect(await timeOf(expect(call()).rejects.toBeInstanceOf(Unavailable))).toBeLessThan(2_500);
    }

    await server.start();
    await hears('reconnected');
    await backplane.ping();
    expect((await bucket.get('a'))?.revision).toBe(revision);
    await bucket.update('a', bytes('2'), revision);
  });

  test('a server that stands still is as good as none, until it goes on', async () => {
    const server = await start();
    const backplane = await open({ servers: server.url, timeout: 1_000 });
    const bucket = backplane.keyValue('things');
    await bucket.create('a', bytes('1'));
    await server.suspended();
    expect(await timeOf(expect(bucket.get('a')).rejects.toBeInstanceOf(Unavailable))).toBeLessThan(2_500);
    await expect(backplane.ping()).rejects.toBeInstanceOf(Unavailable);
    server.resume();
    await expect
      .poll(
        () =>
          backplane.ping().then(
            () => true,
            () => false,
          ),
        { timeout: 15_000 },
      )
      .toBe(true);
    expect(await bucket.get('a')).toMatchObject({ key: 'a' });
  });

  test('credentials are asked for; wrong ones end the start with the settings’ names and without the password', async () => {
    const server = await start({ configuration: 'authorization { user: shop, password: "right-one" }' });
    const address = `127.0.0.1:${server.port}`;
    for (const servers of [`nats://shop:wrong-one@${address}`, `nats://wrong-one@${address}`, `nats://${address}`]) {
      const refused = await open({ servers }).catch((error: unknown) => error);
      expect(String(refused)).toBe(
        `Error: NATS at ${address} refuses the credentials (OPENFASHION_NATS_URL, OPENFASHION_NATS_CREDENTIALS)`,
      );
      expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain('wrong-one');
    }
    const { events, hears, observe } = listening();
    const backplane = await open({ servers: `nats://shop:right-one@${address}`, observe });
    await backplane.ping();
    await server.kill();
    await hears('disconnected');
    await server.start();
    await hears('reconnected');
    expect(events.map(({ message }) => message).join()).not.toContain('right-one');
  });

  test('a credentials file is enough to be let in', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'nats-creds-'));
    opened.push({ close: () => rm(directory, { recursive: true }) });
    const { configuration, file } = await createCredentials(directory);
    const server = await start({ configuration });
    await expect(open({ servers: server.url })).rejects.toThrow('refuses the credentials');
    const backplane = await open({ servers: server.url, credentialsFile: file });
    await backplane.keyValue('things').create('a', bytes('1'));
  });

  test('files that are not there stop the start, named by their setting', async () => {
    const servers = 'nats://127.0.0.1:1';
    await expect(open({ servers, credentialsFile: '/no/such.creds' })).rejects.toThrow(
      'OPENFASHION_NATS_CREDENTIALS: the file /no/such.creds cannot be read',
    );
    await expect(open({ servers, tls: { caFile: '/no/ca.pem' } })).rejects.toThrow(
      'OPENFASHION_NATS_TLS_CA: the file /no/ca.pem cannot be read',
    );
  });

  test.skipIf(!hasOpenssl)(
    'TLS: both sides show certificates; an authority that is not known is not trusted',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'nats-tls-'));
      opened.push({ close: () => rm(directory, { recursive: true }) });
      const authority = createAuthority(directory);
      const { certificateFile, keyFile } = authority.issue();
      const own = authority.issue();
      const files = `cert_file: "${certificateFile}", key_file: "${keyFile}", ca_file: "${authority.caFile}"`;
      const server = await start({ configuration: `tls { ${files}, verify: true }` });
      const servers = `tls://127.0.0.1:${server.port}`;

      const backplane = await open({ servers, tls: { caFile: authority.caFile, ...own } });
      await backplane.keyValue('things').create('a', bytes('1'));

      const stranger = createAuthority(directory);
      const { heard, hears, observe } = listening();
      const giveUp = new AbortController();
      const tls = { caFile: stranger.caFile, ...own };
      const refused = expect(open({ servers, tls, observe, signal: giveUp.signal })).rejects.toBeInstanceOf(
        Unavailable,
      );
      await hears('waiting');
      expect(String(heard('waiting')[0]?.cause)).toMatch(/certificate/);
      giveUp.abort();
      await refused;
    },
  );
});
