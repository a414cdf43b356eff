// The last step of the package's build: draws every picture of the catalogue into dist/pictures, in as many processes
// as there are cores (at most four).
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { looks } from './catalogue/looks.js';
import { catalogue, listedTwice } from './catalogue/products.js';
import { shotOf, shotOfLook } from './catalogue/shots.js';
import { takePicture } from './photograph/photograph.js';
import { picturesDirectory } from './samples.js';

const shots = [
  ...[...catalogue].map(([id, item]) => ({ id, shot: () => shotOf(id, item) })),
  ...[...looks].map(([id, item]) => ({ id, shot: () => shotOfLook(id, item) })),
];

const pictureOf = (id: string): string => join(picturesDirectory, `${id}.jpg`);

async function drawShare(share: number, shares: number): Promise<void> {
  for (const { id, shot } of shots.filter((_, i) => i % shares === share))
    await writeFile(pictureOf(id), await takePicture(shot()));
}

async function drawAll(): Promise<void> {
  await mkdir(picturesDirectory, { recursive: true });
  const started = performance.now();
  const shares = Math.min(4, availableParallelism());
  const exits = Array.from({ length: shares }, async (_, share) => {
    const [code] = await once(fork(fileURLToPath(import.meta.url), [String(share), String(shares)]), 'exit');
    if (code !== 0) throw new Error(`drawing share ${share} of ${shares} ended with code ${code}`);
  });
  await Promise.all(exits);
  for (const [id, original] of listedTwice) await copyFile(pictureOf(original), pictureOf(id));
  console.log(`Drew ${shots.length} sample pictures in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

const [share, shares] = process.argv.slice(2).map(Number);
if (share === undefined || shares === undefined) await drawAll();
else await drawShare(share, shares);
