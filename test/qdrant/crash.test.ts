import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '@openfashion/catalog';
import { exported, product, put, unit } from '@openfashion/catalog/suite/samples';
import { Unavailable } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { describeWithOwnQdrant } from '../harness/describe-with-qdrant.js';
import { QdrantServer, qdrantPlace } from '../harness/qdrant-server.js';
import { below, chooseSeed, seededRandom } from '../harness/random.js';
import { openCatalog, scope } from './open.js';

const seed = chooseSeed();
const random = seededRandom(seed);
/** The server writes its segments to the disk this often: kills must come in the middle of it. */
const environment = { QDRANT__STORAGE__OPTIMIZERS__FLUSH_INTERVAL_SEC: '1' };
const rounds = 14;
/** Products that are written again and again. */
const shared = 300;

/** Seqs that were acknowledged, by product. */
type Acknowledged = Map<string, number>;

/** Batches one after the other, each of products old and new, until told to stop or until one fails. */
async function write(catalog: Catalog, acknowledged: Acknowledged, firstSeq: number, signal: AbortSignal) {
  let seq = firstSeq;
  while (!signal.aborted) {
    const batch = Array.from({ length: 20 }, (_, at) => {
      const productId = at === 0 ? `new-${seq}` : `p${below(random, shared)}`;
      return put(seq++, product(productId, unit([1, below(random, 100)])));
    });
    try {
      await catalog.apply(scope, batch);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return seq;
    }
    for (const { document, seq } of batch) acknowledged.set(document.productId, seq);
    // Some fifty a second: of so many, the server has noted the last ones in its log alone when it is killed.
    await pause(below(random, 20));
  }
  return seq;
}

/** Once the server answers again. */
async function atOnce<Result>(read: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await pause(2);
    }
  }
}

describeWithOwnQdrant(`a Qdrant server that is killed, seed ${seed}`, () => {
  test('has every acknowledged write in what is decided on right after its restart, and loses none', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'qdrant-crash-'));
    const place = await qdrantPlace(directory);
    let server = await new QdrantServer(place, { environment }).ready();
    const catalog = await openCatalog({ urls: [server.url] });
    const acknowledged: Acknowledged = new Map();
    try {
      let seq = 1;
      for (let round = 0; round < rounds; round++) {
        const stop = new AbortController();
        const writing = write(catalog, acknowledged, seq, stop.signal);
        await pause(300 + below(random, 1_500));
        await server.kill();
        stop.abort();
        server = new QdrantServer(place, { environment });
        const known = [...acknowledged.keys()];
        // Whichever is asked first.
        if (round % 3 === 0) {
          const existing = await atOnce(() => catalog.existing(scope, known));
          expect(known.filter((id) => !existing.has(id))).toEqual([]);
        } else if (round % 3 === 1) {
          expect(await atOnce(() => catalog.count(scope))).toBeGreaterThanOrEqual(known.length);
        } else {
          const stored = new Set((await atOnce(() => exported(catalog, scope))).map((one) => one.document.productId));
          expect(known.filter((id) => !stored.has(id))).toEqual([]);
        }
        seq = await writing;
        const stored = new Map((await exported(catalog, scope)).map((one) => [one.document.productId, one.seq]));
        expect([...acknowledged].filter(([id, of]) => (stored.get(id) ?? -1) < of)).toEqual([]);
      }
    } finally {
      await catalog.close();
      await server.kill();
      await rm(directory, { recursive: true, force: true });
    }
  }, 120_000);
});
