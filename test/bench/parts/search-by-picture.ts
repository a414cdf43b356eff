import { cpus } from 'node:os';
import { closedLoop, type Load } from '../../harness/closed-loop.js';
import { median } from '../../harness/figures.js';
import { modelsDirectory } from '../../harness/models.js';
import { pictures } from '../../harness/picture-forms.js';
import { interleaved } from '../pairs.js';
import { type Part, thousands } from '../part.js';
import { PlainLoops } from '../plain/loops.js';
import { Shop } from '../shop.js';

const concurrency = 16;

/**
 * POST search through REST beside plain loops of the same decoding, models and scan, one loop a core: the product has
 * those cores too, and its client with it.
 */
export const searchByPicture: Part = async (section, { rounds, documents, milliseconds }) => {
  const loops = cpus().length;
  const rows: string[][] = [];
  for (const count of documents) {
    await using shop = await Shop.open(count);
    await using plain = await PlainLoops.start(loops, { models: modelsDirectory, pictures, documents: count });
    const loads: Load[] = [];
    const product = async () => {
      const load = await closedLoop((picture) => shop.searchByPicture(picture), { concurrency, milliseconds });
      loads.push(load);
      return load.perSecond;
    };
    const loop = () => plain.run({ work: 'search', milliseconds });
    const { 'plain loops': base, product: ours } = await interleaved({ 'plain loops': loop, product }, rounds);
    rows.push([
      thousands(count),
      `${base?.value.toFixed(1)}`,
      `${ours?.value.toFixed(1)}`,
      `${ours?.ratio.toFixed(2)}`,
      median(loads.map(({ p50 }) => p50)).toFixed(0),
      median(loads.map(({ p99 }) => p99)).toFixed(0),
    ]);
  }
  section.table(
    ['documents', `${loops} plain loops, pictures/s`, 'product, searches/s', 'product ÷ plain', 'p50 ms', 'p99 ms'],
    rows,
  );
};
