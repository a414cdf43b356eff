import { join } from 'node:path';
import { type Manifest, type Task, taskNames } from '@openfashion/inference';
import { readManifestFor } from '../../packages/inference/src/read-model.js';
import { modelsDirectory } from '../harness/models.js';

export type Manifests = { readonly [Of in Task]: Manifest<Of> };

/** What the shipped models are, but with the least answers: what a message holds is not looked at. */
export async function readManifests(): Promise<Manifests> {
  const read = <Of extends Task>(task: Of) => readManifestFor(join(modelsDirectory, taskNames[task]), task);
  const [detect, embed, tag] = await Promise.all([read('detect'), read('embed'), read('tag')]);
  return { detect, embed: { ...embed, embedding: { ...embed.embedding, dimension: 1 } }, tag: { ...tag, heads: [] } };
}
