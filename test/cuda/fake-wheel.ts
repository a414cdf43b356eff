import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { type Pins, pins } from '../../scripts/cuda/pins.js';

/** What the fake libraries hold; they are compressed, as in the real wheel. */
export const contentOf = (name: string) => `${name} `.repeat(1_000);

/** A wheel with the files that a provider's wheel has, of a few kilobytes, and the pins that mean it. */
export async function makeWheel(
  folder: string,
  leaveOut: readonly string[] = [],
): Promise<{ path: string; pins: Pins }> {
  const path = join(folder, pins.wheel);
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from('Version: 1.30.0'), 'onnxruntime_gpu-1.30.0.dist-info/METADATA');
  for (const name of Object.values(pins.files)
    .flat()
    .filter((file) => !leaveOut.includes(file))) {
    zip.addBuffer(Buffer.from(contentOf(name)), `${pins.folder}/${name}`);
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return { path, pins: await pinsOf(path) };
}

/** Bytes that are no wheel, though they are the ones that were pinned. */
export async function makeBrokenWheel(folder: string): Promise<{ path: string; pins: Pins }> {
  const { path } = await makeWheel(folder);
  const whole = await readFile(path);
  await writeFile(path, whole.subarray(0, whole.length / 2));
  return { path, pins: await pinsOf(path) };
}

const pinsOf = async (path: string): Promise<Pins> => ({
  ...pins,
  sha256: createHash('sha256')
    .update(await readFile(path))
    .digest('hex'),
});
