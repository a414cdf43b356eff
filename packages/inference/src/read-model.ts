import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExecutionProvider, type Manifest, manifestSchema, type Task, type Weights } from './manifest.js';

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
  const { manifest, problems } = await examineManifest(folder);
  if (manifest !== undefined) return manifest;
  throw new ModelError(problems[0]);
}

/** The same with everything that is wrong with it, a line each. @throws ModelError when there is no JSON to look at */
export async function examineManifest(
  folder: string,
): Promise<{ readonly manifest?: Manifest; readonly problems: readonly string[] }> {
  const file = manifestOf(folder);
  const parsed = manifestSchema.safeParse(parseJson(file, (await read(file)).toString('utf8')));
  if (parsed.success) return { manifest: parsed.data, problems: [] };
  const lines = parsed.error.issues.map(({ path, message }) =>
    [file, path.join('.'), message].filter(Boolean).join(': '),
  );
  return { problems: lines };
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
  return { manifest, path: await checkWeights(folder, weights) };
}

/** Path of weights in a model folder. @throws ModelError when they are not the file that the manifest means */
export async function checkWeights(folder: string, { file, sha256 }: Weights): Promise<string> {
  const path = join(folder, file);
  const hash = createHash('sha256')
    .update(await read(path))
    .digest('hex');
  if (hash === sha256) return path;
  throw new ModelError(`${path} is not the file that ${manifestOf(folder)} means: its SHA-256 is ${hash}`);
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
