import { percentile } from '../../harness/figures.js';
import type { Jobs } from './jobs.js';
import type { Shoppers } from './shoppers.js';
import type { Watch } from './watch.js';

const MB = 1_048_576;
const columns = ['s', 'answers/s', 'wrong', 'p50', 'p95', 'p99 ms', 'MB', 'own MB', 'handles', 'files', 'jobs'];
const row = (cells: readonly (string | number)[]) => cells.map((cell) => String(cell).padStart(10)).join('');

/** Prints a row every so many milliseconds: latencies of that time, what the server holds at its end. */
export function startTable(
  { shoppers, watch, jobs }: { readonly shoppers: Shoppers; readonly watch: Watch; readonly jobs: Jobs },
  every: number,
  print: (line: string) => void,
): { stop(): void } {
  print(row(columns));
  let from = shoppers.times.length;
  const wrongs = [shoppers.wrong, jobs.wrong].map((list) => ({ list, told: 0 }));
  const next = () => {
    for (const one of wrongs) {
      for (const line of one.list.slice(one.told, one.told + 3)) print(`WRONG ${line}`);
      one.told = one.list.length;
    }
    const took = shoppers.times.slice(from).map((one) => one.took);
    from = shoppers.times.length;
    const sample = watch.samples.at(-1);
    if (sample === undefined) return;
    print(
      row([
        (sample.at / 1000).toFixed(0),
        ((took.length / every) * 1000).toFixed(1),
        shoppers.wrong.length + jobs.wrong.length,
        ...[0.5, 0.95, 0.99].map((share) => percentile(took, share).toFixed(0)),
        (sample.residentBytes / MB).toFixed(0),
        (sample.ownBytes / MB).toFixed(0),
        sample.handles,
        sample.files,
        jobs.ids.length,
      ]),
    );
  };
  const timer = setInterval(next, every);
  return { stop: () => clearInterval(timer) };
}

/** The latencies of each kind of request since a call. */
export function printKinds(shoppers: Shoppers, from: number, print: (line: string) => void): void {
  print(['kind'.padEnd(18), ...['answers', 'p50', 'p95', 'p99 ms'].map((name) => name.padStart(10))].join(''));
  for (const { kind, count, p } of shoppers.figures(from)) {
    print(kind.padEnd(18) + row([count, ...p.map((ms) => ms.toFixed(0))]));
  }
}
