import { type Embedder, type EmbedderFolder, ModelError, type Served } from '@openfashion/inference';
import type { Settings } from '@openfashion/settings';

/** Opens the embedder whose manifest is in a folder: behind an address, or in this process's care. */
export type OpenEmbedder = (folder: EmbedderFolder, address?: string) => Promise<Served<Embedder>>;

/**
 * Open every embedder that the settings name, or every one of the folder of models; that of new services first.
 * @param folders what the folder of models has
 * @throws ModelError when an address is of vectors that no manifest there makes; what was opened is closed
 */
export async function openEmbedders(
  addresses: Settings['embedderAddress'],
  folders: readonly EmbedderFolder[],
  open: OpenEmbedder,
): Promise<readonly Served<Embedder>[]> {
  const wanted =
    addresses === undefined
      ? folders.map((folder) => ({ folder, address: undefined }))
      : addresses.map(({ embedding, address }) => ({ folder: folderOf(folders, embedding), address }));
  const starts = await Promise.allSettled(wanted.map(({ folder, address }) => open(folder, address)));
  const opened = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed === undefined) return opened;
  await Promise.all(opened.map((one) => one.close()));
  throw failed.reason;
}

function folderOf(folders: readonly EmbedderFolder[], embedding: string | undefined): EmbedderFolder {
  const found = embedding === undefined ? folders[0] : folders.find((one) => one.embedding === embedding);
  if (found) return found;
  const known = folders.map((one) => `${one.folder}/ (${one.embedding})`).join(', ');
  throw new ModelError(
    `OPENFASHION_EMBEDDER_ADDR: no embedder folder of the models makes ${embedding}; there are ${known}`,
  );
}
