import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { folders } from '../../test/folders.js';
import { openEmbeddedCatalog } from './index.js';

const newFolder = folders(afterAll);

const program = fileURLToPath(new URL('../../test/crashing-writer.mjs', import.meta.url));
/** Milliseconds from the first acknowledgement to the kill. */
const killAfter = [0, 3, 41, 150, 333];

test('what was acknowledged is there after kill -9, whenever it comes, and what was removed is gone', async () => {
  const directory = await newFolder();
  for (const [round, delay] of killAfter.entries()) {
    const child = spawn(process.execPath, [program, directory, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    /** The last write of each lane that was acknowledged. */
    const acknowledged = new Map<string, number>();
    for await (const line of createInterface({ input: child.stdout })) {
      if (acknowledged.size === 0) setTimeout(() => child.kill('SIGKILL'), delay);
      const [lane = '', n] = line.split(' ');
      acknowledged.set(lane, Number(n));
    }
    expect((await exit)[1]).toBe('SIGKILL');
    expect(acknowledged.size).toBeGreaterThan(0);

    const catalog = await openEmbeddedCatalog({ directory });
    const scope = { service: `round${round}`, embedding: 'e' };
    const query = { vector: Float32Array.of(1, 0, 0, 0), limit: 100, filters: [] };
    const found = (await catalog.search(scope, query)).map(({ document }) => document.productId);
    for (const lane of ['a', 'b', 'c', 'd']) {
      const last = acknowledged.get(lane) ?? 0;
      // The write that was under way may have become durable without having been acknowledged.
      const left = found.filter((productId) => productId.startsWith(`${lane}-`));
      expect([...(last > 0 ? [[`${lane}-${last}`]] : [[]]), [`${lane}-${last + 1}`]]).toContainEqual(left);
    }
    expect(await catalog.count(scope)).toBe(found.length);
    await catalog.close();
  }
});
