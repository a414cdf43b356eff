import { join } from 'node:path';
import type { Picture } from '@openfashion/imaging';
import sharp from 'sharp';
import { below, pick, type Random } from '../../harness/random.js';
import type { StreetRow } from '../data.js';
import { readClasses } from './class-mask.js';
import { readPicture } from './read-picture.js';
import type { Mask } from './silhouette.js';

/** A piece of street without people, of a size. */
export type Backdrop = (size: { readonly width: number; readonly height: number }, random: Random) => Promise<Picture>;

interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const tries = 40;
/** Least share of a piece that no labelled thing covers; the emptiest of all tries where none has it. */
const emptyEnough = 0.99;

/** Pieces of the photographs: where their masks have nothing, a quarter to half as wide as the photograph. */
export function openBackdrops(folder: string, rows: readonly StreetRow[]): Backdrop {
  const opened = new Map<StreetRow, Promise<{ picture: Picture; classes: Mask }>>();
  const open = (row: StreetRow) => {
    const found = opened.get(row) ?? readBoth(folder, row);
    opened.set(row, found);
    return found;
  };
  return async (size, random) => {
    let best: { picture: Picture; window: Window; empty: number } | undefined;
    for (let attempt = 0; attempt < tries && (best?.empty ?? 0) < emptyEnough; attempt++) {
      const { picture, classes } = await open(pick(random, rows));
      const window = choose(picture, size, random);
      const empty = emptyShare(classes, window);
      if (best === undefined || empty > best.empty) best = { picture, window, empty };
    }
    if (best === undefined) throw new Error('there is no street photograph to take a piece of');
    const { width, height, data } = best.picture;
    const piece = sharp(data, { raw: { width, height, channels: 3 } })
      .extract(best.window)
      .resize(size.width, size.height, { fit: 'fill' });
    return { ...size, data: await piece.raw().toBuffer() };
  };
}

async function readBoth(folder: string, { file, mask }: StreetRow) {
  const [picture, classes] = await Promise.all([
    readPicture(join(folder, 'street', file)),
    readClasses(join(folder, 'street', mask)),
  ]);
  return { picture, classes };
}

/** A window of the size's shape. */
function choose(picture: Picture, size: { width: number; height: number }, random: Random): Window {
  const asked = picture.width * (0.25 + 0.25 * random());
  const width = Math.floor(Math.min(asked, (picture.height * size.width) / size.height));
  const height = Math.min(picture.height, Math.round((width * size.height) / size.width));
  return {
    left: below(random, picture.width - width + 1),
    top: below(random, picture.height - height + 1),
    width,
    height,
  };
}

function emptyShare({ width, data }: Mask, window: Window): number {
  let empty = 0;
  for (let y = window.top; y < window.top + window.height; y++) {
    for (let x = window.left; x < window.left + window.width; x++) if (data[y * width + x] === 0) empty += 1;
  }
  return empty / (window.width * window.height);
}
