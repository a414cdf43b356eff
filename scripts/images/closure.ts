import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
});

/** A package as it is installed. */
export interface Package extends z.infer<typeof manifestSchema> {
  /** Its folder, relative to the repository. */
  readonly folder: string;
}

/**
 * All that a workspace package needs to run: itself, its dependencies and theirs, as they are installed. Neither what only
 * development needs nor peers: what is used in earnest is somebody's dependency, the rest are types
 * (`@qdrant/js-client-rest` has `typescript` as one, 24 MB; `npm sbom --omit=peer` loses `zod` too, so npm is no help).
 * @param without names of packages to leave out, with all that only they need
 * @throws Error when a dependency is not installed
 */
export async function closure(repository: string, workspace: string, without: readonly string[]): Promise<Package[]> {
  const found = new Map<string, Package>();
  const visit = async (folder: string): Promise<void> => {
    if (found.has(folder)) return;
    const one = await read(repository, folder);
    found.set(folder, one);
    const names = Object.keys({ ...one.dependencies, ...one.optionalDependencies });
    for (const name of names.filter((name) => !without.includes(name) && !isOnlyTypes(name))) {
      const at = await resolve(repository, folder, name);
      if (at === undefined && !(name in one.optionalDependencies)) {
        throw new Error(`${name}, which ${one.name} needs, is not installed`);
      }
      if (at !== undefined && runsHere(await read(repository, at))) await visit(at);
    }
  };
  await visit(workspace);
  return [...found.values()].sort((a, b) => a.folder.localeCompare(b.folder));
}

/** A package of the workspace is linked into node_modules; its own folder is meant. */
async function resolve(repository: string, from: string, name: string): Promise<string | undefined> {
  if (name.startsWith('@openfashion/')) {
    const own = name.slice('@openfashion/'.length);
    for (const folder of [`packages/${own}`, `services/${own}`, own]) {
      if (await isPackage(join(repository, folder))) return folder;
    }
  }
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (await isPackage(join(repository, candidate))) return candidate;
    if (folder === '.') return undefined;
  }
}

const isPackage = (folder: string) =>
  stat(join(folder, 'package.json')).then(
    () => true,
    () => false,
  );

async function read(repository: string, folder: string): Promise<Package> {
  const text = await readFile(join(repository, folder, 'package.json'), 'utf8');
  return { ...manifestSchema.parse(JSON.parse(text)), folder };
}

const isOnlyTypes = (name: string) => name.startsWith('@types/');

/** Of binaries for many platforms npm installs those of both C libraries; Debian's is glibc. */
const runsHere = ({ name, os, cpu }: Package) =>
  (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true) && !name.includes('musl');
