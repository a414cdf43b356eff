import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDecoder } from '@openfashion/imaging';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';
import type { SuitePicture } from '../suite.js';

/** Kinds of samples that the shipped detector knows well, with their item types. */
const kinds = { backpack: 'BAG', trousers: 'PANTS', glasses: 'GLASSES' };

/** Pictures for the suite, drawn by our own code. */
export async function samplePictures(): Promise<SuitePicture[]> {
  const decoder = createDecoder();
  return Promise.all(
    Object.entries(kinds).map(async ([kind, type]) => {
      const product = sampleProducts().find((sample) => sample.kind === kind);
      if (!product) throw new Error(`no sample is a ${kind}`);
      return { type, picture: await decoder.decode(await readFile(join(picturesDirectory, product.file))) };
    }),
  );
}
