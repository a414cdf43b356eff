import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExecutionProvider, type Manifest, manifestSchema, type Task } from './manifest.js';

/** A manifest and where its model is. */
export interface Model<Of extends Manifest = Manifest> {
  readonly manifest: Of;
  /** Path of the weights that were picked. */
  readonly path: string;
}

/** A model folder cannot be used; the message names the file and what is wrong with it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/**
 * Read the manifest of a model folder.
 * @throws ModelError
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = manifestOf(folder);
  const parsed = manifestSchema.safeParse(parseJson(file, (await read(file)).toString('utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ModelError([file, issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
}

/** The same of a model for this task. @throws ModelError */
export async function readManifestFor<Of extends Task>(folder: string, task: Of): Promise<Manifest<Of>> {
  const manifest = await readManifest(folder);
  if (isOf(manifest, task)) return manifest;
  throw new ModelError(`${manifestOf(folder)}: task: must be ${task} here (is ${manifest.task})`);
}

/**
 * Read the manifest of a model folder, pick the weights for where the model will run (the variant that lists the provider,
 * else the main file), and check that they are the file that the manifest means.
 * @throws ModelError
 */
export async function readModel<Of extends Task>(
  folder: string,
  task: Of,
  provider: ExecutionProvider,
): Promise<Model<Manifest<Of>>> {
  const manifest = await readManifestFor(folder, task);
  const weights = manifest.variants?.find(({ providers }) => providers.includes(provider)) ?? manifest;
  const path = join(folder, weights.file);
  const hash = createHash('sha256')
    .update(await read(path))
    .digest('hex');
  if (hash !== weights.sha256) {
    throw new ModelError(`${path} is not the file that ${manifestOf(folder)} means: its SHA-256 is ${hash}`);
  }
  return { manifest, path };
}

const manifestOf = (folder: string) => join(folder, 'manifest.json');

const isOf = <Of extends Task>(manifest: Manifest, task: Of): manifest is Manifest<Of> => manifest.task === task;

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelError(`${file} is not JSON`, { cause });
  }
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new ModelError(`${file} cannot be read`, { cause });
  }
}
