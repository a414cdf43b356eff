import { join } from 'node:path';
import { largestItem } from '@openfashion/inference';
import { seededRandom } from '../../harness/random.js';
import { type Asked, askService, detect, embed } from '../ask.js';
import type { CatalogueRow } from '../data.js';
import { type Contribution, share, yesOrNo } from '../figures/bootstrap.js';
import { mistakes } from '../figures/mistakes.js';
import { type Neighbourhood, precision, wanted } from '../figures/neighbours.js';
import type { Gallery } from '../gallery.js';
import { mapConcurrently } from '../latency.js';
import type { Part, Stage } from '../part.js';
import { type Alteration, alterations } from '../pictures/alterations.js';
import { type Backdrop, openBackdrops } from '../pictures/backdrops.js';
import { decodePicture, readPicture } from '../pictures/read-picture.js';
import type { Cell, Table } from '../report.js';
import { cosines, type Vectors } from '../vectors.js';

/** Neighbours in the whole catalogue, and altered pictures that look for their original. */
export const embedder: Part = {
  about: 'neighbours in the whole catalogue by id; altered pictures look for their original',
  async run(stage) {
    const gallery = await stage.gallery();
    const queries = stage.data.judged.catalogue.filter(({ type }) => type);
    const asked = askService(stage.client, gallery.service);
    return [...(await neighbours(stage, gallery, asked, queries)), await originals(stage, gallery, asked, queries)];
  },
};

/** Types with fewer queries say nothing. */
const enough = 10;

/** A product that was not indexed has ten wrong neighbours. */
async function neighbours(
  { estimate, say }: Stage,
  { rows, indexed }: Gallery,
  asked: Asked,
  queries: readonly CatalogueRow[],
): Promise<Table[]> {
  say(`  ${queries.length} products look for their neighbours by id`);
  const all = await mapConcurrently(queries, 4, async (query) => {
    const id = String(query.id);
    const found = indexed.has(id) ? await asked.searchById(id, wanted) : [];
    return { query, neighbours: found.map((one) => rows.get(one)) };
  });
  const row = (name: string, some: typeof all): Cell[] => {
    const { sameType, sameTypeAndColour } = precision(some, estimate);
    return [name, some.length, sameType, sameTypeAndColour];
  };
  const types = [...new Set(queries.map(({ articleType }) => articleType))]
    .map((type) => ({ type, some: all.filter(({ query }) => query.articleType === type) }))
    .filter(({ some }) => some.length >= enough)
    .sort((a, b) => b.some.length - a.some.length);
  const measures = ['queries', 'same articleType', 'same articleType and baseColour'];
  const missing = queries.filter(({ id }) => !indexed.has(String(id))).length;
  return [
    {
      title: `Precision@10 by product id, gallery of ${indexed.size} products; ${missing} queries were not indexed`,
      columns: ['measure', ...measures],
      rows: [row('all queries', all)],
    },
    {
      title: `Precision@10 by articleType, ${enough} queries or more`,
      columns: ['articleType', ...measures],
      rows: types.map(({ type, some }) => row(type, some)),
    },
    strangers(all),
  ];
}

/** How many kinds of wrong neighbours are told. */
const told = 20;

/** Which types stand among the ten in place of the query's. */
function strangers(all: readonly Neighbourhood[]): Table {
  const answers = all.flatMap(({ query, neighbours }) =>
    neighbours.map((one) => ({ truth: query.articleType, said: one?.articleType })),
  );
  const found = mistakes(answers);
  const wrong = found.reduce((sum, { times }) => sum + times, 0);
  return {
    title: `Neighbours of another articleType: ${wrong} of ${answers.length}, the commonest ${told} kinds`,
    columns: ["query's articleType", "neighbour's", 'neighbours', 'share of the wrong ones'],
    rows: found
      .slice(0, told)
      .map(({ truth, said, times }) => [truth, said ?? 'not in the data', times, { value: times / wrong }]),
  };
}

async function originals(
  stage: Stage,
  gallery: Gallery,
  asked: Asked,
  queries: readonly CatalogueRow[],
): Promise<Table> {
  const { data, models, say } = stage;
  const backdrop = openBackdrops(data.folder, data.judged.street);
  const vectors = await gallery.vectors();
  const boxes = await mapConcurrently(queries, 4, async ({ file }) => {
    const found = await detect(models, await readPicture(join(data.folder, 'catalogue', file)));
    // What was indexed of the original.
    return largestItem(found, models.detector.thresholds.indexing)?.box;
  });
  const rows: Cell[][] = [];
  for (const alteration of alterations) {
    say(`  ${alteration.name}: ${queries.length} pictures look for their original`);
    const found = await mapConcurrently(queries, 4, async (query, index) => {
      const { bytes, place } = await altered(stage, alteration, query, backdrop);
      const box = boxes[index];
      const region = box && { picture: await decodePicture(bytes), box: place(box) };
      return {
        byFile: (await asked.searchByFile(bytes, wanted))?.indexOf(String(query.id)),
        byBox: region && rankOf(vectors, String(query.id), await embed(models, region)),
      };
    });
    rows.push([alteration.name, ...figuresOf(stage, found)]);
  }
  return {
    title: `Altered pictures that find their original among ${vectors.ids.length}, ${queries.length} queries`,
    columns: [
      'alteration',
      'item found',
      'first, of all',
      'among ten, of all',
      'first, of those with an item',
      'among ten, of those with an item',
      'first, box carried over',
      'among ten, box carried over',
    ],
    rows,
  };
}

async function altered({ data, seed }: Stage, alteration: Alteration, { file, id }: CatalogueRow, backdrop: Backdrop) {
  const picture = await readPicture(join(data.folder, 'catalogue', file));
  return alteration.apply(picture, seededRandom(seed + id), backdrop);
}

interface Found {
  /** Place of the original among ten, -1 for none of them; undefined where no item was found. */
  readonly byFile: number | undefined;
  /** Products that are nearer than the original; undefined where that was not indexed. */
  readonly byBox: number | undefined;
}

function figuresOf({ estimate }: Stage, found: readonly Found[]): Cell[] {
  const of = (contribution: (one: Found) => Contribution) => share(estimate, found.map(contribution));
  const notAsked: Contribution = { hits: 0, of: 0 };
  const isWithin = (place: number | undefined, most: number) => place !== undefined && place >= 0 && place < most;
  const ofAll = (most: number) => of(({ byFile }) => yesOrNo(isWithin(byFile, most)));
  const ofFound = (most: number) =>
    of(({ byFile }) => (byFile === undefined ? notAsked : yesOrNo(isWithin(byFile, most))));
  const ofBoxes = (most: number) =>
    of(({ byBox }) => (byBox === undefined ? notAsked : yesOrNo(isWithin(byBox, most))));
  return [
    of(({ byFile }) => yesOrNo(byFile !== undefined)),
    ofAll(1),
    ofAll(wanted),
    ofFound(1),
    ofFound(wanted),
    ofBoxes(1),
    ofBoxes(wanted),
  ];
}

/** How many others are nearer; undefined where the product has no vector. */
function rankOf(vectors: Vectors, id: string, vector: Float32Array): number | undefined {
  const own = vectors.ids.indexOf(id);
  if (own === -1) return undefined;
  const all = cosines(vectors, vector);
  const ownCosine = all[own] ?? 0;
  return all.reduce((nearer, cosine) => nearer + (cosine > ownCosine ? 1 : 0), 0);
}
