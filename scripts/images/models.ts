import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Image } from './images.js';

const fileSchema = z.object({ file: z.string(), sha256: z.string() });
const manifestSchema = fileSchema.extend({
  name: z.string(),
  version: z.string(),
  licence: z.object({ weights: z.string() }),
  variants: z.array(fileSchema).default([]),
});

/** Weights that an image holds. */
export interface Weights {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly file: string;
  readonly sha256: string;
}

export async function weightsOf(repository: string, image: Image): Promise<Weights[]> {
  const all = image.weights.map(async (model) => {
    const folder = join('models', model);
    const text = await readFile(join(repository, folder, 'manifest.json'), 'utf8');
    const { name, version, licence, variants, ...main } = manifestSchema.parse(JSON.parse(text));
    return [main, ...variants].map(({ file, sha256 }) => ({
      name,
      version,
      licence: licence.weights,
      file: join(folder, file),
      sha256,
    }));
  });
  return (await Promise.all(all)).flat();
}

/** Files of models, relative to the repository: manifests, and the weights with their cards. */
export async function modelFiles(repository: string, image: Image): Promise<string[]> {
  const weights = await weightsOf(repository, image);
  return [
    ...image.manifests.map((model) => join('models', model, 'manifest.json')),
    ...image.weights.map((model) => join('models', model, 'README.md')),
    ...weights.map(({ file }) => file),
  ].sort();
}
