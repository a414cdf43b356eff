import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { backplaneSuite } from '../suite.js';
import { lockDirectory, openEmbeddedBackplane } from './index.js';

const folders: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'backplane-'));
  folders.push(folder);
  return folder;
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

backplaneSuite('embedded', () => {
  let directory = '';
  const reopen = () => openEmbeddedBackplane({ directory });
  return {
    open: async () => {
      directory = await newFolder();
      return reopen();
    },
    reopen,
  };
});

test('a folder is one holder’s; the refusal names the folder and the process', async () => {
  const folder = await newFolder();
  const lock = await lockDirectory(folder);
  await expect(lockDirectory(folder)).rejects.toThrow(`${folder} is in use by process ${process.pid}`);
  await lock.release();
  await (await lockDirectory(folder)).release();
});

/** Writes as fast as it can and prints what was acknowledged, until it is killed. */
const writerProgram = (adapter: string, directory: string, round: number) => `
  import { openEmbeddedBackplane, lockDirectory } from ${JSON.stringify(adapter)};
  await lockDirectory(${JSON.stringify(directory)});
  const backplane = await openEmbeddedBackplane({ directory: ${JSON.stringify(directory)} });
  const data = new TextEncoder().encode('x'.repeat(500));
  for (let n = 0; ; n++) {
    const id = 'r${round}-' + n;
    await Promise.all([
      backplane.keyValue('kill').create(id, data),
      backplane.workQueue('kill').publish(id, data),
      ...(n % 5 ? [] : [backplane.objectStore('kill').put(id, data)]),
    ]);
    console.log(id);
  }
`;

test('what was acknowledged is there after kill -9', async () => {
  const directory = await newFolder();
  const adapter = new URL('../../dist/embedded/index.js', import.meta.url).href;
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round++) {
    const program = join(directory, 'writer.mjs');
    await writeFile(program, writerProgram(adapter, directory, round));
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    let left = 3 + 17 * round;
    for await (const id of createInterface({ input: child.stdout })) {
      acknowledged.push(id);
      if (left-- === 0) child.kill('SIGKILL');
    }
  }
  const lock = await lockDirectory(directory);
  const backplane = await openEmbeddedBackplane({ directory });
  const stored = new Set((await backplane.keyValue('kill').list('')).map(({ key }) => key));
  const objects = new Set(await backplane.objectStore('kill').list(''));
  expect(acknowledged.length).toBeGreaterThan(80);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(acknowledged.filter((id) => Number(id.split('-')[1]) % 5 === 0 && !objects.has(id))).toEqual([]);
  expect(await backplane.workQueue('kill').size()).toBeGreaterThanOrEqual(acknowledged.length);
  await backplane.close();
  await lock.release();
});
