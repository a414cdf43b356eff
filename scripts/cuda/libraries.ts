import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Library } from './pins.js';

/** A folder with libraries, or the loader's own list. */
export interface Place {
  readonly folder: string;
  readonly files: readonly string[];
  /** Whether the loader looks there by itself. */
  readonly searched: boolean;
}

/** One library, and where it is. */
export interface Finding {
  readonly library: Library;
  /** Absent: nowhere. */
  readonly place?: Place;
  /** The same library of another major version. */
  readonly other?: { readonly name: string; readonly folder: string };
}

/** Folders that may have libraries, in the loader's order, then those that it would have to be told of. */
export async function findPlaces(environment: NodeJS.ProcessEnv, more: readonly string[]): Promise<Place[]> {
  const told = (environment['LD_LIBRARY_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const named = await Promise.all([
    ...told.map((folder) => list(folder, true)),
    ...more.map((folder) => list(folder, false)),
    ...(await pythonFolders()).map((folder) => list(folder, false)),
  ]);
  return [...named.slice(0, told.length), ...(await loaderCache()), ...named.slice(told.length)];
}

export function look(libraries: readonly Library[], places: readonly Place[]): Finding[] {
  return libraries.map((library) => {
    const place = places.find(({ files }) => files.includes(library.name));
    return place === undefined ? { library, ...otherOf(library, places) } : { library, place };
  });
}

function otherOf(library: Library, places: readonly Place[]): Pick<Finding, 'other'> {
  const { base } = split(library.name);
  const others = places.flatMap(({ folder, files }) =>
    files
      .filter((name) => split(name).base === base && split(name).major !== undefined)
      .map((name) => ({ name, folder })),
  );
  return others[0] === undefined ? {} : { other: others[0] };
}

/** A sentence for each library that is not there. */
export function missing(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ place }) => place === undefined)
    .map(({ library: { name, product, pip }, other }) => {
      const source = pip === undefined ? `comes with ${product}` : `part of ${product}; Python package ${pip}`;
      if (other === undefined) return `${name} is missing (${source})`;
      const [has, wants] = [split(other.name).major, split(name).major];
      return `${product} ${has} is installed, this provider needs ${product} ${wants}: ${name} is missing, ${join(other.folder, other.name)} is there`;
    });
}

/** Folders of libraries that are there but that the loader does not search, for `LD_LIBRARY_PATH`. */
export const untold = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.flatMap(({ place }) => (place === undefined || place.searched ? [] : [place.folder]))),
];

/** `libcublas.so.13` is `libcublas` of 13; `libcublas.so.13.0.2` too. */
function split(name: string): { readonly base: string; readonly major: string | undefined } {
  const [, base = name, major] = /^(.+?)\.so\.(\d+)/.exec(name) ?? [];
  return { base, major };
}

async function list(folder: string, searched: boolean): Promise<Place> {
  return { folder, files: await readdir(folder).catch(() => []), searched };
}

/** The loader's cache, folder by folder. */
async function loaderCache(): Promise<Place[]> {
  const lines = (await output('ldconfig', ['-p'])).matchAll(/=> (\/\S+)\/([^/\s]+)$/gm);
  const folders = new Map<string, string[]>();
  for (const [, folder = '', file = ''] of lines) folders.set(folder, [...(folders.get(folder) ?? []), file]);
  return [...folders].map(([folder, files]) => ({ folder, files, searched: true }));
}

/** `nvidia/…/lib` and TensorRT's folder among Python's packages, where PyTorch and pip put the libraries. */
async function pythonFolders(): Promise<string[]> {
  const program =
    'import glob,sys;[print(f) for p in sys.path for d in ("nvidia/*/lib","tensorrt_libs") for f in sorted(glob.glob(p+"/"+d))]';
  return (await output('python3', ['-c', program])).split('\n').filter((line) => line !== '');
}

/** Nothing where there is no such program. */
async function output(program: string, parameters: readonly string[]): Promise<string> {
  const environment = { ...process.env, PATH: `${process.env['PATH']}${delimiter}/sbin${delimiter}/usr/sbin` };
  const run = promisify(execFile)(program, [...parameters], { env: environment, maxBuffer: 16 * 1_048_576 });
  return run.then(({ stdout }) => stdout).catch(() => '');
}
