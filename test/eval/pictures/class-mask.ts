import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Mask } from './silhouette.js';

/** A street photograph's mask: the id of a class per pixel, 0 where nothing is labelled. */
export async function readClasses(path: string): Promise<Mask> {
  const { data, info } = await sharp(await readFile(path))
    // Grey comes as three channels otherwise.
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
