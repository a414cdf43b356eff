import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Asked, askService } from '../ask.js';
import { type CatalogueRow, sample } from '../data.js';
import { type Neighbourhood, precision, wanted } from '../figures/neighbours.js';
import { indexProducts, productOf } from '../gallery.js';
import { mapConcurrently, Stopwatch } from '../latency.js';
import type { Part, Stage } from '../part.js';
import { contactSheet } from '../pictures/contact-sheet.js';
import type { Cell, Table } from '../report.js';

const service = 'evaluation';
const trainProducts = 2000;

/** A shop of a size that is soon indexed: how good and how fast its answers are, and some to look at. */
export const search: Part = {
  about: 'a small gallery by id and by file, times of requests, a contact sheet',
  async run(stage) {
    const { data, client, addressOf, train = trainProducts, seed, say } = stage;
    const judged = new Set(data.judged.catalogue);
    const others = data.catalogue.filter((row) => row.split === 'train' && !judged.has(row));
    const gallery = [...judged, ...sample(others, train, seed)];
    await client.createService(service);
    const started = performance.now();
    const products = gallery.map((row) => productOf(row, addressOf));
    const ids = await indexProducts(client, service, products, say);
    const seconds = (performance.now() - started) / 1000;

    const queries = [...judged].filter(({ id }) => ids.has(String(id)));
    const rows = new Map(gallery.map((row) => [String(row.id), row]));
    const stopwatch = new Stopwatch();
    const asked = timed(askService(client, service), stopwatch);
    say(`  ${queries.length} products look for their neighbours, by id and by file`);
    const byId = await neighbourhoods(queries, rows, ({ id }) => asked.searchById(String(id), wanted));
    const byFile = await neighbourhoods(queries, rows, async ({ id, file }) => {
      const bytes = await readFile(join(data.folder, 'catalogue', file));
      // A picture in which nothing is found has ten wrong neighbours.
      const found = (await asked.searchByFile(bytes, wanted + 1)) ?? [];
      return found.filter((one) => one !== String(id)).slice(0, wanted);
    });
    await mapConcurrently([...judged].slice(0, 200), 4, async ({ file }) => {
      await asked.detect(addressOf(`catalogue/${file}`));
      await asked.tag(addressOf(`catalogue/${file}`));
    });
    await draw(stage, byId);
    return [
      {
        title: 'Indexing',
        columns: ['measure', 'figure'],
        rows: [
          ['products', gallery.length],
          ['share indexed', { value: ids.size / gallery.length }],
          ['products per second', gallery.length / seconds],
        ],
      },
      precisions(stage, byId, byFile),
      times(stopwatch),
    ];
  },
};

/** The same, with how long each kind of request took. */
const timed = (asked: Asked, stopwatch: Stopwatch): Asked => ({
  detect: (...args) => stopwatch.time('detect', () => asked.detect(...args)),
  tag: (...args) => stopwatch.time('tag', () => asked.tag(...args)),
  searchById: (...args) => stopwatch.time('search by id', () => asked.searchById(...args)),
  searchByLink: (...args) => stopwatch.time('search by link', () => asked.searchByLink(...args)),
  searchByFile: (...args) => stopwatch.time('search by file', () => asked.searchByFile(...args)),
});

/** @param ask ten neighbours of a query, itself not among them */
const neighbourhoods = (
  queries: readonly CatalogueRow[],
  rows: ReadonlyMap<string, CatalogueRow>,
  ask: (query: CatalogueRow) => Promise<readonly string[]>,
): Promise<Neighbourhood[]> =>
  mapConcurrently(queries, 4, async (query) => ({ query, neighbours: (await ask(query)).map((id) => rows.get(id)) }));

function precisions({ estimate }: Stage, byId: readonly Neighbourhood[], byFile: readonly Neighbourhood[]): Table {
  const row = (name: string, some: readonly Neighbourhood[]): Cell[] => {
    const { sameType, sameTypeAndColour } = precision(some, estimate);
    return [name, some.length, sameType, sameTypeAndColour];
  };
  return {
    title: 'Precision@10 in the small gallery',
    columns: ['measure', 'queries', 'same articleType', 'same articleType and baseColour'],
    rows: [row('by product id', byId), row('by uploaded file', byFile)],
  };
}

const times = (stopwatch: Stopwatch): Table => ({
  title: 'Times, four requests at once',
  columns: ['request', 'count', 'p50 ms', 'p95 ms'],
  rows: Object.entries(stopwatch.summary()).map(([kind, { count, p50, p95 }]) => [kind, count, p50, p95]),
});

/** Twenty queries, each with its ten neighbours, as a picture. */
async function draw({ data, out, seed, say }: Stage, byId: readonly Neighbourhood[]): Promise<void> {
  const shown = sample(byId, 20, seed);
  const fileOf = ({ file }: CatalogueRow) => join(data.folder, 'catalogue', file);
  const sheet = join(out, 'neighbours.png');
  await contactSheet(
    shown.map(({ query, neighbours }) => [query, ...neighbours.filter((one) => one !== undefined)].map(fileOf)),
    sheet,
  );
  say(`  wrote ${sheet}`);
}
