import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { median } from '../../harness/figures.js';
import { fillFolder } from '../../harness/filled-folder.js';
import { collectionOfModels } from '../../harness/models.js';
import { ServerProcess, shopSettings } from '../../harness/server-process.js';
import { type Part, thousands } from '../part.js';
import { Shop } from '../shop.js';

/** From the start of the process to readiness, and the first search after it. */
export const start: Part = async (section, { rounds, documents }) => {
  const collection = await collectionOfModels();
  const rows: string[][] = [];
  for (const count of documents) {
    await using folder = await fillFolder(count, collection);
    const starts: number[] = [];
    const firsts: number[] = [];
    let cold = true;
    for (let round = 0; round < rounds; round++) {
      cold = (await forgetFiles()) && cold;
      const begun = performance.now();
      await using server = new ServerProcess(folder.directory, shopSettings);
      const shop = await Shop.at(server, folder);
      starts.push(performance.now() - begun);
      const asked = performance.now();
      await shop.searchById('p0');
      firsts.push(performance.now() - asked);
      await shop.leave();
      await server.stop();
    }
    rows.push([
      thousands(count),
      cold ? 'from disk' : 'from the page cache',
      median(starts).toFixed(0),
      Math.max(...starts).toFixed(0),
      median(firsts).toFixed(0),
    ]);
  }
  section.table(['documents', 'files come', 'ready after ms, median', 'slowest', 'first search by id, ms'], rows);
};

/** Make the system read everything from its disk again, where this user may; whether that was so. */
async function forgetFiles(): Promise<boolean> {
  execFileSync('sync');
  return writeFile('/proc/sys/vm/drop_caches', '3').then(
    () => true,
    () => false,
  );
}
