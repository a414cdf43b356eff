// Writes as fast as it can, several calls at a time, and prints what was acknowledged, until it is killed.
import { writeSync } from 'node:fs';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';

const [directory, round] = process.argv.slice(2);
const catalog = await openEmbeddedCatalog({ directory });
await catalog.ensureCollection({ embedding: 'e', dimension: 4 });
const document = (productId) => ({
  productId,
  name: 'n',
  imageUrl: 'u',
  vector: Float32Array.of(1, 0, 0, 0),
  fingerprint: new Uint8Array(192),
  contentHash: '',
});

/** Each lane puts a product and removes its one before, in one batch. */
async function lane(name) {
  const scope = { service: `round${round}`, embedding: 'e' };
  for (let n = 1; ; n++) {
    const writes = [{ kind: 'put', seq: n, document: document(`${name}-${n}`) }];
    if (n > 1) writes.push({ kind: 'remove', seq: n, productId: `${name}-${n - 1}` });
    await catalog.apply(scope, writes);
    writeSync(1, `${name} ${n}\n`);
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(lane));
