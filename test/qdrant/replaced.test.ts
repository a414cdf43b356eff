import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '@openfashion/catalog';
import { product, put, remove } from '@openfashion/catalog/suite/samples';
import { Unavailable } from '@openfashion/contract';
import { expect, test } from 'vitest';
import { describeWithOwnQdrant } from '../harness/describe-with-qdrant.js';
import { startQdrantCluster } from '../harness/qdrant-server.js';
import { openCatalog, scope } from './open.js';

/** Processes that write and read, each with connections of its own. */
const processes = 6;

/** What was acknowledged and not seen, and how often it was looked for. */
class Decisions {
  asked = 0;
  readonly wrong: string[] = [];
  #seq = 1;
  isOver = false;

  /** A product is added by one process, looked for by another, and at times removed. A failed write is none. */
  async make(name: string, writer: Catalog, reader: Catalog): Promise<void> {
    await this.#written(writer, reader, name, true);
    if (this.#seq % 3 === 0) await this.#written(writer, reader, name, false);
  }

  async #written(writer: Catalog, reader: Catalog, name: string, isThere: boolean) {
    const seq = this.#seq++;
    try {
      await writer.apply(scope, [isThere ? put(seq, product(name)) : remove(seq, name)]);
      for (let again = 0; again < 3; again++) {
        const found = (await reader.existing(scope, [name])).has(name);
        this.asked++;
        if (found !== isThere) this.wrong.push(`${name} ${isThere ? 'was added' : 'was removed'}`);
        await pause(30);
      }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

describeWithOwnQdrant('three Qdrant nodes of which one after the other is replaced', () => {
  test('what a job’s outcomes are decided on has all that was acknowledged', { timeout: 240_000 }, async () => {
    await using cluster = await startQdrantCluster(3);
    const options = { urls: cluster.urls, replicationFactor: 2 };
    const catalogs = await Promise.all(Array.from({ length: processes }, () => openCatalog(options)));
    const decisions = new Decisions();
    const lanes = catalogs.map(async (writer, lane) => {
      for (let turn = 0; !decisions.isOver; turn++) {
        const reader = catalogs[(lane + turn + 1) % processes] ?? writer;
        await decisions.make(`p${lane}-${turn}`, writer, reader);
      }
    });
    try {
      for (const index of [2, 1]) {
        // While it ends, which takes it up to 30 s, it answers from its own copies.
        await cluster.nodes[index]?.stop();
        await cluster.restart(index);
        // As with the chart's probe and our values of it.
        await pause(15_000);
      }
    } finally {
      decisions.isOver = true;
      await Promise.all(lanes);
      await Promise.all(catalogs.map((catalog) => catalog.close()));
    }
    expect(decisions.wrong).toEqual([]);
    expect(decisions.asked).toBeGreaterThan(500);
  });
});
