import type { Client } from '../harness/client.js';
import type { CatalogueRow } from './data.js';
import { mapConcurrently, type Stopwatch } from './latency.js';

/** How good the ten nearest neighbours of the queries are. */
export interface SearchFigures {
  readonly queries: number;
  /** Share of neighbours of the query's articleType, over neighbours asked for (ten a query). */
  readonly sameType: number;
  /** … and of its baseColour. */
  readonly sameTypeAndColour: number;
  /** Neighbours of each query, by product id. */
  readonly neighbours: ReadonlyMap<string, readonly string[]>;
}

export interface SearchContext {
  readonly client: Client;
  readonly service: string;
  readonly rows: ReadonlyMap<string, CatalogueRow>;
  readonly stopwatch: Stopwatch;
}

const wanted = 10;
type Ask = (query: CatalogueRow) => Promise<readonly string[]>;

/** Ten neighbours of each query; the query itself is never counted, as in the search by id. */
async function measure(context: SearchContext, queries: readonly CatalogueRow[], ask: Ask): Promise<SearchFigures> {
  const answers = await mapConcurrently(queries, 4, ask);
  const neighbours = new Map(queries.map((query, index) => [String(query.id), answers[index] ?? []]));
  let sameType = 0;
  let both = 0;
  for (const query of queries) {
    for (const id of neighbours.get(String(query.id)) ?? []) {
      const found = context.rows.get(id);
      if (found?.articleType !== query.articleType) continue;
      sameType += 1;
      if (found.baseColour === query.baseColour) both += 1;
    }
  }
  const asked = queries.length * wanted;
  return { queries: queries.length, sameType: sameType / asked, sameTypeAndColour: both / asked, neighbours };
}

const idsOf = (data: { items: readonly { productId: string }[] }) => data.items.map(({ productId }) => productId);

export function searchById(context: SearchContext, queries: readonly CatalogueRow[]): Promise<SearchFigures> {
  const { client, service, stopwatch } = context;
  return measure(context, queries, async ({ id }) => {
    const path = `/services/${service}/products/${id}/search?limit=${wanted}&includeDuplicates=true`;
    const { envelope, text } = await stopwatch.time('search by id', () => client.call({ path }));
    if (!envelope.header.isSuccessful) throw new Error(`search by id ${id}: ${text}`);
    return idsOf(envelope.data);
  });
}

/** @param picture bytes of a query's picture */
export function searchByFile(
  context: SearchContext,
  queries: readonly CatalogueRow[],
  picture: (row: CatalogueRow) => Promise<Uint8Array>,
): Promise<SearchFigures> {
  const { client, service, stopwatch } = context;
  return measure(context, queries, async (query) => {
    const body = new FormData();
    body.append('imageFile', new Blob([(await picture(query)) as Uint8Array<ArrayBuffer>]), 'query.jpg');
    body.append('limit', String(wanted + 1));
    body.append('includeDuplicates', 'true');
    const request = { method: 'POST', path: `/services/${service}/search`, body };
    const { envelope } = await stopwatch.time('search by file', () => client.call(request));
    // A picture in which nothing is found counts as ten wrong neighbours.
    if (!envelope.header.isSuccessful) return [];
    return idsOf(envelope.data)
      .filter((id) => id !== String(query.id))
      .slice(0, wanted);
  });
}
