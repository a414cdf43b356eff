import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A shop picture with its seller's labels. */
export interface CatalogueRow {
  readonly file: string;
  readonly split: 'train' | 'val';
  readonly id: number;
  readonly name: string;
  readonly articleType: string;
  readonly baseColour: string;
  readonly type: string | null;
  readonly tags: Readonly<Record<string, string | readonly string[]>>;
}

/** A street photograph with its items; boxes are x0 y0 x1 y1 in pixels. */
export interface StreetRow {
  readonly file: string;
  readonly split: 'train' | 'val';
  readonly items: readonly { readonly type: string | null; readonly box: readonly [number, number, number, number] }[];
}

/** One JSON value a line. The rows are the data's own: a wrong one shows as a wrong figure, so they are not validated. */
async function readRows<Row>(folder: string, set: string): Promise<Row[]> {
  const text = await readFile(join(folder, set, 'labels.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

export const readCatalogue = (folder: string): Promise<CatalogueRow[]> => readRows(folder, 'catalogue');
export const readStreet = (folder: string): Promise<StreetRow[]> => readRows(folder, 'street');

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A random choice of `count` of the rows, the same for the same seed. */
export function sample<Row>(rows: readonly Row[], count: number, seed: number): Row[] {
  const random = seededRandom(seed);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ row }) => row);
}
