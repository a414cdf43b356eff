import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { openPromise } from 'yauzl';
import { hashOf } from './hash.js';
import type { Pins } from './pins.js';
import { Problem } from './problem.js';

/** Let pip fetch the pinned wheel, from wherever pip is configured to. @returns its path */
export async function downloadWheel(pins: Pins, folder: string): Promise<string> {
  const what = `${pins.package}==${pins.version}`;
  const download = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary',
    ':all:',
    ...pins.pip,
    '--dest',
    folder,
    what,
  ];
  try {
    await promisify(execFile)('python3', download, { maxBuffer: 16 * 1_048_576 });
  } catch (cause) {
    const said =
      cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim().split('\n').at(-1) : String(cause);
    throw new Problem('download', `pip could not download ${what}: ${said}`, { cause });
  }
  return join(folder, pins.wheel);
}

/** Hold a wheel to its pin; nothing of it is read before. */
export async function checkWheel(pins: Pins, file: string): Promise<void> {
  const hash = await hashOf(file).catch((cause: unknown) => {
    throw new Problem('wheel', `${file} cannot be read`, { cause });
  });
  if (hash !== pins.sha256) {
    throw new Problem('hash', `${file} is not ${pins.wheel}: its SHA-256 is ${hash}, not ${pins.sha256}`);
  }
}

/**
 * Take files out of a wheel. Each is written aside and renamed, so that nobody loads half of one, and a process that has
 * the old one loaded keeps it.
 */
export async function extract(pins: Pins, wheel: string, names: readonly string[], into: string): Promise<void> {
  const wanted = new Map(names.map((name) => [`${pins.folder}/${name}`, name]));
  try {
    const zip = await openPromise(wheel);
    for await (const entry of zip.eachEntry()) {
      const name = wanted.get(entry.fileName);
      if (name === undefined) continue;
      wanted.delete(entry.fileName);
      await put(await zip.openReadStreamPromise(entry), join(into, name));
    }
  } catch (cause) {
    throw new Problem('wheel', `${wheel} cannot be unpacked: ${String(cause)}`, { cause });
  }
  const [missing] = wanted.keys();
  if (missing !== undefined) throw new Problem('wheel', `${wheel} has no ${missing}`);
}

async function put(content: NodeJS.ReadableStream, path: string): Promise<void> {
  const aside = `${path}.${process.pid}.part`;
  try {
    await pipeline(content, createWriteStream(aside, { mode: 0o755 }));
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
  }
}
