import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Collection } from '@openfashion/catalog';
import { readModel } from '@openfashion/inference';

/** The weights that come with the source. */
export const modelsDirectory = fileURLToPath(new URL('../../models', import.meta.url));

/** What the embedder makes. */
export async function collectionOfModels(): Promise<Collection> {
  const { manifest } = await readModel(join(modelsDirectory, 'embedder'), 'embed', 'cpu');
  const { id, dimension, calibration } = manifest.embedding;
  return { embedding: id, dimension, ...(calibration && { calibration }) };
}
