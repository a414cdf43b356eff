import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { startPictureSite } from '../../harness/picture-site.js';
import { type Asked, askService, type LinkedItem } from '../ask.js';
import type { StreetItem, StreetRow } from '../data.js';
import { assign } from '../figures/assign.js';
import type { Corners } from '../figures/average-precision.js';
import { type Contribution, share } from '../figures/bootstrap.js';
import { wanted } from '../figures/neighbours.js';
import { indexProducts, removeProducts } from '../gallery.js';
import { mapConcurrently } from '../latency.js';
import type { Part, Stage } from '../part.js';
import { readClasses } from '../pictures/class-mask.js';
import { cutOut } from '../pictures/cut-outs.js';
import { readPicture } from '../pictures/read-picture.js';
import type { Table } from '../report.js';

/**
 * A proxy, since no street photograph here comes with its shop picture: items are cut out by their masks and laid on white
 * among the catalogue's products, and the photograph looks for its own.
 */
export const streetToShop: Part = {
  about: 'items of street photographs look for their own cut-outs among the catalogue',
  async run(stage) {
    const gallery = await stage.gallery();
    const directory = await mkdtemp(join(tmpdir(), 'openfashion-cut-outs-'));
    try {
      const wearers = await cutOutAll(stage, directory);
      await using site = await startPictureSite(directory);
      const products = wearers
        .flatMap(({ items }) => items)
        .map(({ productId }) => ({ productId, name: productId, imageUrl: `${site.url}/${productId}.png` }));
      const ids = await indexProducts(stage.client, gallery.service, products, stage.say);
      try {
        return [await search(stage, askService(stage.client, gallery.service), wearers, ids)];
      } finally {
        // The gallery is shared.
        await removeProducts(stage.client, gallery.service, ids);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
  },
};

const itemsPerPicture = 3;

interface Item extends StreetItem {
  readonly productId: string;
}

/** A photograph and its largest items that have a type. */
interface Wearer {
  readonly row: StreetRow;
  readonly size: { readonly width: number; readonly height: number };
  readonly items: readonly Item[];
}

async function cutOutAll({ data }: Stage, directory: string): Promise<Wearer[]> {
  const folder = join(data.folder, 'street');
  const classNames: readonly string[] = JSON.parse(await readFile(join(folder, 'mask-classes.json'), 'utf8'));
  return mapConcurrently(data.judged.street, 4, async (row, number) => {
    const [picture, classes] = await Promise.all([
      readPicture(join(folder, row.file)),
      readClasses(join(folder, row.mask)),
    ]);
    const items = row.items
      .filter(({ type }) => type)
      .sort((a, b) => area(b.box) - area(a.box))
      .slice(0, itemsPerPicture)
      .map((item, place): Item => ({ ...item, productId: `street-${number}-${place}` }));
    for (const item of items) {
      const { width, height, data } = cutOut(picture, classes, item, classNames.indexOf(item.label));
      await sharp(data, { raw: { width, height, channels: 3 } }).toFile(join(directory, `${item.productId}.png`));
    }
    return { row, size: { width: picture.width, height: picture.height }, items };
  });
}

const area = ([x0, y0, x1, y1]: Corners): number => (x1 - x0) * (y1 - y0);

/** What became of an item: absent where it was not detected, else the place of its own product among ten, -1 for none. */
type Place = number | undefined;

async function search(
  { addressOf, estimate, say }: Stage,
  asked: Asked,
  wearers: readonly Wearer[],
  indexed: ReadonlySet<string>,
): Promise<Table> {
  say(`  ${wearers.length} street photographs look for their items`);
  const places = await mapConcurrently(wearers, 4, async ({ row, size, items }) => {
    const detected = await asked.detect(addressOf(`street/${row.file}`));
    const assigned = assign(
      items.map(({ box: [x0, y0, x1, y1] }) => ({ x0, y0, x1, y1 })),
      detected.map(({ box }) => scaled(box, size)),
    );
    const found: Place[] = [];
    for (const [index, { productId }] of items.entries()) {
      const item = detected[assigned.get(index) ?? -1];
      found.push(item && (await asked.searchByLink(item.link, wanted)).indexOf(productId));
    }
    return found;
  });
  const of = (isIn: (place: Place) => boolean, isHit: (place: Place) => boolean) =>
    share(
      estimate,
      places.map(
        (some): Contribution => ({
          hits: some.filter((place) => isIn(place) && isHit(place)).length,
          of: some.filter(isIn).length,
        }),
      ),
    );
  const all = () => true;
  const isDetected = (place: Place) => place !== undefined;
  const isWithin = (most: number) => (place: Place) => place !== undefined && place >= 0 && place < most;
  const cutOuts = wearers.map(
    ({ items }): Contribution => ({
      hits: items.filter(({ productId }) => indexed.has(productId)).length,
      of: items.length,
    }),
  );
  const count = places.flat().length;
  const detected = places.flat().filter(isDetected).length;
  return {
    title: `Street to shop, ${wearers.length} photographs`,
    columns: ['measure', 'items', 'share'],
    rows: [
      ['cut-outs indexed', count, share(estimate, cutOuts)],
      ['items detected (IoU ≥ 0.5)', count, of(all, isDetected)],
      ['own item first, of those detected', detected, of(isDetected, isWithin(1))],
      ['own item among ten, of those detected', detected, of(isDetected, isWithin(wanted))],
      ['own item first, of all', count, of(all, isWithin(1))],
    ],
  };
}

const scaled = ({ x0, y0, x1, y1 }: LinkedItem['box'], { width, height }: Wearer['size']) => ({
  x0: x0 * width,
  y0: y0 * height,
  x1: x1 * width,
  y1: y1 * height,
});
