import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { picturesDirectory, sampleProducts } from '@openfashion/samples';

/** Names of the pictures that show an item, and their SHA-256 in hex. */
export async function samplePictures(): Promise<Map<string, string>> {
  const hashed = [...new Set(sampleProducts().map(({ file }) => file))].map(async (file) => {
    const bytes = await readFile(join(picturesDirectory, file));
    return [file, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return new Map(await Promise.all(hashed));
}
