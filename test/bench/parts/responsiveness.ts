import { picturesDirectory } from '@openfashion/samples';
import { closedLoop } from '../../harness/closed-loop.js';
import { median } from '../../harness/figures.js';
import { startPictureSite } from '../../harness/picture-site.js';
import { LoopDelayMeter } from '../loop-delay.js';
import { interleaved } from '../pairs.js';
import { type Part, thousands } from '../part.js';
import { Shop } from '../shop.js';
import { finished, linesOf, picturesInMemory, send } from './indexing.js';

/** Lines of a job that goes on for as long as a measurement takes, on any machine. */
const linesPerSecond = 100;

/** How long a shopper waits while the product works: for the event loop, and for a lone search beside an index job. */
export const responsiveness: Part = async (section, { rounds, documents, milliseconds }) => {
  await using site = await startPictureSite(picturesDirectory, await picturesInMemory());
  const delays: string[][] = [];
  const waits: string[][] = [];
  let job = 0;
  for (const count of documents) {
    await using shop = await Shop.open(count);
    await using meter = new LoopDelayMeter({ product: shop.baseUrl });
    const besideJob = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      const running = await send(
        shop,
        linesOf(site.url, job++, Math.ceil((linesPerSecond * milliseconds) / 1000), count),
      );
      const result = await work();
      await finished(shop, running);
      return result;
    };
    const load = () => closedLoop((picture) => shop.searchByPicture(picture), { concurrency: 16, milliseconds });
    const byId = () => closedLoop((index) => shop.searchById(`p${index % count}`), { concurrency: 16, milliseconds });
    for (const [name, work] of Object.entries({
      'searches by picture, 16 at once': load,
      'searches by id, 16 at once': byId,
      'an index job': () => besideJob(() => new Promise((resolve) => setTimeout(resolve, milliseconds))),
    })) {
      const pairs = [];
      for (let round = 0; round < rounds; round++) pairs.push(await meter.during(work));
      const [own, other] = [median(pairs.map(({ product }) => product)), median(pairs.map(({ idle }) => idle))];
      delays.push([thousands(count), name, other.toFixed(1), own.toFixed(1), (own - other).toFixed(1)]);
    }
    const lone = async () => {
      const times: number[] = [];
      await closedLoop(
        async (picture) => {
          const start = performance.now();
          await shop.searchByPicture(picture);
          times.push(performance.now() - start);
        },
        { concurrency: 1, milliseconds },
      );
      times.sort((a, b) => a - b);
      return times[Math.floor(times.length * 0.95)] ?? Number.NaN;
    };
    const { idle: base, busy } = await interleaved({ idle: lone, busy: () => besideJob(lone) }, rounds);
    waits.push([
      thousands(count),
      `${base?.value.toFixed(0)}`,
      `${busy?.value.toFixed(0)}`,
      `${busy?.ratio.toFixed(2)}`,
    ]);
  }
  section.table(
    ['documents', 'under', 'idle Node, loop delay p99 ms', 'product, loop delay p99 ms', 'difference'],
    delays,
  );
  section.table(['documents', 'lone search, p95 ms', 'beside an index job, p95 ms', 'ratio'], waits);
};
