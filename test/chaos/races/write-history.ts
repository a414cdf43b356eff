import type { CatalogDocument, Write } from '@openfashion/catalog';
import { below, pick, type Random, shuffled } from '../../harness/random.js';

export const dimension = 8;
export const values = ['x', 'y', 'z'] as const;
const productIds = ['a', 'b', 'c', 'd', 'e', 'f', 'g', '👗', '\uFF5E'];

/** A vector of four halves: its products with another are exact, so that equal cosines are equal numbers. */
export function halves(random: Random): Float32Array {
  const vector = new Float32Array(dimension);
  for (const place of shuffled(random, [...vector.keys()]).slice(0, 4)) vector[place] = random() < 0.5 ? 0.5 : -0.5;
  return vector;
}

/** Writes of a few products with seq 1, 2, …; a document's name is the seq that wrote it. */
export const historyOf = (random: Random, length: number): Write[] =>
  Array.from({ length }, (_, index): Write => {
    const seq = index + 1;
    const productId = pick(random, productIds);
    if (random() < 0.25) return { kind: 'remove', seq, productId };
    return { kind: 'put', seq, document: documentOf(random, productId, `${seq}`) };
  });

const documentOf = (random: Random, productId: string, name: string): CatalogDocument => ({
  productId,
  name,
  imageUrl: `http://pictures.example/${name}`,
  ...(random() < 0.7 && { s1: pick(random, values) }),
  ...(random() < 0.7 && { category2Id: pick(random, values) }),
  vector: halves(random),
  fingerprint: new Uint8Array(192).fill(below(random, 256)),
  contentHash: name,
});

/** The writes in a random order, in so many deliveries. */
export function dealt(random: Random, writes: readonly Write[], deliveries: number): Write[][] {
  const order = shuffled(random, writes);
  const each = Math.ceil(order.length / deliveries);
  return Array.from({ length: deliveries }, (_, index) => order.slice(index * each, (index + 1) * each));
}

/** The writes in batches of random sizes. */
export function batchesOf(random: Random, writes: readonly Write[]): Write[][] {
  const batches: Write[][] = [];
  for (let from = 0; from < writes.length; from += batches.at(-1)?.length ?? 0) {
    batches.push(writes.slice(from, from + 1 + below(random, 12)));
  }
  return batches;
}
