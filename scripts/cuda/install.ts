import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Marker, markerFile, readMarker } from '@openfashion/inference/provider-files';
import { hashOf } from './hash.js';
import type { Pins, Provider } from './pins.js';
import { Problem } from './problem.js';
import { checkWheel, downloadWheel, extract } from './wheel.js';

/** Put the providers' files into the runtime's folder. @param wheel absent: pip fetches it */
export async function install(
  pins: Pins,
  providers: readonly Provider[],
  into: string,
  wheel: string | undefined,
): Promise<Marker> {
  const aside = await mkdtemp(join(tmpdir(), 'openfashion-cuda-'));
  try {
    const file = wheel ?? (await downloadWheel(pins, aside));
    await checkWheel(pins, file);
    await mkdir(into, { recursive: true });
    // Until all files are there, none is to be trusted.
    await rm(join(into, markerFile), { force: true });
    const names = providers.flatMap((provider) => pins.files[provider]);
    await extract(pins, file, names, into);
    const files = await Promise.all(names.map((name) => describe(into, name)));
    const marker = { version: pins.version, wheel: pins.wheel, files };
    await writeFile(join(into, `${markerFile}.part`), `${JSON.stringify(marker, null, 2)}\n`);
    await rename(join(into, `${markerFile}.part`), join(into, markerFile));
    return marker;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** What is installed, held to what was noted when it was. */
export async function checkInstalled(pins: Pins, providers: readonly Provider[], folder: string): Promise<Marker> {
  const marker = await readMarker(folder);
  const wanted = providers.flatMap((provider) => pins.files[provider]);
  const lacking = wanted.filter((name) => !marker?.files.some((file) => file.name === name));
  if (marker === undefined || lacking.length > 0) {
    throw new Problem('notInstalled', `${folder} has no ${lacking.join(', ')} that this command installed`);
  }
  if (marker.version !== pins.version) {
    throw new Problem('version', `the files in ${folder} are of ${marker.version}, not ${pins.version}`);
  }
  for (const file of marker.files) {
    const now = await describe(folder, file.name).catch(() => undefined);
    if (now?.sha256 !== file.sha256)
      throw new Problem('hash', `${join(folder, file.name)} is not the file that was installed`);
  }
  return marker;
}

async function describe(folder: string, name: string): Promise<Marker['files'][number]> {
  const path = join(folder, name);
  const [{ size }, sha256] = await Promise.all([stat(path), hashOf(path)]);
  return { name, bytes: size, sha256 };
}
