import { basename } from 'node:path';
import { taskNames } from '@openfashion/inference';
import { picturesDirectory } from '@openfashion/samples';
import { closedLoop } from '../../harness/closed-loop.js';
import { median, percentile } from '../../harness/figures.js';
import { tasks } from '../../harness/model-service.js';
import { ModelServices } from '../../harness/model-services.js';
import { pictures } from '../../harness/picture-forms.js';
import { startPictureSite } from '../../harness/picture-site.js';
import { LoopDelayMeter } from '../loop-delay.js';
import { time } from '../pairs.js';
import { type Part, type Scale, thousands } from '../part.js';
import { SearchScript } from '../services/search-script.js';
import { Shop } from '../shop.js';
import { picturesInMemory } from './indexing.js';

const several = 4;
/** Turns of both ways in what a round lasts: so short that a drift of the machine's speed falls on both. */
const turnsPerRound = 4;

/**
 * POST search on a server whose models are three services, beside a script that decodes and calls the services itself; and
 * how late the event loops of all four processes run meanwhile.
 */
export const remoteSearch: Part = async (section, scale) => {
  await using services = await ModelServices.open();
  await using script = await SearchScript.start({
    detect: await services.of('detect').address(),
    embed: await services.of('embed').address(),
  });
  await using site = await startPictureSite(picturesDirectory, await picturesInMemory());
  const operators = Object.fromEntries(
    await Promise.all(tasks.map(async (task) => [taskNames[task], await services.of(task).operatorUrl()] as const)),
  );
  const searches: string[][] = [];
  const delays: string[][] = [];
  for (const count of scale.documents) {
    await using shop = await Shop.open(count, services.settings);
    for (const concurrency of [1, several]) {
      searches.push([thousands(count), `${concurrency}`, ...(await besideScript(shop, script, concurrency, scale))]);
    }
    await using meter = new LoopDelayMeter<string>({ server: shop.baseUrl, ...operators });
    // Tags too: a search does not ask the tagger.
    const tag = (picture: number) => shop.tag(`${site.url}/${basename(pictures[picture % pictures.length] ?? '')}`);
    const mixed = (index: number) => (index % 2 === 0 ? shop.searchByPicture(index) : tag(index));
    const found = [];
    for (let round = 0; round < scale.rounds; round++) {
      const load = { concurrency: several, milliseconds: scale.milliseconds };
      found.push(await meter.during(() => closedLoop(mixed, load)));
    }
    const idle = median(found.map((each) => each['idle'] ?? Number.NaN));
    for (const name of Object.keys(found[0] ?? {}).filter((name) => name !== 'idle')) {
      const own = median(found.map((each) => each[name] ?? Number.NaN));
      delays.push([thousands(count), name, ...[idle, own, own - idle].map((ms) => ms.toFixed(1))]);
    }
  }
  section.table(
    [
      'documents',
      'at once',
      'script, p50 ms',
      'product, p50 ms',
      'ratio',
      'script, p99 ms',
      'product, p99 ms',
      'ratio',
    ],
    searches,
  );
  section.table(
    [
      'documents',
      `under ${several} searches and tags at once`,
      'idle Node, loop delay p99 ms',
      'its loop delay p99 ms',
      'difference',
    ],
    delays,
  );
};

/** Percentiles of all calls of both ways, which take short turns. */
async function besideScript(shop: Shop, script: SearchScript, concurrency: number, scale: Scale): Promise<string[]> {
  const load = { concurrency, milliseconds: scale.milliseconds / turnsPerRound };
  const ways = {
    script: () => script.run(load),
    product: async () => {
      const times: number[] = [];
      await closedLoop(async (index) => void times.push(await time(() => shop.searchByPicture(index))), load);
      return times;
    },
  };
  const times: Record<keyof typeof ways, number[]> = { script: [], product: [] };
  for (let turn = 0; turn <= scale.rounds * turnsPerRound; turn++) {
    // The first turn of each warms it; then each goes first in turn.
    for (const way of turn % 2 === 0 ? (['script', 'product'] as const) : (['product', 'script'] as const)) {
      const took = await ways[way]();
      if (turn > 0) times[way].push(...took);
    }
  }
  return [0.5, 0.99].flatMap((share) => {
    const [base, ours] = [percentile(times.script, share), percentile(times.product, share)];
    return [base.toFixed(1), ours.toFixed(1), (ours / base).toFixed(2)];
  });
}
