import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readStages } from '../../../scripts/images/dockerfile.js';
import { type ImageName, repository } from '../../../scripts/images/images.js';
import { layOut } from '../../../scripts/images/lay-out.js';
import type { Laid } from './image-process.js';

const makeRoot = fileURLToPath(new URL('./root.sh', import.meta.url));
/** Kept between runs: it takes minutes to make. */
const base = join(tmpdir(), 'openfashion-images');

/** The version of Node that images have. */
export async function nodeVersion(): Promise<string> {
  const argument = (await readStages()).get('')?.instructions.find(({ value }) => value.startsWith('NODE='));
  const version = /:(\d+\.\d+\.\d+)-/.exec(argument?.value ?? '')?.[1];
  if (version === undefined) throw new Error('the Dockerfile names no version of Node');
  return version;
}

/** Make the root, and lay the files of images out beside it. @throws Error saying what the root's script lacks */
export async function lay(names: readonly ImageName[]): Promise<Laid & AsyncDisposable> {
  await promisify(execFile)(makeRoot, [base, await nodeVersion()]).catch(({ stderr }: { stderr: string }) => {
    throw new Error(`The root was not made.\n${stderr}`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'openfashion-apps-'));
  for (const name of names) await layOut(repository, name, () => join(folder, name));
  return {
    root: join(base, 'root'),
    app: (name) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
