import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../harness/random.js';

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

/** A random choice of `count` of the rows, the same for the same seed. */
export function sample<Row>(rows: readonly Row[], count: number, seed: number): Row[] {
  const random = seededRandom(seed);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ row }) => row);
}
