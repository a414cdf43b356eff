import { closedLoop } from '../../harness/closed-loop.js';
import { ModelServices } from '../../harness/model-services.js';
import type { Section } from '../report.js';
import { Shop } from '../shop.js';
import { type BusyMeter, percent } from './busy.js';
import type { PlainOptions } from './plain.js';

const documents = 1_000;

/** POST search over HTTP on a server whose models are services, by how many shoppers search at once. */
export async function httpRows(section: Section, meter: BusyMeter, options: PlainOptions): Promise<void> {
  await using services = await ModelServices.open({ OPENFASHION_EXECUTION_PROVIDER: options.provider });
  await using shop = await Shop.open(documents, services.settings);
  await shop.searchByPicture(0);
  const rows: string[][] = [];
  for (const concurrency of options.batches) {
    const load = { concurrency, milliseconds: options.milliseconds };
    const { result, busy } = await meter.during(() => closedLoop((index) => shop.searchByPicture(index), load));
    const { perSecond, p50, p99 } = result;
    rows.push([
      `${concurrency}`,
      perSecond.toFixed(1),
      p50.toFixed(0),
      p99.toFixed(0),
      percent(busy.cpu),
      percent(busy.gpu),
    ]);
  }
  section.table(['HTTP, searches at once', 'searches/s', 'p50 ms', 'p99 ms', 'CPU', 'GPU'], rows);
}
