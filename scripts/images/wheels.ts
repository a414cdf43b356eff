import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wheel } from './sbom.js';

/** What the CUDA images hold beside the provider, and the provider. */
export const wheelLists = ['deploy/images/cuda.txt', 'deploy/images/cuda-provider.txt'];

/** The wheels of the CUDA images, from the lists that pip installs them by. */
export async function readWheels(repository: string): Promise<Wheel[]> {
  const texts = await Promise.all(wheelLists.map((file) => readFile(join(repository, file), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/^(\S+)==(\S+) \\\n +--hash=sha256:([0-9a-f]{64})$/gm)].map(
      ([, name = '', version = '', sha256 = '']) => ({ name, version, sha256 }),
    ),
  );
}
