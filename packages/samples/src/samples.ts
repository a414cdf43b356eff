import { fileURLToPath } from 'node:url';
import type { Department, Family, Item } from './catalogue/item.js';
import { looks } from './catalogue/looks.js';
import { nameOf } from './catalogue/names.js';
import { catalogue, listedTwice } from './catalogue/products.js';

/** A product of the sample catalogue, in the words of the contract's data file (rule 8.5). */
export interface SampleProduct {
  /** Readable: `dress-floral-cream-01`. */
  readonly productId: string;
  /** `Cream and red floral A-line dress`. */
  readonly name: string;
  /** What it is: the same as `category3Id`. */
  readonly kind: string;
  readonly category1Id: Department;
  readonly category2Id: Family;
  readonly category3Id: string;
  /** Its main colour. */
  readonly s1: string;
  /** Its pattern. */
  readonly s2: string;
  /** Name of its picture in {@link picturesDirectory}. */
  readonly file: string;
}

/** A picture of a figure with several items on, for detection and tags; not a product. */
export interface SampleLook {
  readonly lookId: string;
  readonly name: string;
  readonly file: string;
}

/** Absolute path of the folder with the pictures, JPEG of 600 × 800; the package's build draws them. */
export const picturesDirectory: string = fileURLToPath(new URL('../dist/pictures', import.meta.url));

const product = (productId: string, name: string, item: Item): SampleProduct => ({
  productId,
  name,
  kind: item.kind,
  category1Id: item.department,
  category2Id: item.family,
  category3Id: item.kind,
  s1: item.cloth.colour,
  s2: item.cloth.pattern,
  file: `${productId}.jpg`,
});

/** The catalogue, in a fixed order; the last few are listed twice: another id, the same picture. */
export function sampleProducts(): readonly SampleProduct[] {
  const products = [...catalogue].map(([productId, item]) => product(productId, nameOf(item), item));
  for (const [productId, original] of listedTwice) {
    const item = catalogue.get(original);
    if (item === undefined) throw new Error(`no item ${original} to list twice`);
    products.push(product(productId, `${nameOf(item)} (outlet)`, item));
  }
  return products;
}

export const sampleLooks = (): readonly SampleLook[] =>
  [...looks].map(([lookId, { name }]) => ({ lookId, name, file: `${lookId}.jpg` }));
