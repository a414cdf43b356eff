import { copyFile, link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { closure, type Package } from './closure.js';
import { filesOf, isOurs } from './files.js';
import { type ImageName, images } from './images.js';
import { modelFiles, weightsOf } from './models.js';
import { sbomOf } from './sbom.js';
import { readWheels } from './wheels.js';

/** Parts of an image, each a layer, what changes least first: others' packages, models, ours. */
export const parts = ['dependencies', 'models', 'code'] as const;
type Part = (typeof parts)[number];

/** Files by their part, relative to the repository, which is how they lie in the image too. */
export type Listing = Readonly<Record<Part, readonly string[]>>;

/** Files that every image holds: on what terms it may be used, whether it is healthy, and how models are asked. */
const common = [
  'LICENSE',
  'NOTICE',
  'deploy/images/healthy.mjs',
  ...['detector', 'embedder', 'tagger'].map((name) => `proto/openfashion/v1/${name}.proto`),
];

/** What an image holds of the repository, once it is installed and built. */
export async function list(repository: string, name: ImageName): Promise<Listing & { readonly packages: Package[] }> {
  const image = images[name];
  const packages = await closure(repository, image.workspace, image.without);
  const files = async (some: Package[]) => (await Promise.all(some.map((one) => filesOf(repository, one)))).flat();
  return {
    packages,
    dependencies: await files(packages.filter((one) => !isOurs(one))),
    models: await modelFiles(repository, image),
    code: [...common, ...(await files(packages.filter(isOurs)))],
  };
}

/**
 * Lay out an image, each part in the folder that is given for it as it is to be copied to the root of the image.
 * Where the file system can, files are links to those of the repository: they are to be read, never changed.
 */
export async function layOut(repository: string, name: ImageName, into: (part: Part) => string): Promise<void> {
  const { packages, ...listing } = await list(repository, name);
  for (const part of parts) {
    await mkdir(into(part), { recursive: true });
    for (const file of listing[part]) await lay(join(repository, file), join(into(part), file));
  }
  for (const one of packages.filter(isOurs)) await linkPackage(into('code'), one);
  const sbom = await sbomFor(repository, name, packages);
  await writeFile(join(into('code'), 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 1)}\n`);
}

/** The bill of materials of an image that holds these packages. */
export async function sbomFor(repository: string, name: ImageName, packages: readonly Package[]): Promise<object> {
  const image = images[name];
  const { version } = z.object({ version: z.string() }).parse(await readJson(repository, 'package.json'));
  return sbomOf({
    image: name,
    version,
    packages,
    integrity: await integrityOf(repository),
    weights: await weightsOf(repository, image),
    wheels: image.cuda === undefined ? [] : await readWheels(repository),
  });
}

async function lay(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await link(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV' && error.code !== 'EPERM') throw error;
    return copyFile(from, to);
  });
}

/** Node finds our packages among the others, as npm links them. */
async function linkPackage(code: string, { name, folder }: Package): Promise<void> {
  const path = join(code, 'node_modules', name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(relative(dirname(path), join(code, folder)), path);
}

async function integrityOf(repository: string): Promise<Map<string, string>> {
  const schema = z.object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) });
  const { packages } = schema.parse(await readJson(repository, 'package-lock.json'));
  return new Map(
    Object.entries(packages).flatMap(([folder, { integrity }]) =>
      integrity === undefined ? [] : [[folder, integrity]],
    ),
  );
}

const readJson = async (...path: string[]): Promise<unknown> => JSON.parse(await readFile(join(...path), 'utf8'));
