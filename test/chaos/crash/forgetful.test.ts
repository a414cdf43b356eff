import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetfulDisk } from './forgetful.js';

/** Does what a program does with files, then dies. */
const program = `
  import { open, rename, rm } from 'node:fs/promises';
  const syncFolder = async () => { const handle = await open('.', 'r'); await handle.sync(); await handle.close(); };
  const put = async (name, text, sync) => {
    const file = await open(name, 'w');
    await file.writeFile(text);
    if (sync) await file.sync();
    return file;
  };
  await put('unsynced', 'a', false);
  await put('first', 'b', true);
  await put('aside', 'c', true);
  await rename('aside', 'renamed');
  await rm('removed');
  await syncFolder();
  const kept = await put('kept', 'one', true);
  await syncFolder();
  await kept.write(' two');
  await kept.datasync();
  await kept.write(' three');
  await put('nameless', 'd', true);
  await rename('renamed', 'again');
  await rm('old');
  process.kill(process.pid, 'SIGKILL');
`;

test('the forgetful disk keeps contents as of their file’s last fsync and names as of their folder’s', async ({
  skip,
}) => {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'forgetful-')));
  try {
    const folder = join(scratch, 'data');
    await mkdir(folder);
    for (const name of ['old', 'removed', 'untouched']) await writeFile(join(folder, name), name);
    const disk = await forgetfulDisk(folder, scratch);
    if (disk === undefined) return skip('a C compiler is needed');
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      env: { ...process.env, ...disk.environment },
      encoding: 'utf8',
    });
    expect([run.signal, run.stderr]).toEqual(['SIGKILL', '']);
    await disk.powerFailure();
    const left = (await readdir(folder)).sort().map(async (name) => [name, await readFile(join(folder, name), 'utf8')]);
    expect(Object.fromEntries(await Promise.all(left))).toEqual({
      unsynced: '',
      first: 'b',
      renamed: 'c',
      kept: 'one two',
      old: 'old',
      untouched: 'untouched',
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});
