import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { modelNames } from './models.js';

/** Precisions that a manifest may list beside its main file. */
export const precisions = ['float16', 'int8'] as const;
export type Precision = (typeof precisions)[number];

/** As much of a manifest as is changed here; packages/inference checks the rest. */
const manifestSchema = z.looseObject({
  variants: z.array(z.looseObject({ precision: z.string(), file: z.string(), sha256: z.string() })).optional(),
});

/** A folder of models of which the variants of one precision are the main files: those that a CPU loads. */
export interface VariantModels extends AsyncDisposable {
  readonly directory: string;
  /** Models that have the variant; the others stay as they are. */
  readonly changed: readonly string[];
}

/** @throws Error when no model of the folder has such a variant */
export async function withVariant(models: string, precision: Precision): Promise<VariantModels> {
  const directory = await mkdtemp(join(tmpdir(), 'openfashion-models-'));
  const dispose = () => rm(directory, { recursive: true });
  const changed: string[] = [];
  for (const name of await modelNames(models)) {
    const target = join(directory, name);
    await mkdir(target);
    if (await link(resolve(models, name), target, precision)) changed.push(name);
  }
  if (changed.length > 0) return { directory, changed, [Symbol.asyncDispose]: dispose };
  await dispose();
  throw new Error(`no model of ${models} has a variant ${precision}`);
}

/** The folder of one model with its files as links and a manifest of its own; resolves to whether it has the variant. */
async function link(source: string, target: string, precision: Precision): Promise<boolean> {
  const { variants, ...manifest } = manifestSchema.parse(
    JSON.parse(await readFile(join(source, 'manifest.json'), 'utf8')),
  );
  const variant = variants?.find((one) => one.precision === precision);
  const weights = variant && { file: variant.file, sha256: variant.sha256 };
  for (const file of await readdir(source)) {
    if (file !== 'manifest.json') await symlink(join(source, file), join(target, file));
  }
  await writeFile(join(target, 'manifest.json'), JSON.stringify({ ...manifest, ...weights }));
  return variant !== undefined;
}
