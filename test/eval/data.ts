import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../harness/random.js';
import type { Corners } from './figures/average-precision.js';

interface Row {
  /** Path within the folder of its set. */
  readonly file: string;
  readonly split: 'train' | 'val';
}

/** Values by attribute; `detail` is a list. */
export type Tags = Readonly<Record<string, string | readonly string[]>>;

/** A shop picture with its seller's labels. */
export interface CatalogueRow extends Row {
  readonly id: number;
  readonly name: string;
  readonly brand: string;
  readonly masterCategory: string;
  readonly articleType: string;
  readonly baseColour: string;
  /** Item type, if the taxonomy has one. */
  readonly type?: string | null;
  readonly tags: Tags;
}

export interface StreetItem {
  readonly type?: string | null;
  /** Its class in the mask. */
  readonly label: string;
  /** In pixels. */
  readonly box: Corners;
}

/** A street photograph with its items, and a picture of their classes. */
export interface StreetRow extends Row {
  readonly mask: string;
  readonly items: readonly StreetItem[];
}

/** One garment on a home background. */
export interface GarmentRow extends Row {
  readonly type?: string | null;
}

/** A garment of another set's picture, labelled by eye for all attributes. */
export interface LabelledRow extends Row {
  readonly set: 'catalogue' | 'street';
  readonly type: string;
  readonly tags: Tags;
  /** Absent for the whole picture. */
  readonly box?: Corners | null;
}

/** The labelled sets, and the part of each that is judged. */
export interface EvalData {
  readonly folder: string;
  /** All of the catalogue. */
  readonly catalogue: readonly CatalogueRow[];
  readonly judged: {
    readonly catalogue: readonly CatalogueRow[];
    readonly street: readonly StreetRow[];
    readonly garments: readonly GarmentRow[];
    readonly attributes: readonly LabelledRow[];
  };
}

/** `val` is for the figures that are reported, `train-fold` for choices: fold 0 of what is trained on. */
export const splits = ['val', 'train-fold'] as const;
export type Split = (typeof splits)[number];

/**
 * @param most of each set, the first ones; all where it is absent
 * @throws Error when `labels.jsonl` of a set cannot be read
 */
export async function readData(
  folder: string,
  { split, most }: { readonly split: Split; readonly most?: number | undefined },
): Promise<EvalData> {
  const [catalogue, street, garments, attributes] = await Promise.all([
    readRows<CatalogueRow>(folder, 'catalogue'),
    readRows<StreetRow>(folder, 'street'),
    readRows<GarmentRow>(folder, 'garments'),
    readRows<LabelledRow>(folder, 'attributes'),
  ]);
  const keptBack = new Set(attributes.filter(({ split }) => split === 'val').map(({ set, file }) => `${set}/${file}`));
  const twinned = twins(catalogue, keptBack);
  const isHeldOut = (row: Row, key: string) =>
    row.split === 'train' && !keptBack.has(key) && foldOf(key) === 0 && !twinned.has(key);
  const judged = <Of extends Row>(rows: readonly Of[], keyOf: (row: Of) => string): Of[] =>
    rows.filter((row) => (split === 'val' ? row.split === 'val' : isHeldOut(row, keyOf(row)))).slice(0, most);
  return {
    folder,
    catalogue,
    judged: {
      catalogue: judged(catalogue, ({ file }) => `catalogue/${file}`),
      street: judged(street, ({ file }) => `street/${file}`),
      garments: judged(garments, ({ file }) => `garments/${file}`),
      attributes: judged(attributes, ({ set, file }) => `${set}/${file}`),
    },
  };
}

/**
 * Keys of products that share brand and name with one that is kept back, or trained on: colours or sizes of one garment, of
 * which one tells the other's labels. models/training leaves them out of what choices are made by.
 */
function twins(catalogue: readonly CatalogueRow[], keptBack: ReadonlySet<string>): Set<string> {
  const keyOf = ({ file }: CatalogueRow) => `catalogue/${file}`;
  const nameOf = ({ brand, name }: CatalogueRow) => JSON.stringify([brand, name]);
  const elsewhere = new Set(
    catalogue
      .filter((row) => row.split === 'train' && (keptBack.has(keyOf(row)) || foldOf(keyOf(row)) !== 0))
      .map(nameOf),
  );
  return new Set(catalogue.filter((row) => row.name !== '' && elsewhere.has(nameOf(row))).map(keyOf));
}

export const readCatalogue = (folder: string): Promise<CatalogueRow[]> => readRows(folder, 'catalogue');

const folds = 10;

/** The fold of a picture, by `<set>/<file>` alone, as models/training has it. */
export const foldOf = (key: string): number => createHash('sha256').update(key).digest().readUInt32BE(0) % folds;

/** One JSON value a line. The rows are the data's own: a wrong one shows as a wrong figure, so they are not validated. */
async function readRows<Of>(folder: string, set: string): Promise<Of[]> {
  const text = await readFile(join(folder, set, 'labels.jsonl'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Of);
}

/** A random choice of `count` of the rows, the same for the same seed. */
export function sample<Of>(rows: readonly Of[], count: number, seed: number): Of[] {
  const random = seededRandom(seed);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ row }) => row);
}
