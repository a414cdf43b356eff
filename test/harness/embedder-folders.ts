import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelsDirectory } from './models.js';

export type EmbedderName = 'shipped' | 'wider';

/** Embedding ids of {@link embedderFolders}. */
export const embeddingOf = {
  shipped: async (): Promise<string> => (await shippedManifest()).embedding.id,
  /** The shipped weights on a crop with a wider margin: other vectors, so another id. */
  wider: async (): Promise<string> => 'wider-256-1',
} as const satisfies Record<EmbedderName, () => Promise<string>>;

/**
 * Make a folder of models with the shipped detector and tagger, and an embedder in each of these folders.
 * @param embedders by name of their folder
 */
export async function embedderFolders(directory: string, embedders: Readonly<Record<string, EmbedderName>>) {
  await mkdir(directory, { recursive: true });
  for (const name of ['detector', 'tagger']) await symlink(join(modelsDirectory, name), join(directory, name));
  for (const [folder, embedder] of Object.entries(embedders)) {
    if (embedder === 'shipped') {
      await symlink(join(modelsDirectory, 'embedder'), join(directory, folder));
      continue;
    }
    const { input, embedding, ...manifest } = await shippedManifest();
    const id = await embeddingOf[embedder]();
    await mkdir(join(directory, folder));
    await writeFile(
      join(directory, folder, 'manifest.json'),
      JSON.stringify({ ...manifest, input: { ...input, margin: 0.4 }, embedding: { ...embedding, id } }),
    );
    await symlink(join(modelsDirectory, 'embedder', manifest.file), join(directory, folder, manifest.file));
  }
  return directory;
}

/** What this changes of it; the product checks the rest. */
interface Manifest {
  readonly file: string;
  readonly input: object;
  readonly embedding: { readonly id: string };
}

const shippedManifest = async (): Promise<Manifest> =>
  JSON.parse(await readFile(join(modelsDirectory, 'embedder', 'manifest.json'), 'utf8'));
