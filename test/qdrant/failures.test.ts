import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '@openfashion/catalog';
import { found, product, put, putAll, unit } from '@openfashion/catalog/suite/samples';
import { Unavailable } from '@openfashion/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createAuthority, hasOpenssl } from '../harness/certificates.js';
import { describeWithOwnQdrant } from '../harness/describe-with-qdrant.js';
import { eventually } from '../harness/eventually.js';
import { QdrantServer, qdrantPlace, startQdrant } from '../harness/qdrant-server.js';
import { startTcpProxy, untroubled } from '../harness/tcp-proxy.js';
import { newPrefix, openCatalog, scope } from './open.js';

/** Of a call, in milliseconds: also a server that has just started answers within it on a busy machine. */
const timeout = 3_000;
/** What gives up after that on a busy machine has given up by then. */
const patience = 4 * timeout;
const query = { vector: unit([1]), limit: 9, filters: [] };

describeWithOwnQdrant('a Qdrant server that fails', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'qdrant-failures-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('one that is killed, and one that hangs, is Unavailable within the timeout, and used again once it is back', {
    timeout: 120_000,
  }, async () => {
    const place = await qdrantPlace(join(directory, 'killed'));
    let server = await new QdrantServer(place).ready();
    const catalog = await openCatalog({ urls: [server.url], timeout });
    await putAll(catalog, scope, [product('a')]);

    const expectUnavailable = async () => {
      const start = performance.now();
      await expect(catalog.search(scope, query)).rejects.toBeInstanceOf(Unavailable);
      await expect(catalog.ping()).rejects.toBeInstanceOf(Unavailable);
      expect(performance.now() - start).toBeLessThan(2 * patience);
      await expect(catalog.apply(scope, [put(9, product('b'))])).rejects.toBeInstanceOf(Unavailable);
    };
    await server.kill();
    await expectUnavailable();
    server = await new QdrantServer(place).ready();
    expect(await found(catalog, scope)).toEqual(['a']);
    await catalog.apply(scope, [put(9, product('b'))]);

    await server.suspended();
    await expectUnavailable();
    server.resume();
    await eventually('it serves again', () =>
      catalog.ping().then(
        () => true,
        () => false,
      ),
    );
    await catalog.apply(scope, [put(10, product('c'))]);
    expect(await found(catalog, scope)).toEqual(['a', 'b', 'c']);

    // What was answered is there after a crash.
    await server.kill();
    server = await new QdrantServer(place).ready();
    expect(await found(catalog, scope)).toEqual(['a', 'b', 'c']);
    await catalog.close();
    await expect(catalog.search(scope, query)).rejects.toBeInstanceOf(Unavailable);
    await server.kill();
    await expect(openCatalog({ urls: [server.url], timeout })).rejects.toBeInstanceOf(Unavailable);
  });

  test('a wrong API key is refused in words that say so, without the key', async () => {
    const key = 'the-right-key';
    await using qdrant = await startQdrant({ QDRANT__SERVICE__API_KEY: key });
    const warn = vi.spyOn(console, 'warn');
    for (const apiKey of ['a-wrong-key', undefined]) {
      const opening = openCatalog({ urls: [qdrant.url], ...(apiKey !== undefined && { apiKey }) });
      await expect(opening).rejects.toBeInstanceOf(Unavailable);
      await expect(opening).rejects.toThrow('refuses the API key (401)');
      await expect(opening).rejects.not.toThrow('a-wrong-key');
    }
    const catalog = await openCatalog({ urls: [qdrant.url], apiKey: key });
    await putAll(catalog, scope, [product('a')]);
    expect(await found(catalog, scope)).toEqual(['a']);
    await catalog.close();
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  test.skipIf(!hasOpenssl)(
    'TLS: only a server that our authority vouches for is spoken to (needs openssl)',
    async () => {
      const authority = createAuthority(directory);
      const { certificateFile, keyFile } = authority.issue();
      const tls = {
        QDRANT__SERVICE__ENABLE_TLS: 'true',
        QDRANT__TLS__CERT: certificateFile,
        QDRANT__TLS__KEY: keyFile,
      };
      const server = new QdrantServer(await qdrantPlace(join(directory, 'tls')), { environment: tls });
      const { caFile } = authority;
      const open = () => openCatalog({ urls: [server.url], caFile, timeout });
      let catalog: Catalog | undefined;
      await eventually('it serves', async () => {
        catalog = await open().catch(() => undefined);
        return catalog !== undefined;
      });
      await putAll(catalog as Catalog, scope, [product('a')]);
      expect(await found(catalog as Catalog, scope)).toEqual(['a']);
      await catalog?.close();
      const other = createAuthority(directory).caFile;
      for (const wrong of [{ caFile: other }, {}]) {
        await expect(openCatalog({ urls: [server.url], ...wrong, timeout })).rejects.toThrow(
          /SIGNATURE|SELF_SIGNED|CERT/,
        );
      }
      await server.kill();
    },
  );
});

describeWithOwnQdrant('a network between us and Qdrant that fails', () => {
  test('delays are waited for; what is cut or reset is tried again; what hangs is given up', {
    timeout: 120_000,
  }, async () => {
    await using qdrant = await startQdrant();
    await using proxy = await startTcpProxy(Number(new URL(qdrant.url).port));
    const url = `http://127.0.0.1:${proxy.port}`;
    const catalog = await openCatalog({ urls: [url], prefix: newPrefix(), timeout });
    let seq = 0;
    const expected = new Set<string>();
    const write = async (productId: string) => {
      await catalog.apply(scope, [put(++seq, product(productId))]);
      expected.add(productId);
      expect(await found(catalog, scope)).toEqual([...expected].sort());
    };
    await write('a');
    await proxy.behave({ delay: 100 });
    await write('b');
    await proxy.behave(untroubled);

    // Kept connections die between and in the middle of calls.
    for (const id of ['c', 'd', 'e']) {
      proxy.cut();
      await write(id);
      const writing = write(`${id}2`);
      proxy.cut();
      await writing;
    }
    // Every answer is reset after some bytes: nothing can succeed, also not by half.
    for (const resetAfter of [0, 20, 200]) {
      await proxy.behave({ resetAfter });
      await expect(catalog.search(scope, query)).rejects.toBeInstanceOf(Unavailable);
      await expect(catalog.apply(scope, [put(++seq, product(`reset-${resetAfter}`))])).rejects.toBeInstanceOf(
        Unavailable,
      );
      await proxy.behave(untroubled);
      // The same batch again, as an indexer would: done once, whether or not it had been.
      await catalog.apply(scope, [put(seq, product(`reset-${resetAfter}`))]);
      expected.add(`reset-${resetAfter}`);
    }
    for (const behaviour of ['hang', 'refuse'] as const) {
      await proxy.behave(behaviour);
      const start = performance.now();
      await expect(catalog.search(scope, query)).rejects.toBeInstanceOf(Unavailable);
      expect(performance.now() - start).toBeLessThan(patience);
      await proxy.behave(untroubled);
      proxy.cut();
      await write(`after-${behaviour}`);
    }
    expect(await catalog.count(scope)).toBe(expected.size);
    await catalog.close();
  });
});
