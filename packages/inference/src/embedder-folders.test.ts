import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEmbedders } from './embedder-folders.js';

const shipped = fileURLToPath(new URL('../../../models/embedder/manifest.json', import.meta.url));

let modelsDir: string;
beforeEach(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'embedders-'));
});
afterEach(() => rm(modelsDir, { recursive: true }));

async function make(folder: string, id: string) {
  await mkdir(join(modelsDir, folder));
  const manifest = JSON.parse(await readFile(shipped, 'utf8'));
  const changed = { ...manifest, embedding: { ...manifest.embedding, id } };
  await writeFile(join(modelsDir, folder, 'manifest.json'), JSON.stringify(changed));
}

test('the embedder of new services comes first, then the one before it and the one to come', async () => {
  for (const [folder, id] of [
    ['embedder-next', 'c'],
    ['embedder', 'b'],
    ['embedder-previous', 'a'],
    ['embedder-of-a-friend', 'd'],
  ] as const) {
    await make(folder, id);
  }
  expect(await findEmbedders(modelsDir)).toEqual([
    { role: 'current', folder: 'embedder', embedding: 'b' },
    { role: 'previous', folder: 'embedder-previous', embedding: 'a' },
    { role: 'next', folder: 'embedder-next', embedding: 'c' },
  ]);
});

test('a copy of the embedder is no other one; an embedder must be there, and each must be one', async () => {
  await expect(findEmbedders(modelsDir)).rejects.toThrow('embedder/manifest.json cannot be read');
  await make('embedder', 'b');
  await make('embedder-next', 'b');
  expect(await findEmbedders(modelsDir)).toHaveLength(1);
  await cp(join(shipped, '../../tagger/manifest.json'), join(modelsDir, 'embedder-previous/manifest.json'));
  await expect(findEmbedders(modelsDir)).rejects.toThrow('embedder-previous/manifest.json: task: must be embed here');
});
