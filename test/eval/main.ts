import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPictureSite } from '../harness/picture-site.js';
import { startTestNode } from '../harness/single-node.js';
import { contactSheet } from './contact-sheet.js';
import { type CatalogueRow, readCatalogue, readStreet, sample } from './data.js';
import { detectionFigures } from './detection-figures.js';
import { mapConcurrently, Stopwatch } from './latency.js';
import { printReport, type Report } from './report.js';
import { type SearchContext, searchByFile, searchById } from './search-figures.js';
import { tagFigures } from './tag-figures.js';

const usage = `npm run eval -- --data FOLDER [--out FOLDER] [--train N] [--val N] [--seed N]

Starts the single node, indexes real photographs through REST and measures what it answers.
  --data   folder with catalogue/ and street/ (pictures and labels.jsonl each)
  --out    folder for report.json and the contact sheet (default: eval-report)
  --train  training products in the gallery (default 2000)
  --val    validation products, all unless told; fewer for a quick look
  --seed   of the choice of training products (default 1)`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string', default: 'eval-report' },
    train: { type: 'string', default: '2000' },
    val: { type: 'string' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean' },
  },
});
if (values.help || values.data === undefined) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
const { data, out } = values;
const seed = Number(values.seed);
const say = (line: string) => console.error(line);

const all = await readCatalogue(data);
const val = all
  .filter(({ split }) => split === 'val')
  .slice(0, values.val === undefined ? undefined : Number(values.val));
const train = sample(
  all.filter(({ split }) => split === 'train'),
  Number(values.train),
  seed,
);
const gallery = [...val, ...train];
const street = (await readStreet(data)).filter(({ split }) => split === 'val');

await using site = await startPictureSite(join(data, 'catalogue'));
await using server = await startTestNode();
const { client } = server;
const service = 'evaluation';
const addressOf = (row: CatalogueRow) => `${site.url}/${row.file}`;
await client.createService(service);

say(`indexing ${gallery.length} products …`);
const started = performance.now();
const job = await client.index(
  service,
  gallery.map((row) => ({
    productId: String(row.id),
    status: 'enable',
    name: row.name || 'product',
    imageUrl: addressOf(row),
  })),
);
const indexingSeconds = (performance.now() - started) / 1000;
for (const { productId, reason } of job.failures ?? []) say(`  not indexed: ${productId} ${reason}`);

const stopwatch = new Stopwatch();
const context: SearchContext = {
  client,
  service,
  rows: new Map(gallery.map((row) => [String(row.id), row])),
  stopwatch,
};
const indexed = new Set(job.addedProductIds);
const queries = val.filter(({ id }) => indexed.has(String(id)));
say(`searching with ${queries.length} validation products, by id and by file …`);
const byId = await searchById(context, queries);
const byFile = await searchByFile(context, queries, (row) => readFile(join(data, 'catalogue', row.file)));

say('tagging …');
const tags = await tagFigures(client, service, val, addressOf, stopwatch);
say('detecting through REST …');
await mapConcurrently(val.slice(0, 200), 4, (row) =>
  stopwatch.time('detect', () =>
    client.call({ path: `/services/${service}/detect?path=${encodeURIComponent(addressOf(row))}` }),
  ),
);
say(`detecting in ${street.length} street photographs at the Detector interface …`);
const detection = await detectionFigures(server.node.models.detector, join(data, 'street'), street);

const report: Report = {
  gallery: gallery.length,
  shareIndexed: job.addedCount / gallery.length,
  indexedPerSecond: gallery.length / indexingSeconds,
  byId,
  byFile,
  detection,
  tags,
  latencies: stopwatch.summary(),
};
printReport(report);

await mkdir(out, { recursive: true });
await writeFile(
  join(out, 'report.json'),
  JSON.stringify(report, (key, value) => (key === 'neighbours' ? undefined : value), 2),
);
const fileOf = (id: string) => join(data, 'catalogue', context.rows.get(id)?.file ?? '');
const shown = sample(queries, 20, seed).map(({ id }) => String(id));
await contactSheet(
  shown.map((id) => [id, ...(byId.neighbours.get(id) ?? [])].map(fileOf)),
  join(out, 'neighbours.png'),
);
say(`wrote ${join(out, 'report.json')} and ${join(out, 'neighbours.png')}`);
