import { join } from 'node:path';
import { openEmbeddedCatalog } from '@openfashion/catalog/embedded';
import { closedLoop, type Load } from '../../harness/closed-loop.js';
import { median } from '../../harness/figures.js';
import { fillFolder } from '../../harness/filled-folder.js';
import { collectionOfModels } from '../../harness/models.js';
import { below, seededRandom } from '../../harness/random.js';
import { interleaved } from '../pairs.js';
import { type Part, thousands } from '../part.js';
import { Shop } from '../shop.js';

const concurrency = 16;

/** GET search by product id through REST beside the same two calls at the catalogue's port, in this process. */
export const searchById: Part = async (section, { rounds, documents, milliseconds }) => {
  const collection = await collectionOfModels();
  const random = seededRandom(1);
  const rows: string[][] = [];
  for (const count of documents) {
    await using shop = await Shop.open(count);
    await using folder = await fillFolder(count, collection);
    const catalog = await openEmbeddedCatalog({ directory: join(folder.directory, 'catalog') });
    const loads: Record<'port' | 'rest', Load[]> = { port: [], rest: [] };
    const run = (where: keyof typeof loads, call: (productId: string) => Promise<unknown>) => async () => {
      const load = await closedLoop(() => call(`p${below(random, count)}`), { concurrency, milliseconds });
      loads[where].push(load);
      return load.perSecond;
    };
    const atPort = async (productId: string) => {
      const product = await catalog.get(folder.scope, productId);
      if (product === undefined) throw new Error(`no product ${productId}`);
      const { vector } = product;
      await catalog.search(folder.scope, { vector, limit: 10, filters: [], excludeProductId: productId });
    };
    const ways = { port: run('port', atPort), rest: run('rest', (productId) => shop.searchById(productId)) };
    const { port, rest } = await interleaved(ways, rounds);
    await catalog.close();
    const p99 = (list: readonly Load[]) => median(list.map((load) => load.p99)).toFixed(1);
    rows.push([
      thousands(count),
      `${port?.value.toFixed(0)}`,
      p99(loads.port),
      `${rest?.value.toFixed(0)}`,
      p99(loads.rest),
      `${rest?.ratio.toFixed(2)}`,
    ]);
  }
  section.table(
    ['documents', 'port, searches/s', 'port, p99 ms', 'REST, requests/s', 'REST, p99 ms', 'REST ÷ port'],
    rows,
  );
};
