import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** As much of a manifest as tells which weights were measured. */
const schema = z.object({ name: z.string(), version: z.string(), file: z.string(), sha256: z.string() });

export type MeasuredModel = z.infer<typeof schema> & { readonly folder: string };

/** The models of a folder of models. */
export const describeModels = async (models: string): Promise<MeasuredModel[]> =>
  Promise.all(
    (await modelNames(models)).map(async (folder) => ({
      folder,
      ...schema.parse(JSON.parse(await readFile(join(models, folder, 'manifest.json'), 'utf8'))),
    })),
  );

/** Folders that have a manifest. */
export async function modelNames(models: string): Promise<string[]> {
  const names = await readdir(models);
  const has = await Promise.all(names.map((name) => exists(join(models, name, 'manifest.json'))));
  return names.filter((_, index) => has[index]).sort();
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
