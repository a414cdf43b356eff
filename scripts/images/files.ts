import { readdir } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import type { Package } from './closure.js';

export const isOurs = ({ folder }: Package) => !folder.startsWith('node_modules');

/** Files of a package that are of use to a running process, relative to the repository. */
export async function filesOf(repository: string, one: Package): Promise<string[]> {
  const entries = await readdir(join(repository, one.folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(repository, one.folder), join(entry.parentPath, entry.name)))
    .filter((file) => (isOurs(one) ? isBuilt(file) : isUsed(file)))
    .map((file) => join(one.folder, file))
    .sort();
}

/** Of our own packages what `npm run build` made, without what is there for tests. */
const isBuilt = (file: string) =>
  (file === 'package.json' || file.startsWith(`dist${sep}`) || file.startsWith(`bin${sep}`)) &&
  !/[\\/](suite|testing)\b/.test(file) &&
  extname(file) !== '.map';

const runtimeFolder = ['bin', 'napi-v6', process.platform, process.arch, ''].join(sep);

/** Of others' all but types, sources and manuals; packages that are nested in one are packages of their own. */
const isUsed = (file: string) =>
  !file.startsWith(`node_modules${sep}`) &&
  (!['.map', '.ts', '.mts', '.cts', '.md'].includes(extname(file)) || isLicence(file)) &&
  // onnxruntime-node carries every platform, 288 MB.
  (!file.startsWith(join('bin', 'napi-v6')) || file.startsWith(runtimeFolder));

/** Which must go wherever the package goes. */
const isLicence = (file: string) => /^(licen[cs]e|notice|copying)/i.test(basename(file));
