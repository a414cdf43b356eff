import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename } from 'node:path';
import { picturesDirectory } from '@openfashion/samples';
import { createClient } from '../../harness/client.js';
import { modelsDirectory } from '../../harness/models.js';
import { pictures } from '../../harness/picture-forms.js';
import { type Page, startPictureSite } from '../../harness/picture-site.js';
import { interleaved } from '../pairs.js';
import { type Part, thousands } from '../part.js';
import { PlainLoops } from '../plain/loops.js';
import { Shop } from '../shop.js';

/** About what two cores index a second: a job lasts about as long as a plain loop. */
const linesPerSecond = 40;

/** An index job through REST beside plain loops of the same decoding and models, one loop a core. */
export const indexing: Part = async (section, { rounds, documents, milliseconds }) => {
  const loops = cpus().length;
  await using site = await startPictureSite(picturesDirectory, await picturesInMemory());
  const rows: string[][] = [];
  for (const count of documents) {
    await using shop = await Shop.open(count);
    await using plain = await PlainLoops.start(loops, { models: modelsDirectory, pictures, documents: 0 });
    const lines = Math.ceil((2 * linesPerSecond * milliseconds) / 1000);
    let round = 0;
    const product = () => indexed(shop, linesOf(site.url, round++, lines, count));
    const loop = () => plain.run({ work: 'index', milliseconds });
    const { 'plain loops': base, product: ours } = await interleaved({ 'plain loops': loop, product }, rounds);
    rows.push([
      thousands(count),
      `${base?.value.toFixed(1)}`,
      `${ours?.value.toFixed(1)}`,
      `${ours?.ratio.toFixed(2)}`,
    ]);
  }
  section.table(['documents', `${loops} plain loops, pictures/s`, 'product, pictures/s', 'product ÷ plain'], rows);
};

/** The site is another machine's matter: it costs these cores as little as it can. */
export async function picturesInMemory(): Promise<Readonly<Record<string, Page>>> {
  const pages = pictures.map(async (file) => {
    const bytes = await readFile(file);
    const page: Page = (_req, res) => void res.end(bytes);
    return [`/${basename(file)}`, page] as const;
  });
  return Object.fromEntries(await Promise.all(pages));
}

/** Updates of the folder's documents, since the largest service is full; no address comes twice. */
export const linesOf = (site: string, round: number, lines: number, documents: number): string[] =>
  Array.from({ length: lines }, (_, line) => {
    const picture = basename(pictures[line % pictures.length] ?? '');
    const productId = `p${(round * lines + line) % documents}`;
    const imageUrl = `${site}/${picture}?${round}-${line}`;
    return JSON.stringify({ productId, name: 'indexed', status: 'enable', imageUrl });
  });

/** Send a file of lines; resolves to its job's id. */
export const send = ({ baseUrl, folder }: Shop, lines: readonly string[]): Promise<string> =>
  createClient(baseUrl, folder.keys).send(folder.service, lines.join('\n'));

/** Wait for a job's end as a shop does that does not hammer. @throws Error when a line of it failed */
export async function finished({ baseUrl, folder }: Shop, job: string): Promise<void> {
  const ended = await createClient(baseUrl, folder.keys).ended(folder.service, job, 100);
  const { status, updatedCount, totalCount } = ended;
  if (updatedCount !== totalCount) throw new Error(`${status} with ${updatedCount} of ${totalCount} lines`);
}

/** Pictures a second of one job, from its request to its end. */
async function indexed(shop: Shop, lines: readonly string[]): Promise<number> {
  const start = performance.now();
  await finished(shop, await send(shop, lines));
  return (lines.length / (performance.now() - start)) * 1000;
}
