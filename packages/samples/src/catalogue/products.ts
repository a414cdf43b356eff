import { accessories } from './accessories.js';
import { bags } from './bags.js';
import { bottoms } from './bottoms.js';
import { dresses } from './dresses.js';
import type { Item } from './item.js';
import { outerwear } from './outerwear.js';
import { shoes } from './shoes.js';
import { tops } from './tops.js';

const all: readonly Item[] = [...dresses, ...tops, ...outerwear, ...bottoms, ...shoes, ...bags, ...accessories];

const slug = (...words: readonly string[]): string =>
  words
    .filter((word) => word !== 'plain')
    .join('-')
    .replaceAll(' ', '-');

function named(): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const item of all) {
    const stem = slug(item.kind, item.cloth.pattern, item.cloth.colour);
    let number = 1;
    const id = (): string => `${stem}-${String(number).padStart(2, '0')}`;
    while (items.has(id())) number++;
    items.set(id(), item);
  }
  return items;
}

/** Every item with the product id it is known by: kind, pattern, colour and a number. */
export const catalogue: ReadonlyMap<string, Item> = named();

/** Products whose picture is another product's: the same thing listed twice, as shops do. */
export const listedTwice: ReadonlyMap<string, string> = new Map([
  ['dress-floral-cream-01-outlet', 'dress-floral-cream-01'],
  ['sneakers-white-01-outlet', 'sneakers-white-01'],
]);
