import type { CatalogDocument } from '@openfashion/catalog';
import { givenQdrant, qdrantVersion } from '../../harness/qdrant-server.js';
import { time } from '../pairs.js';
import { type Part, thousands } from '../part.js';
import { measureShapes, type ShapeFigures } from '../recall/measure.js';
import { mixture } from '../recall/mixture.js';
import { shopDocument } from '../recall/shapes.js';
import { fill, indexed, openStores, type Stores } from '../recall/stores.js';
import type { Section } from '../report.js';

const dimension = 256;
const services = 10;
/** What must be found of the exact ten best. */
const least = 0.99;
const seed = 1;
const queriesPerRound = 40;

/** Recall and latency of searches in Qdrant beside the embedded store, which compares everything, in the same run. */
export const recall: Part = async (section, { rounds, documents }) => {
  if (qdrantVersion === undefined && givenQdrant === undefined) {
    section.table(['recall'], [['not measured: no qdrant on the PATH and no OPENFASHION_TEST_QDRANT_URL']]);
    return;
  }
  const count = documents.at(-1) ?? 0;
  await using stores = await openStores();
  const draw = mixture(dimension, seed);
  const queries = Array.from({ length: queriesPerRound * rounds }, () => draw().vector);
  const all = Array.from({ length: count }, (_, row) => shopDocument(row, draw()));
  section.text(
    `Qdrant ${stores.server.version}, one node; ${dimension} dimensions, seed ${seed}: a mixture of styles with noise (test/bench/recall/mixture.ts); ${queries.length} queries of each shape, one at a time.`,
  );
  const size = Math.floor(count / services);
  const parts = Array.from({ length: services }, (_, index) => all.slice(index * size, (index + 1) * size));
  const worst = [
    await measureIn(section, stores, `${services} services of ${thousands(size)}`, parts, queries),
    await measureIn(section, stores, `one service of ${thousands(count)}`, [all], queries),
  ];
  if (Math.min(...worst) < least) throw new Error(`recall@10 of ${Math.min(...worst)}, below ${least}`);
};

/** @returns the lowest recall */
async function measureIn(
  section: Section,
  { qdrant, embedded, server }: Stores,
  name: string,
  parts: readonly (readonly CatalogDocument[])[],
  queries: readonly Float32Array[],
): Promise<number> {
  const embedding = `bench-${parts.length}`;
  const scopeOf = (index: number) => ({ service: `${embedding}-${index}`, embedding });
  for (const store of [qdrant, embedded]) await store.ensureCollection({ embedding, dimension });
  const filling = async (store: typeof qdrant) => {
    for (const [index, part] of parts.entries()) await fill(store, scopeOf(index), part);
  };
  const count = parts.reduce((sum, part) => sum + part.length, 0);
  const rate = (milliseconds: number) => thousands(Math.round(count / (milliseconds / 1000)));
  const written = { qdrant: await time(() => filling(qdrant)), embedded: await time(() => filling(embedded)) };
  let graph = 0;
  const building = await time(async () => {
    graph = await indexed(server);
  });
  // The service in the middle stands for all: the others are what it must not see.
  const at = Math.floor(parts.length / 2);
  const own = parts[at] ?? [];
  for (const store of [qdrant, embedded]) {
    await store.search(scopeOf(at), { vector: queries[0] ?? new Float32Array(dimension), limit: 10, filters: [] });
  }
  const rows = await measureShapes({ qdrant, embedded }, scopeOf(at), own, queries);
  section.table(
    [name, 'pass', 'recall@10', 'p50 / p95 ms', 'embedded: recall@10', 'p50 / p95 ms'],
    rows.map((row) => [row.shape, percent(row.passing), ...cells(row, 'qdrant'), ...cells(row, 'embedded')]),
  );
  const resident = (await server.server?.holdings())?.ownBytes;
  section.text(
    `Written at ${rate(written.qdrant)} documents a second (embedded: ${rate(written.embedded)}), indexed ${(building / 1000).toFixed(1)} s later: ${thousands(graph)} vectors in graphs${resident === undefined ? '' : `, ${Math.round(resident / 2 ** 20)} MB resident`}.`,
  );
  return Math.min(...rows.map(({ stores }) => stores['qdrant']?.recall ?? 0));
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function cells({ stores }: ShapeFigures, name: string): string[] {
  const figures = stores[name];
  if (figures === undefined) return ['', ''];
  return [figures.recall.toFixed(4), `${figures.p50.toFixed(1)} / ${figures.p95.toFixed(1)}`];
}
