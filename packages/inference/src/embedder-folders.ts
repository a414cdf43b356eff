import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifestFor } from './read-model.js';
import { taskNames } from './tasks/index.js';

/**
 * Where embedders are looked for in a folder of models: the one of new services, the one before it, and one to come.
 * The names say what is to become of services: those with vectors of `previous` are to be changed, those of `next` not.
 */
const folderNames = {
  current: taskNames.embed,
  previous: `${taskNames.embed}-previous`,
  next: `${taskNames.embed}-next`,
} as const;
export type EmbedderRole = keyof typeof folderNames;

export interface EmbedderFolder {
  readonly role: EmbedderRole;
  /** Its name in the folder of models. */
  readonly folder: string;
  /** Id of the vectors that its model makes. */
  readonly embedding: string;
}

/**
 * The embedders of a folder of models, each embedding id once, the one of new services first.
 * @throws ModelError naming the manifest that cannot be used
 */
export async function findEmbedders(modelsDir: string): Promise<readonly EmbedderFolder[]> {
  const found: EmbedderFolder[] = [];
  for (const [role, folder] of Object.entries(folderNames) as [EmbedderRole, string][]) {
    if (role !== 'current' && !(await exists(join(modelsDir, folder)))) continue;
    const { embedding } = await readManifestFor(join(modelsDir, folder), 'embed');
    // A folder that was copied rather than moved.
    if (found.some((one) => one.embedding === embedding.id)) continue;
    found.push({ role, folder, embedding: embedding.id });
  }
  return found;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
